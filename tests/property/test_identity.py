"""Identifiers: the same whatever the order, never given up, and the feed replays every release."""

import random

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from pipelines.resolve.events import resolve
from pipelines.resolve.history import feed
from pipelines.resolve.identity import resolve_id
from schemas.feed import replay
from schemas.tables import EVENTS
from tests.tellings import NOTHING, empty_state, remembered, resolved, state, tables

WORDS = ("lumber", "copper", "steel", "potash", "dairy", "border", "fentanyl", "summit")
tellings = st.tuples(
    st.integers(1, 28),
    st.sampled_from(["", "2025-03-04", "2025-03-05", "2025-03-20", "2025-03"]),
    st.sampled_from(["threatened", "announced", "enacted", "reversed"]),
    st.sampled_from(["CAN", "MEX"]),
    st.sampled_from([None, 10.0, 25.0]),
    st.sampled_from(WORDS),
)


def corpus(rows):
    return [
        (
            f"doc{n}",
            f"2025-03-{day:02}",
            {
                "date": date, "status": status, "target": target, "evidence": f"A duty on {word} from them, again.",
                "stance": "support" if status == "reversed" else "pressure", "magnitude_value": size,
                "magnitude_unit": "percent" if size else None,
            },
        )
        for n, (day, date, status, target, size, word) in enumerate(rows)
    ]  # fmt: skip


@given(st.lists(tellings, min_size=1, max_size=14), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(rows, chance: random.Random):
    told = corpus(rows)
    mixed = told[:]
    chance.shuffle(mixed)
    one, two = resolved(told)[0], resolved(mixed)[0]
    assert one.events.equals(two.events)
    assert one.event_mentions.equals(two.event_mentions)


@given(st.lists(tellings, min_size=2, max_size=14), st.integers(1, 13))
def test_a_published_identifier_stays_or_leads_on(rows, cut):
    told = corpus(rows)
    early, mentions, _ = resolved(told[: min(cut, len(told) - 1)])
    known = remembered(early, mentions)
    late, all_mentions, _ = resolved(told, known)
    after = remembered(late, all_mentions, known)
    events = frozenset(late.events["event_id"])
    for old in early.events["event_id"]:
        assert resolve_id(old, events, after.id_map)
    assert late.events["event_id"].is_unique().all()


@given(st.lists(tellings, min_size=2, max_size=14), st.integers(1, 13))
def test_the_last_release_and_the_feed_make_this_one(rows, cut):
    told = corpus(rows)
    early, mentions, documents = resolved(told[: min(cut, len(told) - 1)])
    late, all_mentions, all_documents = resolved(told, remembered(early, mentions))
    before = state("v1", early, mentions, documents)
    made = feed(before, state("v2", late, all_mentions, all_documents), late.redirects)
    assert replay(early.events, made.changes, made.rows_after).equals(EVENTS.conform(late.events))
    first = feed(empty_state(), before, [])
    assert replay(EVENTS.empty(), first.changes, first.rows_after).equals(EVENTS.conform(early.events))
    assert set(made.changes["reason"]) <= {"new_document", "late_document", "merge", "split"}


@given(st.lists(tellings, min_size=1, max_size=14))
def test_nothing_new_changes_nothing(rows):
    once, mentions, documents = resolved(corpus(rows))
    again = resolve(mentions, documents, remembered(once, mentions))
    assert again.events.equals(once.events)
    assert again.redirects == []


@given(st.lists(tellings, min_size=1, max_size=14), st.sampled_from(["lever", "stance", "date"]))
def test_another_coding_of_the_same_words_keeps_the_identifier(rows, field):
    once, mentions, documents = resolved(corpus(rows))
    other = {"lever": "trade_restriction", "stance": "neutral", "date": ""}[field]
    told = [(n, p, {**f, field: other}) for n, p, f in corpus(rows)]
    recoded, _ = tables(told)
    again = resolve(recoded, documents, remembered(once, mentions))
    old, new = set(once.events["event_id"]), set(again.events["event_id"])
    events = frozenset(new)
    led = pl.DataFrame([{"o": o, "n": n} for o, _, n in again.redirects], schema={"o": pl.String, "n": pl.String})
    assert all(one in events or one in set(led["o"]) for one in old)
    if again.events.height == once.events.height:
        assert len(old & new) >= len(old) - len(again.redirects)


def test_without_a_release_between_batches_end_as_one():
    told = corpus([(d, "", "enacted", "CAN", None, w) for d, w in zip((1, 2, 9, 20, 21), WORDS, strict=False)])
    orders = [told, told[::-1], told[2:] + told[:2]]
    ids = [set(resolved(order, NOTHING)[0].events["event_id"]) for order in orders]
    assert ids[0] == ids[1] == ids[2]


@given(st.lists(tellings, min_size=4, max_size=14), st.data())
def test_three_releases_keep_every_identifier_alive(rows, chance):
    told = corpus(rows)
    known, seen = NOTHING, set()
    for _ in range(3):
        part = chance.draw(st.lists(st.sampled_from(told), min_size=1, unique_by=lambda one: one[0]))
        made, mentions, _ = resolved(sorted(part, key=lambda one: one[0]), known)
        assert made.events["event_id"].is_unique().all()
        known = remembered(made, mentions, known)
        seen |= set(made.events["event_id"])
        gone = seen - set(made.events["event_id"])
        assert gone <= set(known.id_map["old_id"])
        assert set(known.id_map.filter(pl.col("new_id") != "")["new_id"]) <= seen


def test_a_replaced_page_does_not_hand_its_identifier_on():
    one = {"evidence": "A duty on them.", "target": "CAN", "actor": "USA"}
    early, mentions, _ = resolved([("page", "2025-03-01", one)])
    known = remembered(early, mentions)
    told = tables([("page", "2025-03-01", {**one, "evidence": "A duty on others", "target": "BRA"})])
    changed = [frame.with_columns(document_id=pl.lit("D-new")) for frame in told]
    late = resolve(*changed, known)
    assert late.events["event_id"].to_list() != early.events["event_id"].to_list()


def test_a_merged_event_bears_the_identifier_that_a_rebuild_would_give():
    names = ["early", "late", "later", "latest"]
    days = ["2025-03-01", "2025-03-20", "2025-03-21", "2025-03-22"]
    dates = ["2025-03-01", *["2025-03-20"] * 3]
    told = [(n, p, {"date": d, "evidence": "A duty on them."}) for n, p, d in zip(names, days, dates, strict=True)]
    apart, mentions, _ = resolved(told)
    assert sorted(apart.events["n_mentions"]) == [1, 3]
    together = [(n, p, {**f, "date": "2025-03-01"}) for n, p, f in told]
    merged, _, _ = resolved(together, remembered(apart, mentions))
    assert list(merged.events["event_id"]) == list(resolved(together)[0].events["event_id"])


def test_a_withdrawn_event_comes_back_with_the_mention_that_gave_its_evidence():
    first, mentions, _ = resolved([("page", "2025-03-01", {"evidence": "A duty on them."})])
    known = remembered(first, mentions)
    again = [("page", "2025-03-01", {"evidence": "Oh, a duty on them.", "start": 2})]
    moved, mentions, _ = resolved(again, known)
    known = remembered(moved, mentions, known)
    gone, mentions, _ = resolved([("other", "2025-03-01", {"target": "MEX"})], known)
    known = remembered(gone, mentions, known)
    assert first.events["event_id"][0] in known.withdrawn()["event_id"].to_list()
    back, _, _ = resolved(again, known)
    assert moved.events["event_id"].to_list() == first.events["event_id"].to_list() == back.events["event_id"].to_list()
    assert (first.events["event_id"][0], "restored", first.events["event_id"][0]) in back.redirects
