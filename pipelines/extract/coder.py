"""Documents and their candidate sentences to mentions: chunks of documents, in one process or several."""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import polars as pl

from pipelines.extract.chunk import Document, code_documents
from schemas import codebook
from schemas.tables import CODED_MENTIONS

CHUNK = 40  # documents a task: small enough to share out, large enough to keep the parser's batches full
Progress = Callable[[int], None]


def _tasks(documents: pl.DataFrame, sentences: pl.DataFrame, passed: set[str]) -> Iterator[Document]:
    """Yield each document with its sentences as (start, end, is candidate); documents without candidates are left out."""
    grouped = (
        sentences.sort("document_id", "n")
        .group_by("document_id", maintain_order=True)
        .agg("sentence_id", "start", "end")
    )
    for row in documents.join(grouped, on="document_id", maintain_order="left").iter_rows(named=True):
        marks = [key in passed for key in row["sentence_id"]]
        if any(marks):
            row["marks"] = marks
            yield row


def _chunks(tasks: Iterable[Document], size: int = CHUNK) -> Iterator[list[Document]]:
    chunk: list[Document] = []
    for task in tasks:
        chunk.append(task)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def code(
    documents: pl.DataFrame,
    sentences: pl.DataFrame,
    passed: set[str],
    workers: int = 1,
    progress: Progress = lambda n: None,
) -> pl.DataFrame:
    """Return the mentions (table `coded_mentions`) of the documents; the result does not depend on the number of workers."""
    chunks = _chunks(_tasks(documents.sort("document_id"), sentences, passed))
    rows: list[dict[str, Any]] = []
    if workers <= 1:
        for chunk in chunks:
            rows += code_documents(chunk)
            progress(len(chunk))
    else:
        with multiprocessing.get_context("spawn").Pool(workers) as pool:
            for found in pool.imap(_counted, chunks):
                rows += found[1]
                progress(found[0])
    base = {
        name: dtype
        for name, dtype in CODED_MENTIONS.schema.items()
        if name not in ("plover_event", "plover_mode", "cameo_root")
    }
    return CODED_MENTIONS.conform(codebook.crosswalk(pl.DataFrame(rows, schema=base)))


def _counted(chunk: list[Document]) -> tuple[int, list[dict[str, Any]]]:
    return len(chunk), code_documents(chunk)
