"""The life of a measure: from threat to end, with the day and the event of each step."""

import datetime as dt

import polars as pl
import pytest

from pipelines.resolve.episodes import episodes, stage
from tests.tellings import resolved


def lives(*steps, lever="tariff", **fields):
    told = [
        (f"d{n}", day, {"date": day, "lever": lever, "stance": stance, "status": status, **fields})
        for n, (day, stance, status) in enumerate(steps)
    ]
    return episodes(resolved(told)[0].events)


def day(text):
    return dt.date.fromisoformat(text)


def test_a_tariff_is_threatened_announced_in_force_and_suspended():
    life, events = lives(
        ("2025-01-20", "pressure", "threatened"),
        ("2025-02-01", "pressure", "announced"),
        ("2025-03-04", "pressure", "enacted"),
        ("2025-03-06", "support", "reversed"),
    )
    row = life.row(0, named=True)
    assert (row["threatened_on"], row["announced_on"]) == (day("2025-01-20"), day("2025-02-01"))
    assert (row["effective_on"], row["suspended_on"], row["ended_on"]) == (day("2025-03-04"), day("2025-03-06"), None)
    assert (row["stage"], row["furthest"], row["n_events"], row["threatened_precision"]) == (
        "suspended",
        "in_force",
        4,
        "day",
    )
    assert set(events["episode_id"]) == {row["episode_id"]}
    assert row["effective_event_id"] in set(events["event_id"])


def test_aid_is_a_benefit_that_is_suspended_and_resumed():
    life, _ = lives(
        ("2025-03-03", "pressure", "reversed"), ("2025-03-11", "support", "enacted"), lever="military_aid", target="UKR"
    )
    row = life.row(0, named=True)
    assert (row["measure"], row["suspended_on"], row["effective_on"], row["stage"]) == (
        "support", day("2025-03-03"), day("2025-03-11"), "in_force",
    )  # fmt: skip


def test_the_stage_is_that_of_the_latest_day_not_of_what_has_none():
    steps = [("2025-03-04", "pressure", "announced"), ("2025-04-15", "pressure", "enacted")]
    steps.append(("2025-06-20", "support", "reversed"))
    told = [(f"d{n}", on, {"date": on, "stance": s, "status": status}) for n, (on, s, status) in enumerate(steps)]
    events = resolved(told)[0].events
    in_force = pl.col("status") == "enacted"
    undated = events.with_columns(pl.when(~in_force).then(pl.col(name)) for name in ("date_start", "date_end"))
    row = episodes(undated)[0].row(0, named=True)
    assert (row["n_events"], row["stage"], row["furthest"]) == (3, "suspended", "in_force")
    assert (row["effective_event_id"] != "", row["effective_on"]) == (True, None)


def test_the_steps_of_a_life_are_those_of_sure_events_where_there_are_any():
    steps = [("2025-02-10", "pressure", "enacted"), ("2025-03-04", "pressure", "enacted")]
    steps += [("2025-04-15", "support", "reversed")]
    told = [(f"d{n}", on, {"date": on, "stance": s, "status": status}) for n, (on, s, status) in enumerate(steps)]
    events = resolved(told)[0].events
    surely = pl.col("date_start") == day("2025-03-04")
    weak = events.with_columns(confidence=pl.when(surely).then(0.95).otherwise(0.5), n_documents=1)
    row = episodes(weak)[0].row(0, named=True)
    assert (row["effective_on"], row["suspended_on"]) == (day("2025-03-04"), day("2025-04-15"))
    assert (row["stage"], row["first_on"], row["n_events"]) == ("in_force", day("2025-02-10"), 3)
    twice = weak.with_columns(n_documents=2)
    assert episodes(twice)[0].row(0, named=True)["effective_on"] == day("2025-02-10")


def test_what_was_ended_begins_another_episode():
    life, _ = lives(
        ("2025-02-01", "pressure", "enacted"),
        ("2025-05-01", "support", "enacted"),
        ("2025-06-01", "pressure", "enacted"),
    )
    assert sorted(life["n_events"]) == [1, 2]


def test_a_long_silence_begins_another_episode():
    assert lives(("2025-01-01", "pressure", "announced"), ("2026-03-01", "pressure", "announced"))[0].height == 2


def test_single_acts_and_patterns_have_no_episode():
    assert lives(("2025-01-01", "pressure", "enacted"), lever="military_force")[0].is_empty()
    assert lives(("2025-01-01", "pressure", "enacted"), granularity="pattern")[0].is_empty()


@pytest.mark.parametrize(
    ("measure", "stance", "status", "expected"),
    [
        ("pressure", "pressure", "threatened", "threatened"),
        ("pressure", "pressure", "enacted", "in_force"),
        ("pressure", "support", "enacted", "ended"),
        ("pressure", "support", "reversed", "suspended"),
        ("support", "pressure", "reversed", "suspended"),
        ("support", "pressure", "enacted", "ended"),
        ("support", "pressure", "threatened", "threatened"),
        ("support", "support", "announced", "announced"),
        ("support", "support", "stated", "stated"),
        ("support", "pressure", "stated", "stated"),
        ("support", "support", "reversed", "in_force"),
        ("pressure", "neutral", "reversed", "suspended"),
    ],
)
def test_an_act_brings_a_measure_to_a_stage(measure, stance, status, expected):
    assert stage(measure, stance, status) == expected
