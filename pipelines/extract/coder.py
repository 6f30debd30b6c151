"""Documents and their candidate sentences to mentions: chunks of documents, in one process or several."""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import polars as pl

from pipelines.extract.context import Context, Source
from pipelines.extract.mentions import code_sentence
from pipelines.extract.model import model
from pipelines.extract.scene import scene_of
from pipelines.parse import flatten, parse
from schemas import codebook
from schemas.edtf import dated
from schemas.ids import mention_id, text_sha256
from schemas.tables import CODED_MENTIONS

CHUNK = 40  # documents a task: small enough to share out, large enough to keep the parser's batches full
Document = dict[str, Any]
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


def _rows(document: Document, parsed: Iterator[Any]) -> Iterator[dict[str, Any]]:
    source = Source(document["published"], document["title"], document["publisher"], len(document["start"]))
    context = Context.of(source)
    for start, end, is_candidate in zip(document["start"], document["end"], document["marks"], strict=True):
        text = document["text"][start:end]
        present = context.step(flatten(text))
        if not is_candidate:
            continue
        scene = scene_of(next(parsed), present, context)
        for found in code_sentence(scene, model(), source.day):
            value, unit = found.magnitude or (None, None)
            yield {
                "mention_id": mention_id(document["document_id"], start, end, found.actor, found.lever, found.target),
                "document_id": document["document_id"],
                "source_key": document["source_key"],
                "evidence_start": start,
                "evidence_end": end,
                "evidence": text,
                "evidence_sha256": text_sha256(text),
                "actor": found.actor,
                "lever": found.lever,
                "target": found.target,
                "stance": found.stance,
                "status": found.status,
                "granularity": found.granularity,
                **dated(found.date, document["published"]),
                "magnitude_value": value,
                "magnitude_unit": unit,
                "confidence": found.confidence,
                "rule_id": found.rule_id,
                "trigger_start": start + found.trigger_start,
                "trigger_end": start + found.trigger_end,
            }


def code_documents(documents: list[Document]) -> list[dict[str, Any]]:
    """Code one chunk of documents."""
    flat = (
        flatten(document["text"][start:end])
        for document in documents
        for start, end, is_candidate in zip(document["start"], document["end"], document["marks"], strict=True)
        if is_candidate
    )
    parsed = parse(flat)
    return [row for document in documents for row in _rows(document, parsed)]


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
