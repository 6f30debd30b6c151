"""What a date expression stands for: the parts that a form has caught, and the day of publication, to EDTF.

Precision is never invented: an expression gives what it says, and one that says too little gives nothing.
"""

import datetime as dt
from collections.abc import Callable
from functools import cache

import polars as pl

from pipelines.extract.triggers import LEXICON
from pipelines.extract.words import NUMBERS
from schemas.edtf import MONTHS as FULL_MONTHS

MONTHS = FULL_MONTHS | {name[:3]: number for name, number in FULL_MONTHS.items()} | {"sept": 9}
WEEKDAYS = {
    name: n for n, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
COUNTS = NUMBERS | {"a": 1}
PARTS = {"early": 0, "mid": 1, "middle": 1, "late": 2, "end": 2, "beginning": 0, "start": 0}
HALF_A_YEAR, SOON = 183, 45  # days ahead that a date without a year may lie, with and without a word for the future
MONTHS_OF_SEASON = 3
EVERY = "*"  # stands for the year of a day that returns
QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "q1": 1, "q2": 2, "q3": 3, "q4": 4}


def iso(day: dt.date) -> str:
    """Return a day as EDTF."""
    return day.isoformat()


def _day(year: int, month: int, day: int) -> str:
    try:
        return iso(dt.date(year, month, day))
    except ValueError:
        return ""


def _year_of(g: dict[str, str], published: dt.date | None) -> int | None:
    """Return the year of a month or day that names none: that of the sentence, else the nearest, in doubt the past one."""
    if g.get("y"):
        return int(g["y"])
    if g.get("year"):
        return int(g["year"])
    if published is None:
        return None
    month, day = MONTHS[g["m"].lower()], min(max(int(g.get("d", 1)), 1), 28)
    ahead = HALF_A_YEAR if "ahead" in g else SOON if "d" in g else 0
    options = (dt.date(published.year + shift, month, day) for shift in (1, 0, -1))
    return next(option.year for option in options if (option - published).days <= ahead)


def _count(text: str) -> int:
    return COUNTS[text.lower()] if text.lower() in COUNTS else int(text)


def _week(monday: dt.date) -> str:
    return f"{iso(monday)}/{iso(monday + dt.timedelta(days=6))}"


def _month_shift(published: dt.date, months: int) -> str:
    index = published.year * 12 + published.month - 1 + months
    return f"{index // 12:04}-{index % 12 + 1:02}"


Handler = Callable[[dict[str, str], dt.date | None], str]


def full_day(g: dict[str, str], published: dt.date | None) -> str:
    """Read a day of a month."""
    year = _year_of(g, published)
    return _day(year, MONTHS[g["m"].lower()], int(g["d"])) if year else ""


def day_range(g: dict[str, str], published: dt.date | None) -> str:
    """Read a span of days."""
    first = full_day({**g, "y": g["y1"]} if "y1" in g else g, published)
    last = full_day({**g, "d": g["d2"], "m": g.get("m2") or g["m"]}, published)
    if first > last and g.get("m2") and g.get("y") and "y1" not in g:  # "December 28 to January 3, 2026"
        first = full_day({**g, "y": str(int(g["y"]) - 1)}, published)
    return f"{first}/{last}" if first and last and first < last else first


def that_year(g: dict[str, str], published: dt.date | None) -> str:
    """Read a day "of that year": of the year that the sentence names before, else unknown."""
    month, day = g.get("m") or g["m2"], g.get("d") or g["d2"]
    return _day(int(g["year"]), MONTHS[month.lower()], int(day)) if "year" in g else ""


def month_range(g: dict[str, str], published: dt.date | None) -> str:
    """Read a span of months."""
    first = f"{g.get('y1') or g['y']}-{MONTHS[g['m'].lower()]:02}"
    last = f"{g['y']}-{MONTHS[g['m2'].lower()]:02}"
    return f"{first}/{last}" if first < last else last


def month(g: dict[str, str], published: dt.date | None) -> str:
    """Read a month."""
    month = MONTHS[g["m"].lower()]
    if g.get("w") and published:  # "last November" and "this January"
        begun = month < published.month or (g["w"].lower() == "this" and month == published.month)
        return f"{published.year if begun else published.year - 1:04}-{month:02}"
    year = _year_of(g, published)  # "in July" is the last July that has begun
    return f"{year:04}-{month:02}" if year else ""


def month_of_year(g: dict[str, str], published: dt.date | None) -> str:
    """Read a month of last, this or next year."""
    if published is None:
        return ""
    shift = {"last": -1, "this": 0, "next": 1}[g["w"].lower()]
    return f"{published.year + shift:04}-{MONTHS[g['m'].lower()]:02}"


def end_of(g: dict[str, str], published: dt.date | None) -> str:
    """Read what "by the end of" a year, or of this year or month, bounds."""
    if g.get("y"):
        return f"../{g['y']}-12"
    if published is None:
        return ""
    return f"../{published.year:04}-{published.month if g.get('u', '').lower() == 'month' else 12:02}"


def year_part(g: dict[str, str], published: dt.date | None) -> str:
    """Read the early, middle or late part of a year."""
    year, part = int(g["y"]), PARTS[g["p"].lower()]
    return (f"{year}-01/{year}-03", f"{year}-05/{year}-08", f"{year}-10/{year}-12")[part]


def season(g: dict[str, str], published: dt.date | None) -> str:
    """Read a season: the one that has begun last, with "last" not the running one, with "next" the one to come."""
    season = SEASONS[g["s"].lower()]
    word = g.get("w", "").lower()
    if g.get("y") or (g.get("year") and word in ("the", "that")):
        return f"{g.get('y') or g['year']}-{season}"
    if published is None:
        return ""
    first_month = {21: 3, 22: 6, 23: 9, 24: 12}[season]
    year = published.year if published.month >= first_month else published.year - 1
    is_running = published.year * 12 + published.month - year * 12 - first_month < MONTHS_OF_SEASON
    if word in ("last", "past", "previous") and is_running:
        year -= 1
    elif word == "next" or (word == "this" and not is_running and "ahead" in g):
        year += 1
    return f"{year}-{season}"


def quarter(g: dict[str, str], published: dt.date | None) -> str:
    """Read a quarter."""
    year = int(g["y"]) if g.get("y") else published.year if published else 0
    first = QUARTERS[g["q"].lower()] * 3 - 2
    return f"{year:04}-{first:02}/{year:04}-{first + 2:02}" if year else ""


def weekday(g: dict[str, str], published: dt.date | None) -> str:
    """Read a weekday: the last one, or the next where something lies ahead."""
    if published is None:
        return ""
    back = (published.weekday() - WEEKDAYS[g["wd"].lower()]) % 7
    word = (g.get("w") or "").lower()
    if word in ("next", "starting", "coming", "effective") or (word in ("", "this") and "ahead" in g):
        return iso(published + dt.timedelta(days=(7 - back) % 7 or 7))
    return iso(published - dt.timedelta(days=back + (7 if word == "last" and back == 0 else 0)))


def relative_unit(g: dict[str, str], published: dt.date | None) -> str:
    """Read last, this or next week, month or year."""
    if published is None:
        return ""
    shift = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "following": 1}[g["w"].lower()]
    unit = g["u"].lower()
    if unit == "week":
        return _week(published - dt.timedelta(days=published.weekday()) + dt.timedelta(weeks=shift))
    return _month_shift(published, shift) if unit == "month" else f"{published.year + shift:04}"


def ago(g: dict[str, str], published: dt.date | None) -> str:
    """Read so many days, weeks, months or years ago."""
    if published is None:
        return ""
    count, unit = _count(g["n"]), g["u"].lower()
    if unit == "day":
        return iso(published - dt.timedelta(days=count))
    if unit == "week":
        day = published - dt.timedelta(weeks=count)
        return _week(day - dt.timedelta(days=day.weekday()))
    return _month_shift(published, -count) if unit == "month" else f"{published.year - count:04}"


def after(g: dict[str, str], published: dt.date | None) -> str:
    """Read so many days, weeks, months or years after a day, as precisely as it says: weeks later is a week."""
    if published is None:
        return ""
    count, unit = _count(g["n"]), g["u"].lower()
    if unit == "week":
        day = published + dt.timedelta(weeks=count)
        return iso(day) if count == 1 else _week(day - dt.timedelta(days=day.weekday()))
    if unit == "day":
        return iso(published + dt.timedelta(days=count))
    return _month_shift(published, count) if unit == "month" else f"{published.year + count:04}"


def ahead_by(g: dict[str, str], published: dt.date | None) -> str:
    """Read "in six months", "after two weeks", where something lies ahead."""
    return after(g, published) if "ahead" in g else ""


def before_now(g: dict[str, str], published: dt.date | None) -> str:
    """Read "a day after it was struck" in news, whose own act is of the day: when the act behind it was.

    A text that gives another date before may count from that, and one that speaks of what is to come may count on: both give
    nothing here.
    """
    return ago({"u": "day", "n": "a"} | g, published) if "dated" not in g else ""


def past(g: dict[str, str], published: dt.date | None) -> str:
    """Read "in the past three days" as the span of so many days up to publication."""
    if published is None:
        return ""
    days = _count(g["n"]) - 1 if g["u"].lower() == "day" else 7 * _count(g["n"])
    return f"{iso(published - dt.timedelta(days=days))}/{iso(published)}"


def within(g: dict[str, str], published: dt.date | None) -> str:
    """Read "within so many days", "in the next six months"."""
    if published is None:
        return ""
    count, unit = _count(g["n"]), g["u"].lower()
    if unit == "month":
        return f"../{_month_shift(published, count)}"
    end = published + dt.timedelta(days=count * {"day": 1, "week": 7}[unit])
    return f"../{iso(end)}"


def shift(days: int) -> Handler:
    """Make the handler of a day so many days from publication."""
    return lambda g, published: iso(published + dt.timedelta(days=days)) if published else ""


@cache
def periods() -> dict[str, str]:
    """Return named period -> EDTF, from `lexicon/periods.csv`: terms of office and the like."""
    return dict(pl.read_csv(LEXICON / "periods.csv", infer_schema=False).iter_rows())


def fixed(g: dict[str, str], published: dt.date | None) -> str:
    """Read a named period; one of every year (`*-12-25`) as a day of a month."""
    edtf = periods()[g["t"].lower()]
    if not edtf.startswith(EVERY):
        return edtf
    year = _year_of(g | {"m": list(FULL_MONTHS)[int(edtf[2:4]) - 1], "d": edtf[5:7]}, published)
    return f"{year:04}{edtf[1:]}" if year else ""


def numeric(g: dict[str, str], published: dt.date | None) -> str:
    """Read month/day/year as it is written in the United States."""
    year = int(g["yy"])
    return _day(year if year > 99 else 2000 + year, int(g["mm"]), int(g["dd"]))


def weekend(g: dict[str, str], published: dt.date | None) -> str:
    """Read the last weekend."""
    if published is None:
        return ""
    saturday = published - dt.timedelta(days=(published.weekday() - 5) % 7)
    return f"{iso(saturday)}/{iso(saturday + dt.timedelta(days=1))}"


def after_signing(g: dict[str, str], published: dt.date | None) -> str:
    """Count from the date of the order, which is the document's own."""
    if published is None:
        return ""
    count, unit = _count(g["n"]), g["u"].lower()
    if unit == "month":
        return _month_shift(published, count)
    return iso(published + dt.timedelta(days=count * {"day": 1, "week": 7}[unit]))


def fiscal(g: dict[str, str], published: dt.date | None) -> str:
    """Read a fiscal year of the United States."""
    year = int(g["y"])
    return f"{year - 1}-10/{year}-09"


def years(g: dict[str, str], published: dt.date | None) -> str:
    """Read a span of years."""
    return f"{g['y']}/{g['y2']}" if g["y"] < g["y2"] else ""
