"""Each change has the reason that fits, and the history of an event says what was believed when."""

import datetime as dt

import polars as pl
import pytest

from pipelines.resolve.corrections import _row as correction_row
from pipelines.resolve.decisions import Correction
from pipelines.resolve.events import resolve
from pipelines.resolve.history import feed, versions
from schemas.tables import CORRECTIONS, EVENT_VERSIONS
from tests.tellings import DAY, empty_state, remembered, resolved, state

OLD = [("a", "2025-02-01", {"evidence": "A duty on lumber."})]
NEWS = ("b", "2025-02-02", {"target": "MEX", "evidence": "A duty on tomatoes."})
LATE = ("c", "2024-11-02", {"target": "BRA", "evidence": "A duty on beef."})


def change(first, second, **facts):
    """Return the feed between releases of two corpora."""
    before, mentions, documents = resolved(first)
    after, all_mentions, all_documents = resolved(second, remembered(before, mentions))
    return feed(
        state("v1", before, mentions, documents),
        state("v2", after, all_mentions, all_documents, **facts),
        after.redirects,
    )


def kinds(made):
    return sorted(made.changes.select("change_type", "reason").iter_rows())


@pytest.mark.parametrize(
    ("second", "facts", "expected"),
    [
        ([*OLD, NEWS], {}, [("added", "new_document")]),
        ([*OLD, LATE], {}, [("added", "late_document")]),
        ([(n, p, {**f, "status": "announced"}) for n, p, f in OLD], {"coder": "k2"}, [("modified", "coder_upgrade")]),
        (
            [(n, p, {**f, "status": "announced"}) for n, p, f in OLD],
            {"codebook": "c2"},
            [("modified", "codebook_change")],
        ),
        (
            [(n, p, {**f, "status": "speculative"}) for n, p, f in OLD],
            {"coder": "k2"},
            [("withdrawn", "coder_upgrade")],
        ),
        (OLD, {}, []),
    ],
    ids=["new", "late", "coder", "codebook", "withdrawn", "nothing"],
)
def test_a_change_has_its_reason(second, facts, expected):
    assert kinds(change(OLD, second, **facts)) == expected


def test_two_events_that_turn_out_to_be_one_are_merged_with_a_successor():
    apart = [("a", "2025-02-01", {"date": "2025-02-01"}), ("b", "2025-02-20", {"date": "2025-02-20"})]
    together = [(n, p, {**f, "date": "2025-02-01"}) for n, p, f in apart]
    made = change(apart, together, coder="k2")
    merged = made.changes.filter(pl.col("change_type") == "merged").row(0, named=True)
    assert merged["reason"] == "merge"
    assert merged["successor_ids"] in set(made.rows_after["event_id"])
    assert made.redirects.select("old_id", "redirect", "new_id").row(0) == (
        merged["event_id"], "merged_into", merged["successor_ids"],
    )  # fmt: skip


def test_a_correction_is_the_reason_where_a_person_decided():
    before, mentions, documents = resolved(OLD)
    words = OLD[0][2]["evidence"]
    row = correction_row(
        Correction("reject", "a", "no", "2026-01-01", "me", words, ("USA", "tariff", "CAN")), "applied"
    )
    decisions = CORRECTIONS.conform(pl.DataFrame([row], schema=CORRECTIONS.schema))
    nothing = mentions.clear()
    after, _, _ = resolved([], remembered(before, mentions))
    now = state("v2", after, nothing, documents, corrections=decisions)
    assert kinds(feed(state("v1", before, mentions, documents), now, after.redirects)) == [("withdrawn", "correction")]


def test_a_document_that_its_source_replaced_is_the_reason():
    before, mentions, documents = resolved(OLD)
    after, new_mentions, new_documents = resolved([("a2", "2025-02-01", {"evidence": "No duty, a quota."})])
    old, new = state("v1", before, mentions, documents), state("v2", after, new_mentions, new_documents)
    sources = pl.concat(
        [old.sources.with_columns(is_current=pl.lit(False)), new.sources.with_columns(source_key=pl.lit("a"))]
    )
    now = state("v2", after, new_mentions, pl.concat([documents, new_documents]))
    now = type(now)(**{**now.__dict__, "sources": sources})
    made = feed(old, now, [])
    assert ("withdrawn", "source_corrected") in kinds(made)


def test_fields_before_and_after_are_listed():
    made = change(OLD, [(n, p, {**f, "status": "announced"}) for n, p, f in OLD], coder="k2")
    assert ("status", "enacted", "announced") in set(made.change_fields.select("field", "before", "after").iter_rows())


def test_the_history_closes_a_state_when_the_next_one_opens():
    first = feed(empty_state(), state("v1", *resolved(OLD)), [])
    known = versions(EVENT_VERSIONS.empty(), first, DAY, "v1")
    second = change(OLD, [(n, p, {**f, "status": "announced"}) for n, p, f in OLD], coder="k2")
    later = DAY + dt.timedelta(days=30)
    rows = EVENT_VERSIONS.validate(versions(known, second, later, "v2")).sort("revision").to_dicts()
    assert [(r["revision"], r["recorded_from"], r["recorded_to"], r["status"]) for r in rows] == [
        (1, DAY, later, "enacted"),
        (2, later, None, "announced"),
    ]


def decision(action="reject", words="Words of evidence.", code=("USA", "tariff", "CAN")):
    one = Correction(action, "a", "why", "2025-03-01", "editor", words, code)
    return pl.DataFrame([correction_row(one, "applied")], schema=CORRECTIONS.schema)


def reasons(before, after):
    return dict(feed(before, after, after_redirects(before, after)).changes.select("event_id", "reason").iter_rows())


def after_redirects(before, after):
    gone = set(before.events["event_id"]) - set(after.events["event_id"])
    return [(event, "withdrawn", "") for event in sorted(gone)]


def test_a_decision_taken_back_is_a_correction_as_the_decision_was():
    made, mentions, documents = resolved([("a", "2025-02-01", {})])
    none = resolved([("b", "2025-02-01", {"target": "MEX"})])
    whole, without = state("v1", made, mentions, documents), state("v2", none[0], none[1], documents, decision())
    event = made.events["event_id"][0]
    assert reasons(whole, without)[event] == "correction"
    assert reasons(without, whole)[event] == "correction"


def test_a_retraction_is_the_reason_and_its_lifting_a_correction():
    made, mentions, documents = resolved([("a", "2025-02-01", {})])
    none = resolved([("b", "2025-02-01", {"target": "MEX"})])
    whole = state("v1", made, mentions, documents)
    without = state("v2", none[0], none[1], documents, decision("retract", "", ("", "", "")))
    event = made.events["event_id"][0]
    assert reasons(whole, without)[event] == "source_retracted"
    assert reasons(without, whole)[event] == "correction"


def test_a_decision_on_one_code_is_no_reason_for_another_of_the_same_words():
    one, mentions, documents = resolved([("a", "2025-02-01", {}), ("a", "2025-02-01", {"target": "MEX"})])
    changed = mentions.with_columns(confidence=pl.lit(0.5))
    two = resolve(changed, documents, remembered(one, mentions))
    before = state("v1", one, mentions, documents, coder="old")
    after = state("v2", two, changed, documents, decision(), coder="new")
    by_target = dict(one.events.select("target", "event_id").iter_rows())
    found = reasons(before, after)
    assert (found[by_target["CAN"]], found[by_target["MEX"]]) == ("correction", "coder_upgrade")
