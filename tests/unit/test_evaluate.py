"""Scores are those of codebook section 7, on cases that can be counted by hand."""

import json

import polars as pl
import pytest

from pipelines.evaluate import evaluate, read_gold
from pipelines.gold_acts import read_pairs
from schemas.tables import MENTIONS
from tests.counterexamples.test_tables import VALID

GOLD = {
    "doc": "a.txt", "sent": 1, "start": 0, "end": 20, "text": "x", "actor": "USA", "lever": "tariff", "target": "CAN",
    "stance": "pressure", "status": "enacted", "granularity": "act", "date": "", "magnitude": {"value": 25, "unit": "percent"},
}  # fmt: skip


def gold(tmp_path, *rows):
    for name in ("documents", "sentences"):
        (tmp_path / f"{name}.jsonl").touch()
    (tmp_path / "gold.jsonl").write_text("\n".join(json.dumps({**GOLD, **row}) for row in rows), encoding="utf-8")
    return read_gold(tmp_path)


def mentions(*rows):
    return pl.DataFrame(
        [{**VALID, "mention_id": f"M-{n}", **row} for n, row in enumerate(rows)], schema=MENTIONS.schema
    )


def test_precision_and_recall_are_counted_on_triples(tmp_path):
    report = evaluate(mentions({}, {"target": "MEX"}), gold(tmp_path, {}, {"target": "BRA"}, {"target": "JPN"}))
    assert (report.overall.precision, report.overall.recall) == (0.5, pytest.approx(1 / 3))
    assert report.pairs.group_by("kind").len().sort("kind").rows() == [("missed", 2), ("wrong", 1)]


def test_evidence_must_overlap_the_sentence(tmp_path):
    report = evaluate(mentions({"evidence_start": 20, "evidence_end": 30}), gold(tmp_path, {}))
    assert report.overall.matched == 0


def test_speculative_gold_makes_a_published_mention_wrong_and_is_never_missed(tmp_path):
    report = evaluate(mentions({}), gold(tmp_path, {"status": "speculative"}))
    assert (report.overall.predicted, report.overall.gold, report.overall.matched) == (1, 0, 0)


def test_fields_are_scored_over_matched_pairs(tmp_path):
    report = evaluate(mentions({"date": "", "status": "announced"}), gold(tmp_path, {}))
    assert report.accuracy["status"] == (0, 1)
    assert report.accuracy["magnitude"] == (1, 1)
    assert report.accuracy["date"] == (1, 1)


def test_one_prediction_matches_one_gold_row(tmp_path):
    report = evaluate(mentions({"evidence_end": 60}), gold(tmp_path, {}, {"sent": 2, "start": 20, "end": 40}))
    assert (report.overall.matched, report.overall.gold) == (1, 2)


def test_a_folder_without_gold_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"documents\.jsonl"):
        read_gold(tmp_path)


def test_judged_pairs_are_read_and_a_pair_without_a_side_is_named(tmp_path):
    assert read_pairs(tmp_path).is_empty()
    side = {"actor": "USA", "lever": "tariff", "target": "CAN", "source_key": "a", "quote": "q", "more": 1}
    lines = [{"same": True, "left": side, "right": side}, {"same": False, "left": side}]
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps(lines[0]), encoding="utf-8")
    assert read_pairs(tmp_path)["same"].to_list() == [True]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    with pytest.raises(ValueError, match="line 2: right is missing"):
        read_pairs(tmp_path)
