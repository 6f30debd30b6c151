"""Dates and identifiers hold what they promise for any input."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import ids
from schemas.edtf import bounds, is_valid

DAYS = st.dates(dt.date(1991, 1, 1), dt.date(2100, 12, 31))


@given(DAYS)
def test_a_day_is_its_own_bounds(day):
    found = bounds(day.isoformat())
    assert (found.start, found.end, found.precision) == (day, day, "day")


@given(DAYS, DAYS)
def test_an_interval_spans_its_days_in_order(first, last):
    first, last = sorted((first, last))
    found = bounds(f"{first}/{last}")
    assert (found.start, found.end) == (first, last)


@given(DAYS)
def test_a_month_and_a_year_contain_their_days(day):
    for value in (f"{day:%Y-%m}", f"{day:%Y}"):
        found = bounds(value)
        assert found.start <= day <= found.end


@given(DAYS)
def test_open_intervals_are_open_on_their_side(day):
    assert bounds(f"../{day}").start is None
    assert bounds(f"{day}/..").end is None


@pytest.mark.parametrize(
    "value", ["2025-13", "2025-02-30", "25-01-01", "../..", "2025-06/2025-01", "yesterday", "2025-1"]
)
def test_other_strings_are_refused(value):
    assert not is_valid(value)


@pytest.mark.parametrize(
    ("season", "start", "end"), [("2025-21", "2025-03-01", "2025-05-31"), ("2025-24", "2025-12-01", "2026-02-28")]
)
def test_seasons_span_three_months(season, start, end):
    assert (bounds(season).start.isoformat(), bounds(season).end.isoformat()) == (start, end)


@given(st.lists(st.text(), min_size=1, max_size=4), st.lists(st.text(), min_size=1, max_size=4))
def test_different_parts_give_different_identifiers(first, second):
    assert (ids.short_id("X", *first) == ids.short_id("X", *second)) == (first == second)


@given(st.text())
def test_identifiers_are_stable_and_readable(text):
    identifier = ids.document_id(text)
    assert identifier == ids.document_id(text)
    assert identifier.startswith("D-")
    assert len(identifier) == 18
    assert set(identifier[2:]) <= set(ids.CROCKFORD)
