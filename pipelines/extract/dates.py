"""Date expressions of a sentence to EDTF: absolute, relative to publication, parts of years, ranges, open intervals.

Precision is never invented: an expression gives what it says, and one that says too little gives nothing.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from schemas.edtf import MONTHS as FULL_MONTHS

MONTHS = FULL_MONTHS | {name[:3]: number for name, number in FULL_MONTHS.items()} | {"sept": 9}
WEEKDAYS = {
    name: n for n, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "a": 1,
}
PARTS = {"early": 0, "mid": 1, "middle": 1, "late": 2, "end": 2, "beginning": 0, "start": 0}
QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "q1": 1, "q2": 2, "q3": 3, "q4": 4}
TERMS = {"first": "2017-01/2021-01", "biden": "2021-01/2025-01", "obama": "2009-01/2017-01"}

M = r"(?P<m>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
D, Y = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|%|,\d{3})", r"(?P<y>(?:19|20)\d\d)"
N = r"(?P<n>\d{1,2}|" + "|".join(NUMBERS) + r")"
SUFFIX_DAY = r"(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|%)"


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression: its characters and the EDTF date it stands for."""

    start: int
    end: int
    edtf: str


def iso(day: dt.date) -> str:
    """Return a day as EDTF."""
    return day.isoformat()


def _day(year: int, month: int, day: int) -> str:
    try:
        return iso(dt.date(year, month, day))
    except ValueError:
        return ""


def _near_year(month: int, day: int, published: dt.date | None) -> int | None:
    """Return the year that puts a month (and day) nearest to publication, at most half a year ahead."""
    if published is None:
        return None
    options = [published.year - 1, published.year, published.year + 1]
    distance = lambda year: abs((dt.date(year, month, min(day, 28)) - published).days)
    return min(options, key=distance)


def _week(monday: dt.date) -> str:
    return f"{iso(monday)}/{iso(monday + dt.timedelta(days=6))}"


def _month_shift(published: dt.date, months: int) -> str:
    index = published.year * 12 + published.month - 1 + months
    return f"{index // 12:04}-{index % 12 + 1:02}"


Handler = Callable[[dict[str, str], dt.date | None], str]


def _full_day(g: dict[str, str], published: dt.date | None) -> str:
    month, day = MONTHS[g["m"].lower()], int(g["d"])
    year = int(g["y"]) if g.get("y") else _near_year(month, day, published)
    return _day(year, month, day) if year else ""


def _day_range(g: dict[str, str], published: dt.date | None) -> str:
    first = _full_day(g, published)
    last = _full_day({**g, "d": g["d2"], "m": g.get("m2") or g["m"]}, published)
    return f"{first}/{last}" if first and last and first < last else first


def _month(g: dict[str, str], published: dt.date | None) -> str:
    month = MONTHS[g["m"].lower()]
    year = int(g["y"]) if g.get("y") else None
    if year is None and published is not None:  # "in July" is the last July that has begun
        year = published.year if month <= published.month else published.year - 1
    return f"{year:04}-{month:02}" if year else ""


def _year_part(g: dict[str, str], published: dt.date | None) -> str:
    year, part = int(g["y"]), PARTS[g["p"].lower()]
    return (f"{year}-01/{year}-03", f"{year}-05/{year}-08", f"{year}-10/{year}-12")[part]


def _season(g: dict[str, str], published: dt.date | None) -> str:
    season = SEASONS[g["s"].lower()]
    if g.get("y"):
        return f"{g['y']}-{season}"
    if published is None:
        return ""
    first_month = {21: 3, 22: 6, 23: 9, 24: 12}[season]
    year = published.year if g.get("w", "").lower() == "next" or published.month >= first_month else published.year - 1
    return f"{year}-{season}"


def _quarter(g: dict[str, str], published: dt.date | None) -> str:
    year = int(g["y"]) if g.get("y") else published.year if published else 0
    first = QUARTERS[g["q"].lower()] * 3 - 2
    return f"{year:04}-{first:02}/{year:04}-{first + 2:02}" if year else ""


def _weekday(g: dict[str, str], published: dt.date | None) -> str:
    if published is None:
        return ""
    back = (published.weekday() - WEEKDAYS[g["wd"].lower()]) % 7
    word = (g.get("w") or "").lower()
    if word in ("next", "starting", "coming", "effective") or (not word and "ahead" in g):
        return iso(published + dt.timedelta(days=(7 - back) % 7 or 7))
    return iso(published - dt.timedelta(days=back + (7 if word == "last" and back == 0 else 0)))


def _relative_unit(g: dict[str, str], published: dt.date | None) -> str:
    if published is None:
        return ""
    shift = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "following": 1}[g["w"].lower()]
    unit = g["u"].lower()
    if unit == "week":
        return _week(published - dt.timedelta(days=published.weekday()) + dt.timedelta(weeks=shift))
    return _month_shift(published, shift) if unit == "month" else f"{published.year + shift:04}"


def _ago(g: dict[str, str], published: dt.date | None) -> str:
    if published is None:
        return ""
    count, unit = int(NUMBERS.get(g["n"].lower(), 0) or g["n"]), g["u"].lower()
    if unit == "day":
        return iso(published - dt.timedelta(days=count))
    if unit == "week":
        day = published - dt.timedelta(weeks=count)
        return _week(day - dt.timedelta(days=day.weekday()))
    return _month_shift(published, -count) if unit == "month" else f"{published.year - count:04}"


def _within(g: dict[str, str], published: dt.date | None) -> str:
    if published is None:
        return ""
    count, unit = int(NUMBERS.get(g["n"].lower(), 0) or g["n"]), g["u"].lower()
    end = published + dt.timedelta(days=count * {"day": 1, "week": 7}[unit])
    return f"../{iso(end)}"


def _shift(days: int) -> Handler:
    return lambda g, published: iso(published + dt.timedelta(days=days)) if published else ""


def _fixed(g: dict[str, str], published: dt.date | None) -> str:
    return TERMS[g["t"].lower()]


def _fiscal(g: dict[str, str], published: dt.date | None) -> str:
    year = int(g["y"])
    return f"{year - 1}-10/{year}-09"


def _years(g: dict[str, str], published: dt.date | None) -> str:
    return f"{g['y']}/{g['y2']}" if g["y"] < g["y2"] else ""


RULES: tuple[tuple[re.Pattern[str], Handler], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), handler)
    for pattern, handler in (
        (
            rf"\b{M}\s+{D},?\s*(?:through|to|until)\s+(?:\w+day,?\s+)?(?P<m2>{'|'.join(MONTHS)})\s+{SUFFIX_DAY}(?:,?\s+{Y})?\b",
            _day_range,
        ),
        (
            rf"\b{M}\s+{D}\s*(?:-|–|—|to|through|and)\s*(?P<m2>{'|'.join(MONTHS)})\s+{SUFFIX_DAY}(?:,?\s+{Y})?\b",
            _day_range,
        ),
        (rf"\b{M}\s+{D}\s*(?:-|–|—|to|through|and)\s*{SUFFIX_DAY}(?:,?\s+{Y})?\b", _day_range),
        (rf"\b{M},?\s+{D},?\s+{Y}\b", _full_day),
        (rf"\b{D}\s+{M},?\s+{Y}\b", _full_day),
        (rf"\b{M}\s+{D}\b", _full_day),
        (rf"\b{D}\s+{M}\b", _full_day),
        (rf"\b(?P<p>early|mid|late)[- ]{Y}\b", _year_part),
        (rf"\b(?P<p>early|late|middle|end|beginning|start)\s+(?:in|of)\s+{Y}\b", _year_part),
        (r"\b(?P<p>early|late|earlier|later)\s+this\s+year\b", lambda g, p: f"{p.year:04}" if p else ""),
        (rf"\b{M}\s+(?:of\s+)?{Y}\b", _month),
        (rf"\b(?:the\s+)?(?P<q>first|second|third|fourth|last)\s+quarter\s+of\s+{Y}\b", _quarter),
        (rf"\b(?P<q>q[1-4])\s+{Y}\b", _quarter),
        (rf"\b(?:fiscal\s+year|fy)\s*{Y}\b", _fiscal),
        (rf"\b(?P<s>spring|summer|autumn|fall|winter)\s+(?:of\s+)?{Y}\b", _season),
        (r"\b(?P<w>this|last|next|past)\s+(?P<s>spring|summer|autumn|fall|winter)\b", _season),
        (
            r"\b(?P<w>last|next|this|starting|coming|effective)?\s*(?:on\s+)?(?P<wd>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
            rf"(?!(?:\s+(?:morning|afternoon|evening|night))?,?\s+(?:{'|'.join(MONTHS)})\b)",
            _weekday,
        ),
        (
            r"\b(?:the\s+|just\s+|in\s+)?(?:this\s+)?(?P<w>last|previous|this|current|next|past)\s+(?P<u>week|month|year)\b(?!\s*(?:of|-|\s*end))",
            _relative_unit,
        ),
        (rf"\b{N}\s+(?P<u>day|week|month|year)s?\s+ago\b", _ago),
        (
            rf"\bwithin\s+(?:the\s+next\s+)?(?:about\s+)?(?:(?:\d+|two|one)\s*(?:-|–|to)\s*)?{N}\s+(?P<u>day|week)s?\b",
            _within,
        ),
        (r"\b(?:today|tonight|overnight|this\s+(?:morning|afternoon|evening))\b", _shift(0)),
        (r"\b(?:yesterday|last\s+night|the\s+day\s+before)\b", _shift(-1)),
        (r"\btomorrow\b", _shift(1)),
        (r"\b(?:his|my|the|president\s+trump's|trump's)\s+(?P<t>first)\s+(?:term|administration)\b", _fixed),
        (r"\b(?:the\s+)?(?P<t>biden|obama)\s+administration\b", _fixed),
        (r"\b(?:upon|since|after)\s+(?:returning\s+to|taking)\s+office\b", lambda g, p: "2025-01"),
        (rf"\b(?:between|from)\s+{Y}\s+(?:and|to)\s+(?P<y2>(?:19|20)\d\d)\b", _years),
        (rf"\b(?<![$€£.,\d/-]){Y}(?![\d,.]*\s*(?:percent|%|million|billion|troops))\b(?!-)", lambda g, p: g["y"]),
        (r"\bin\s+(?P<m>january|february|march|april|june|july|august|september|october|november|december)\b", _month),
    )
)
COMMON_WORDS = ("may", "mar", "march", "dec", "sat", "sun")
BY = re.compile(
    r"\b(?:by|before|no later than|deadline of|until the deadline of)\s+(?:the\s+(?:end|start)\s+of\s+)?$",
    re.IGNORECASE,
)
SINCE = re.compile(r"\bsince\s+(?:early\s+|\w+ing\s[^,.;]{0,80}\s)?$", re.IGNORECASE)
FIRST_SINCE = re.compile(r"\b(?:first|highest|largest|lowest|worst|biggest|most)\b[^.;]{0,60}$", re.IGNORECASE)
ADVERB = re.compile(r"(?:today|tonight|overnight|yesterday|tomorrow|this|last|the|on)\b", re.IGNORECASE)
AHEAD = re.compile(r"\b(?:will|won't|shall|takes? effect|starting|scheduled|set to|due to|to begin)\b", re.IGNORECASE)
BOUND = re.compile(
    r"\b(?:until|till|through|up to|for the (?:past|last|next)|over the (?:past|last|next))\s+(?:the\s+end\s+of\s+)?$",
    re.IGNORECASE,
)
TITLE_YEAR = re.compile(
    r"^(?:\s+(?:study|report|law|analysis|election|elections|campaign|invasion|war|survey|poll|budget))\b",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"(?:Act|Order|Section|Resolution|Proclamation|Agenda|COP|UNGA|World Cup|Olympics|America)\s+(?:of\s+)?$"
)


def _open(text: str, start: int, edtf: str) -> str:
    """Open the interval where the words before ask for it; return "" where they only bound a measure."""
    before = text[max(0, start - 100) : start]
    if BOUND.search(before):
        return ""
    if BY.search(before) and not ADVERB.match(text[start:]):
        return edtf if edtf.startswith("..") else f"../{edtf.split('/')[-1]}"
    if SINCE.search(before):
        return "" if FIRST_SINCE.search(before) or "/" in edtf else f"{edtf}/.."
    return edtf


def _is_name(text: str, match: re.Match[str], edtf: str) -> bool:
    """Tell whether a match is a year in a name ("Trade Act of 1974", "2024 study"), or a common word like "may"."""
    if len(edtf) == 4 and (TITLE_YEAR.match(text[match.end() :]) or NAMED.search(text[: match.start()])):
        return True
    month = (match.groupdict().get("m") or "").lower()
    return match.group()[0].islower() and month in COMMON_WORDS


def find_dates(text: str, published: dt.date | None) -> list[Expression]:
    """Return the date expressions of a flat text in order; the longer of two that overlap stays."""
    taken: list[Expression] = []
    ahead = {"ahead": "yes"} if AHEAD.search(text) else {}
    for pattern, handler in RULES:
        for match in pattern.finditer(text):
            if any(match.start() < one.end and one.start < match.end() for one in taken):
                continue
            groups = {name: value for name, value in match.groupdict().items() if value}
            edtf = handler(groups | ahead, published)
            known = edtf and not _is_name(text, match, edtf)
            taken.append(Expression(match.start(), match.end(), _open(text, match.start(), edtf) if known else ""))
    return sorted((one for one in taken if one.edtf), key=lambda one: one.start)
