"""Raw documents to the tables documents, document_sources, rejected_documents and inputs."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.read.language import language_of
from pipelines.read.metadata import Metadata, metadata_of, sidecar
from pipelines.read.record import Input, RawDocument, UnreadableError
from pipelines.read.rights import rights_code
from pipelines.read.walk import READERS, entries, reader_for, sidecar_of, unpack
from pipelines.version import reader_version
from schemas.edtf import bounds
from schemas.ids import document_id
from schemas.table import Table
from schemas.tables import DOCUMENT_SOURCES, DOCUMENTS, INPUTS, REJECTED_DOCUMENTS

Track = Callable[[list[tuple[str, Path]]], Iterable[tuple[str, Path]]]


@dataclass
class Reading:
    """What one pass over an input found; `skipped` counts files known from before."""

    documents: list[dict[str, Any]] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)
    inputs: list[dict[str, Any]] = field(default_factory=list)
    skipped: int = 0

    def found(self) -> pl.DataFrame:
        """Return the sources with the reader of each."""
        return pl.DataFrame(self.sources, schema={**DOCUMENT_SOURCES.schema, "reader": pl.String})

    def frame(self, table: Table) -> pl.DataFrame:
        """Return what was found for one table."""
        rows = {
            DOCUMENTS.name: self.documents,
            DOCUMENT_SOURCES.name: self.sources,
            REJECTED_DOCUMENTS.name: self.rejected,
            INPUTS.name: self.inputs,
        }[table.name]
        return pl.DataFrame(rows, schema=table.schema)


def _row(raw: RawDocument, meta: Metadata, key: str, reader: str) -> dict[str, Any]:
    return {
        "document_id": document_id(raw.text),
        "source_key": key,
        "title": meta.title,
        "publisher": meta.publisher,
        "url": meta.url,
        "published": meta.published,
        "published_precision": bounds(meta.published).precision,
        "published_basis": meta.published_basis,
        "language": meta.language or language_of(raw.text),
        "rights": meta.rights,
        "rights_code": rights_code(meta.publisher, meta.rights),
        "reader": reader,
        "n_chars": len(raw.text),
        "text": raw.text,
    }


def _refusal(path: str, sha: str, reader: str, error: UnreadableError) -> dict[str, Any]:
    return {
        "path": path,
        "item": error.item,
        "file_sha256": sha,
        "reader": reader,
        "reason": error.reason,
        "advice": error.advice,
    }


def _read_file(path: str, data: bytes) -> tuple[str, list[RawDocument | UnreadableError]]:
    reader = ""
    try:
        if Path(path).name.startswith("."):
            raise UnreadableError("a hidden file is not read", "rename it without the leading dot")
        unpacked, name = unpack(data, Path(path).name)
        reader = reader_for(name, unpacked)
        return reader, READERS[reader](Input(path, name, unpacked))
    except UnreadableError as error:
        return reader, [error]
    except Exception as error:  # a reader's library may raise anything on hostile bytes; the run goes on
        return reader, [
            UnreadableError(
                f"{type(error).__name__}: {error}"[:300], "report the file: the reader should have refused it"
            )
        ]


def _beside(file: Path) -> dict[str, str]:
    side = sidecar_of(file)
    return sidecar(side.read_bytes()) if side else {}


def _with_sidecar(
    file: Path, found: list[RawDocument | UnreadableError]
) -> tuple[dict[str, str], list[RawDocument | UnreadableError]]:
    """Return the metadata beside a file, and what was found in it with a refusal of a sidecar that cannot be read."""
    try:
        return _beside(file), found
    except ValueError as error:
        why, advice = f"its sidecar cannot be read: {error}", "mend the sidecar; the document itself was read"
        return {}, [*found, UnreadableError(why, advice, "sidecar")]


def _add_document(reading: Reading, path: str, sha: str, reader: str, one: RawDocument, beside: dict[str, str]) -> None:
    key = one.key or (f"{path}#{one.item}" if one.item else path)
    row = _row(one, metadata_of({**one.metadata, **beside}, one.text), key, reader)
    reading.documents.append(row)
    place = {"source_key": key, "document_id": row["document_id"], "path": path, "file_sha256": sha, "is_current": True}
    reading.sources.append({**place, "reader": reader})


def _add_file(reading: Reading, path: str, file: Path, data: bytes, sha: str) -> None:
    reader, read = _read_file(path, data)
    beside, found = _with_sidecar(file, read)
    refused = [one for one in found if isinstance(one, UnreadableError)]
    reading.rejected += [_refusal(path, sha, reader, one) for one in refused]
    for one in found:
        if isinstance(one, RawDocument):
            _add_document(reading, path, sha, reader, one, beside)
    counts = {"n_documents": len(found) - len(refused), "n_rejected": len(refused)}
    reading.inputs.append({"path": path, "file_sha256": sha, "reader_version": reader_version(), **counts})


def read_input(root: Path, known: pl.DataFrame, track: Track = iter) -> Reading:
    """Read a file or folder; files in `known` (table inputs) with the same bytes and reader version are skipped."""
    reading = Reading()
    done = set(known.filter(pl.col("reader_version") == reader_version()).select("path", "file_sha256").iter_rows())
    for path, file in track(list(entries(root))):
        try:
            data = file.read_bytes()
        except OSError as error:
            refusal = UnreadableError(f"the file cannot be opened: {error.strerror}", "check its permissions")
            reading.rejected.append(_refusal(path, "", "", refusal))
            continue
        sha = hashlib.sha256(data).hexdigest()
        if (path, sha) in done:
            reading.skipped += 1
            continue
        _add_file(reading, path, file, data, sha)
    return reading
