"""Dates with precision: the subset of EDTF (ISO 8601-2) that the codebook uses, and its bounds.

Day `2025-06-21`, month `2025-06`, year `2025`, season `2025-21` (spring) to `2025-24` (winter), interval
`2025-01/2025-03`, open start `../2026-01`, open end `2025-02/..`. The empty string is an unknown date.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import NewType

EdtfDate = NewType("EdtfDate", str)

MONTH_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, 1)}
SIMPLE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}


@dataclass(frozen=True)
class Bounds:
    """First and last possible day of a date (None: open), and its precision."""

    start: dt.date | None
    end: dt.date | None
    precision: str


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _simple(value: str) -> Bounds:
    match = SIMPLE.fullmatch(value)
    if not match:
        raise ValueError(f"not an EDTF date of the codebook: {value!r} (see schemas/edtf.py for the forms)")
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if day:
        date = dt.date(year, month, day)
        return Bounds(date, date, "day")
    if month in SEASON_MONTHS:
        first, last = SEASON_MONTHS[month]
        return Bounds(dt.date(year, first, 1), _last_day(year + (last < first), last), "season")
    if month:
        return Bounds(dt.date(year, month, 1), _last_day(year, month), "month")
    return Bounds(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


def bounds(value: str) -> Bounds:
    """Return the first and last day and the precision of an EDTF string; raise ValueError for other strings."""
    if not value:
        return Bounds(None, None, "unknown")
    if "/" not in value:
        return _simple(value)
    left, right = value.split("/", 1)
    if left == ".." and right == "..":
        raise ValueError(f"an interval open at both ends says nothing: {value!r}")
    if left == "..":
        return Bounds(None, _simple(right).end, "before")
    if right == "..":
        return Bounds(_simple(left).start, None, "after")
    start, end = _simple(left).start, _simple(right).end
    if start and end and start > end:
        raise ValueError(f"interval ends before it starts: {value!r}")
    return Bounds(start, end, "interval")


def is_valid(value: str) -> bool:
    """Tell whether `value` is an EDTF string of the codebook (the empty string is)."""
    try:
        bounds(value)
    except ValueError:
        return False
    return True


def dated(date: str, published: str) -> dict[str, object]:
    """Return the date columns of a mention: its own date, else bounded by its document's."""
    own = bounds(date)
    if date:
        return {
            "date": date,
            "date_start": own.start,
            "date_end": own.end,
            "date_precision": own.precision,
            "date_basis": "text",
        }
    end = bounds(published).end
    return {
        "date": "",
        "date_start": None,
        "date_end": end,
        "date_precision": "unknown" if end is None else "before",
        "date_basis": "none" if end is None else "document",
    }
