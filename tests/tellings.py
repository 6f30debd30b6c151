"""Builds small corpora of documents and mentions for the tests of resolution, in the real tables' form."""

import datetime as dt

import polars as pl

from pipelines.resolve.events import Resolved, resolve
from pipelines.resolve.identity import Registry
from pipelines.resolve.reasons import State
from schemas.edtf import bounds, dated
from schemas.ids import mention_id, text_sha256
from schemas.tables import (
    CORRECTIONS,
    DOCUMENT_SOURCES,
    DOCUMENTS,
    EVENT_MENTIONS,
    EVENTS,
    ID_MAP,
    MENTIONS,
)
from tests.counterexamples.test_tables import VALID

NOTHING = Registry(MENTIONS.empty(), EVENT_MENTIONS.empty(), ID_MAP.empty())


def document(name, published="2025-02-01", text="", publisher="Wire"):
    """Return a row of documents; without a text it is long enough for no bulletin of news."""
    text = text or "x" * 3000
    return {
        "document_id": f"D-{name}", "source_key": name, "title": "", "publisher": publisher, "url": "",
        "published": published, "published_precision": bounds(published).precision, "published_basis": "metadata",
        "language": "en", "rights": "CC0-1.0", "rights_code": "open_licence",
        "reader": "text", "n_chars": len(text), "text": text,
    }  # fmt: skip


def mention(name, published="2025-02-01", date="", evidence="Words of evidence.", start=0, **fields):
    """Return a row of mentions in document `name`; without a stated date the document bounds it."""
    row = {
        **VALID, "document_id": f"D-{name}", "source_key": name, "evidence": evidence, "evidence_start": start,
        "evidence_end": start + len(evidence), "magnitude_value": None, "magnitude_unit": None, **dated(date, published),
    }  # fmt: skip
    row |= fields
    row["evidence_sha256"] = text_sha256(row["evidence"])
    row["mention_id"] = mention_id(
        row["document_id"], start, row["evidence_end"], row["actor"], row["lever"], row["target"]
    )
    return row


def tables(told):
    """Return (mentions, documents) of a list of (name, published, fields of the mention)."""
    mentions = [mention(name, published, **fields) for name, published, fields in told]
    documents = {name: document(name, published) for name, published, _ in told}
    return pl.DataFrame(mentions, schema=MENTIONS.schema), pl.DataFrame(
        list(documents.values()), schema=DOCUMENTS.schema
    )


def resolved(told, registry=NOTHING) -> tuple[Resolved, pl.DataFrame, pl.DataFrame]:
    """Resolve a small corpus; return the result with its mentions and documents."""
    mentions, documents = tables(told)
    return resolve(mentions, documents, registry), mentions, documents


def remembered(made, mentions, known=NOTHING):
    """Return the registry after a release of this result."""
    rows = [{"old_id": o, "redirect": r, "new_id": n, "version": "v", "reason": "merge"} for o, r, n in made.redirects]
    id_map = pl.concat([known.id_map, pl.DataFrame(rows, schema=ID_MAP.schema)])
    versions = pl.concat([frame.select("event_id", "mention_id") for frame in (known.versions, made.events)])
    return Registry(mentions, made.event_mentions, id_map, versions)


def state(version, made, mentions, documents, corrections=None, codebook="c", coder="k"):
    """Return the state of a release for the change feed; all sources are current."""
    sources = documents.select(
        "source_key", "document_id", path="source_key", file_sha256="source_key", is_current=True
    )
    return State(
        version, made.events, made.event_mentions, mentions, documents, DOCUMENT_SOURCES.conform(sources),
        CORRECTIONS.empty() if corrections is None else corrections, codebook, coder,
    )  # fmt: skip


def empty_state():
    """Return the state before the first release."""
    nothing = Resolved(EVENTS.empty(), EVENT_MENTIONS.empty(), [])
    return state("", nothing, MENTIONS.empty(), DOCUMENTS.empty(), codebook="", coder="")


DAY = dt.date(2026, 3, 1)
