"""Walks an input: a file or a folder, in one fixed order; unpacks gzip; picks the reader; pairs sidecars."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from pipelines.read.feed import read_feed, read_warc
from pipelines.read.html import read_html
from pipelines.read.jsonl import read_jsonl
from pipelines.read.pdf import read_pdf
from pipelines.read.record import Reader, UnreadableError
from pipelines.read.text import read_markdown, read_text

READERS: dict[str, Reader] = {
    "text": read_text,
    "markdown": read_markdown,
    "html": read_html,
    "pdf": read_pdf,
    "jsonl": read_jsonl,
    "feed": read_feed,
    "warc": read_warc,
}
BY_ENDING = {
    ".txt": "text",
    ".text": "text",
    "": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
    ".warc": "warc",
}
SIDECAR_ENDINGS = (".meta.yaml", ".meta.yml", ".meta.json")


def is_sidecar(path: Path) -> bool:
    """Tell whether a file holds the metadata of another one (`report.pdf.meta.yaml`)."""
    return path.name.lower().endswith(SIDECAR_ENDINGS)


def files_in(root: Path) -> list[Path]:
    """Return the files of an input in one fixed order; hidden folders and sidecars are left out."""
    if not root.exists():
        raise FileNotFoundError(f"there is no file or folder {root}: give an existing one with --input")
    if root.is_file():
        return [root]
    inside = (path for path in root.rglob("*") if path.is_file() and not is_sidecar(path))
    return sorted(
        (path for path in inside if not any(part.startswith(".") for part in path.relative_to(root).parts[:-1])),
        key=lambda path: path.relative_to(root).as_posix().encode("utf-8", "surrogateescape"),
    )


def sidecar_of(path: Path) -> Path | None:
    """Return the sidecar of a file if it has one."""
    return next((side for end in SIDECAR_ENDINGS if (side := path.with_name(path.name + end)).exists()), None)


def unpack(data: bytes, name: str) -> tuple[bytes, str]:
    """Undo gzip, by content, and return the name without `.gz`; a WARC keeps its own compression."""
    if not data.startswith(b"\x1f\x8b") or ".warc" in name.lower():
        return data, name
    try:
        return gzip.decompress(data), name[:-3] if name.lower().endswith(".gz") else name
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError(f"the gzip file is damaged: {error}", "fetch it again") from error


def reader_for(name: str, data: bytes) -> str:
    """Return the name of the reader that fits the content, else the ending; raise UnreadableError if none does."""
    ending = Path(name.lower()).suffix
    head = data[:1024].lstrip().lower()
    if ".warc" in name.lower():
        return "warc"
    if data.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith((b"<!doctype html", b"<html")):
        return "html"
    if ending == ".pdf" and data.strip():
        raise UnreadableError("the file is named .pdf but is no PDF", "give it the ending of what it is, such as .txt")
    known = BY_ENDING.get(ending)
    if known is None:
        raise UnreadableError(
            f"no reader for files ending in {ending}",
            f"convert it to one of {' '.join(sorted(filter(None, BY_ENDING)))}",
        )
    return known


def entries(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield (relative path, file) for every file of the input."""
    base = root if root.is_dir() else root.parent
    for path in files_in(root):
        yield path.relative_to(base).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace"), path
