"""One chunk of documents to mentions: read in order, parsed together, judged at once."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.extract.context import Context, Source
from pipelines.extract.features import Scene
from pipelines.extract.judging import Judgement, judged
from pipelines.extract.mentions import Found, mentions_of
from pipelines.extract.model import model
from pipelines.extract.scene import scene_of
from pipelines.flat import flatten
from pipelines.parse import Parse, parse
from schemas.edtf import dated
from schemas.ids import mention_id, text_sha256

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A candidate sentence of a document, ready to be coded."""

    document: Document
    start: int
    end: int
    scene: Scene
    published: dt.date | None


def _candidates(document: Document, parsed: Iterator[Parse]) -> Iterator[_Candidate]:
    """Read a document in order, so that each sentence knows what came before it."""
    source = Source(document["published"], document["title"], document["publisher"], len(document["start"]))
    context = Context.of(source)
    for start, end, is_candidate in zip(document["start"], document["end"], document["marks"], strict=True):
        present = context.step(flatten(document["text"][start:end]))
        if is_candidate:
            yield _Candidate(document, start, end, scene_of(next(parsed), present, context), source.day)


def _row(one: _Candidate, found: Found) -> dict[str, Any]:
    document, start, end = one.document, one.start, one.end
    text = document["text"][start:end]
    value, unit = found.magnitude or (None, None)
    return {
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


def _rows(one: _Candidate, scored: Sequence[Judgement]) -> Iterator[dict[str, Any]]:
    for found in mentions_of(one.scene, scored, model(), one.published):
        yield _row(one, found)


def code_documents(documents: list[Document]) -> list[dict[str, Any]]:
    """Code one chunk of documents; all its candidates are judged at once."""
    flat = (
        flatten(document["text"][start:end])
        for document in documents
        for start, end, is_candidate in zip(document["start"], document["end"], document["marks"], strict=True)
        if is_candidate
    )
    parsed = parse(flat)
    several = [one for document in documents for one in _candidates(document, parsed)]
    scored = judged([one.scene for one in several], model())
    return [row for one, best in zip(several, scored, strict=True) for row in _rows(one, best)]
