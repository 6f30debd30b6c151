"""The bundled corpus stays what it is: all formats, true to its expected events, and every broken input accounted for."""

import json

import polars as pl

from assets.settings import SAMPLE
from pipelines.read.documents import read_input
from schemas import codebook
from schemas.tables import DOCUMENTS, INPUTS, REJECTED_DOCUMENTS

READING = read_input(SAMPLE, INPUTS.empty())
EXPECTED = [json.loads(line) for line in (SAMPLE.parent / "expected.jsonl").read_text(encoding="utf-8").splitlines()]


def test_there_are_at_least_thirty_documents_in_all_formats():
    documents = READING.frame(DOCUMENTS)
    assert documents["document_id"].n_unique() >= 30
    assert set(documents["reader"]) >= {"text", "markdown", "html", "pdf", "jsonl", "feed"}
    assert "fr" in set(documents["language"])


def test_every_broken_input_is_rejected_with_a_reason():
    rejected = READING.frame(REJECTED_DOCUMENTS)
    assert rejected.height == 3
    assert rejected.filter(pl.col("advice") == "").is_empty()


def test_expected_events_stand_in_their_documents_and_use_the_codebook():
    texts = {
        source["source_key"]: document["text"]
        for source, document in zip(READING.sources, READING.documents, strict=True)
    }
    for row in EXPECTED:
        assert texts[row["source_key"]].count(row["sentence"]) == 1
        for name, codes in (("actor", "entities"), ("lever", "levers"), ("target", "entities"), ("status", "statuses")):
            assert row[name] in codebook.code_list(codes)
