"""Events are scored against acts and pairs listed by hand: one act in one event, two acts in two."""

import json

import polars as pl
import pytest

from pipelines.evaluate_events import evaluate_events
from pipelines.gold_acts import read_acts, taught
from tests.tellings import resolved

ORDER = "The order puts a duty of 25 percent on lumber and potash from Canada."
SHEET = "The duty of 25 percent on lumber and potash from Canada answers the fentanyl crisis."
LATER = "Copper from Canada will pay as well, the president orders."
TOLD = [
    ("order", "2025-02-01", {"evidence": ORDER, "date": "2025-02-01"}),
    ("sheet", "2025-02-03", {"evidence": SHEET}),
    ("later", "2025-09-01", {"evidence": LATER, "date": "2025-09-01"}),
]


def side(key, quote):
    return {"actor": "USA", "lever": "tariff", "target": "CAN", "source_key": key, "quote": quote}


def write(path, rows):
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")


@pytest.fixture
def scored(tmp_path):
    """Return what scores a folder against the events of the three tellings."""
    made, mentions, documents = resolved(TOLD)
    words = dict(zip(mentions["document_id"], mentions["evidence"], strict=True))
    told = documents.with_columns(text=pl.col("document_id").replace_strict(words) + pl.lit(" And so on."))
    return lambda: evaluate_events(taught(tmp_path), made.events, made.event_mentions, mentions, told).as_dict()


def test_acts_are_counted_by_the_events_that_tell_them(scored, tmp_path):
    acts = [("lumber", "order", ORDER), ("lumber", "sheet", "potash from Canada"), ("copper", "later", LATER)]
    write(tmp_path / "acts.jsonl", [{"act": act, "day": "", **side(key, quote)} for act, key, quote in acts])
    figures = scored()
    assert (figures["acts"], figures["acts_found"], figures["tellings_found"]) == (2, 2, 3)
    assert (figures["events_per_act"], figures["acts_in_one_event"], figures["pairs_of_acts_merged"]) == (1.0, 1, 0)


def test_acts_that_share_an_event_are_counted_as_merged(scored, tmp_path):
    acts = [("lumber", "order", ORDER), ("potash", "sheet", SHEET), ("nowhere", "sheet", "No such words.")]
    write(tmp_path / "acts.jsonl", [{"act": act, "day": "", **side(key, quote)} for act, key, quote in acts])
    assert (scored()["pairs_of_acts_merged"], scored()["acts_found"]) == (1, 2)


def test_judged_pairs_are_counted_by_whether_they_share_an_event(scored, tmp_path):
    order, sheet, later = side("order", ORDER), side("sheet", SHEET), side("later", LATER)
    pairs = [(True, order, sheet), (True, order, later), (False, sheet, order), (False, sheet, later)]
    write(tmp_path / "pairs.jsonl", [{"same": same, "left": left, "right": right} for same, left, right in pairs])
    figures = scored()
    assert (figures["pairs_judged_one_act"], figures["of_these_in_one_event"]) == (2, 1)
    assert (figures["pairs_judged_two_acts"], figures["of_those_in_one_event"]) == (2, 1)


def test_a_folder_teaches_by_acts_by_pairs_or_by_both(tmp_path):
    write(tmp_path / "pairs.jsonl", [{"same": True, "left": side("a", "x"), "right": side("b", "y")}])
    assert [table.height for table in taught(tmp_path)] == [0, 1]
    write(tmp_path / "acts.jsonl", [{"act": "a", "day": "2025-02-01", **side("a", "x")}])
    assert [table.height for table in taught(tmp_path)] == [1, 1]
    with pytest.raises(FileNotFoundError, match=r"acts\.jsonl is missing"):
        taught(tmp_path / "empty")


def test_a_telling_without_a_key_is_named(tmp_path):
    write(tmp_path / "acts.jsonl", [{"act": "a", **side("a", "x")}])
    with pytest.raises(ValueError, match="line 1: day is missing"):
        read_acts(tmp_path)
