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

ROLLING = ("feed",)  # readers of files that hold the newest items only
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


def _add_file(reading: Reading, path: str, file: Path, data: bytes, sha: str) -> None:
    reader, found = _read_file(path, data)
    try:
        beside = _beside(file)
    except ValueError as error:
        beside, found = (
            {},
            [
                *found,
                UnreadableError(
                    f"its sidecar cannot be read: {error}", "mend the sidecar; the document itself was read", "sidecar"
                ),
            ],
        )
    rejected = 0
    for one in found:
        if isinstance(one, UnreadableError):
            rejected += 1
            reading.rejected.append(_refusal(path, sha, reader, one))
            continue
        key = one.key or (f"{path}#{one.item}" if one.item else path)
        row = _row(one, metadata_of({**one.metadata, **beside}, one.text), key, reader)
        reading.documents.append(row)
        reading.sources.append(
            {
                "source_key": key,
                "document_id": row["document_id"],
                "path": path,
                "file_sha256": sha,
                "is_current": True,
                "reader": reader,
            }
        )
    reading.inputs.append(
        {
            "path": path,
            "file_sha256": sha,
            "reader_version": reader_version(),
            "n_documents": len(found) - rejected,
            "n_rejected": rejected,
        }
    )


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


def merge_documents(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Join old and new documents: one row a text, with the earliest date and the fullest metadata, whatever the order."""
    both = pl.concat([old, new]).with_columns(
        dated=(pl.col("published") == ""),
        empty=sum((pl.col(name) == "").cast(pl.Int8) for name in ("title", "publisher", "url")),
    )
    first = both.sort("document_id", "dated", "empty", "published", "source_key").unique(
        "document_id", keep="first", maintain_order=True
    )
    return DOCUMENTS.conform(first.drop("dated", "empty"))


def merge_rows(table: Table, old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Join old and new rows of a table; of two with the same key the new one stays."""
    return table.conform(pl.concat([old, new]).unique(list(table.key), keep="last", maintain_order=True))


def drop_reread(rejected: pl.DataFrame, inputs: pl.DataFrame) -> pl.DataFrame:
    """Return the rejections that still stand: those of a file that was read again give way to the new verdict."""
    return rejected.join(inputs.select("path").unique(), on="path", how="anti")


def current_sources(known: pl.DataFrame, read: pl.DataFrame, inputs: pl.DataFrame) -> pl.DataFrame:
    """Join the known sources and those just `read` (with their `reader`), and tell which still count.

    Of one key the document read last counts. What a file no longer holds when it is read again is retracted; but not
    what scrolls off a feed, nor what stood in a file that cannot be read any more.
    """
    own = read.drop("reader")
    last = own.unique("source_key", keep="last", maintain_order=True).select("source_key", now="document_id")
    rolling = read.filter(pl.col("reader").is_in(ROLLING))["path"].implode()
    readable = inputs.filter(pl.col("n_documents") > 0)["path"].implode()
    again = pl.col("path").is_in(readable) & ~pl.col("path").is_in(rolling)
    stands = (
        pl.when(pl.col("now").is_null())
        .then(pl.col("is_current") & ~again)
        .otherwise(pl.col("now") == pl.col("document_id"))
    )
    joined = merge_rows(DOCUMENT_SOURCES, known, own).join(last, on="source_key", how="left", maintain_order="left")
    return DOCUMENT_SOURCES.conform(joined.with_columns(is_current=stands))
