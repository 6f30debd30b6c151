"""Date expressions of a sentence to EDTF: absolute, relative to publication, parts of years, ranges, open intervals."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from pipelines.extract.date_forms import NO_LAW, RULES, M, N
from pipelines.extract.date_values import Handler, after, ahead_by
from schemas.edtf import is_valid


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression: its characters and the EDTF date it stands for."""

    start: int
    end: int
    edtf: str


YEAR = re.compile(  # what a later day or month may take its year from: no law's, and not where something began
    rf"\b(?:{M}\s+(?:\d{{1,2}},?\s+)?|{NO_LAW}(?:in|throughout|of)\s+)(?P<y>199[1-9]|20\d\d)\b(?!\s*(?:act|law))",
    re.IGNORECASE,
)
LATER = re.compile(
    rf"\b(?:{N}\s+(?P<u>day|week|month|year)s?\s+(?:later|afterwards?|thereafter)|the\s+(?:next|following)\s+day)\b",
    re.IGNORECASE,
)
ANY = re.compile(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?")
MONTH, DAY = re.compile(r"\d{4}-(?:0\d|1[0-2])(?:-\d\d)?"), re.compile(r"\d{4}-\d\d-\d\d")
ANCHORS = {"day": DAY, "week": DAY, "month": MONTH, "year": ANY}  # how precise a date must be for "two months later"
DAY_ALONE = re.compile(r"\bon\s+the\s+([1-3]?\d)(?:st|nd|rd|th)\b(?!\s+(?:of|anniversary|century|day))", re.IGNORECASE)
COMMON_WORDS = ("may", "mar", "march", "dec", "sat", "sun")
BY = re.compile(
    r"\b(?:by|before|no later than|deadline of|until the deadline of)\s+(?:early\s+|late\s+|mid[- ])?"
    r"(?:the\s+(?:end|start|middle|beginning)\s+of\s+)?$",
    re.IGNORECASE,
)
SINCE = re.compile(
    r"\b(?:since|beginning\s+in|starting\s+in)\s+(?:(?:the\s+)?(?:beginning|start|middle|end|first)\s+of\s+|"
    r"the\s+|early\s+|late\s+|mid[- ]|\w+ing\s[^,.;]{0,80}\s)?$",
    re.IGNORECASE,
)
FIRST_SINCE = re.compile(r"\b(?:first|highest|largest|lowest|worst|biggest|most)\b[^.;]{0,60}$", re.IGNORECASE)
ADVERB = re.compile(r"(?:today|tonight|overnight|yesterday|tomorrow|this|last|the|on)\b", re.IGNORECASE)
AHEAD = re.compile(r"\b(?:will|won't|shall|takes? effect|starting|scheduled|set to|due to|to begin)\b", re.IGNORECASE)
BOUND = re.compile(
    r"\b(?:until|till|through|up to|for the (?:past|last|next)|over the (?:past|last|next))\s+"
    r"(?:the\s+end\s+of\s+)?(?:early\s+|late\s+|mid[- ])?$",
    re.IGNORECASE,
)
SPAN = re.compile(r"\b(?:for|over|during)\s+the\s+$", re.IGNORECASE)  # "over the past year" says how long, not when
LENGTH = re.compile(r"(?:past|last|next)\s+(?:week|month|year)\b", re.IGNORECASE)
CLAUSE = re.compile(r"[,;:—()]|\b(?:that|which|who|after|before|when|while|and|but|as)\b", re.IGNORECASE)
REPORTING = re.compile(
    r"\b(?:said|says|told|tells|announc\w+|sign(?:s|ed)|warn(?:s|ed)|threaten(?:s|ed)|vow(?:s|ed)|pledge[sd]?|agree[sd]?"
    r"|confirm(?:s|ed)|decide[sd]?|order(?:s|ed)|declare[sd]?|approve[sd]?|promise[sd]?)\b",
    re.IGNORECASE,
)
FROM = re.compile(r"\b(?:by|from|as of|until)\s+(?:midnight\s+on\s+)?$", re.IGNORECASE)  # a day that a measure is given
PRESENT = re.compile(  # the narrative present of news: what it gives a month, a measure will have
    r"\b(?:says|announces|agrees?|orders|signs|adopts|lowers|raises|imposes|accepts|threatens|decides|approves|plans|pledges"
    r"|vows|promises|files?|confirms|lists)\b"
)
NEAR = 80  # characters behind a date that begins its clause in which it is told what lies ahead
TITLE_YEAR = re.compile(
    r"^(?:\s+(?:study|report|law|analysis|election|elections|campaign|invasion|war|survey|poll|budget))\b",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"(?:Act|Order|Section|Resolution|Proclamation|Agenda|COP|UNGA|World Cup|Olympics|America)\s+(?:of\s+)?$"
)


def _later(text: str, known: list[Expression]) -> list[Expression]:
    """Read "two days later" and "the next day" from the day that the sentence gives before; without one they say nothing."""
    found = []
    for match in LATER.finditer(text):
        groups = match.groupdict(default="day") | {"n": match["n"] or "a"}
        fit = ANCHORS[groups["u"].lower()]
        days = [one.edtf for one in known if one.end <= match.start() and fit.fullmatch(one.edtf)]
        if days:
            found.append(Expression(*match.span(), after(groups, dt.date.fromisoformat(f"{days[-1]}-01-01"[:10]))))
    return found


def _same_month(text: str, known: list[Expression]) -> list[Expression]:
    """Read "on the 27th" as a day of the month that the sentence gave before."""
    found = []
    for match in DAY_ALONE.finditer(text):
        months = [one.edtf[:7] for one in known if one.end <= match.start() and MONTH.match(one.edtf)]
        if months and is_valid(f"{months[-1]}-{int(match[1]):02}"):
            found.append(Expression(*match.span(), f"{months[-1]}-{int(match[1]):02}"))
    return found


def _open(text: str, start: int, edtf: str) -> str:
    """Open the interval where the words before ask for it; return "" where they only bound a measure."""
    before = text[max(0, start - 100) : start]
    if BOUND.search(before) or (SPAN.search(before) and LENGTH.match(text[start:])):
        return ""
    if BY.search(before) and not ADVERB.match(text[start:]):
        return edtf if edtf.startswith("..") else f"../{edtf.split('/')[-1]}"
    if SINCE.search(before):
        return "" if FIRST_SINCE.search(before) or ".." in edtf else f"{edtf.split('/')[0]}/.."
    return edtf


def _is_name(text: str, match: re.Match[str], edtf: str) -> bool:
    """Tell whether a match is a year in a name ("Trade Act of 1974", "2024 study"), or a common word like "may"."""
    if len(edtf) == 4 and (TITLE_YEAR.match(text[match.end() :]) or NAMED.search(text[: match.start()])):
        return True
    month = match.groupdict().get("m") or ""
    return month.islower() and month in COMMON_WORDS


def _lies_ahead(text: str, match: re.Match[str]) -> bool:
    """Tell whether the clause of a weekday speaks of what is to come, up to the day or behind one that begins it.

    Behind a verb of saying it does not: the day is that of the saying ("will meet, he said on Friday").
    """
    own = CLAUSE.split(text[: match.start()])[-1]
    ahead = AHEAD.search(own)
    if own.strip().lower() in ("", "on"):
        behind = text[match.end() : match.end() + NEAR]
        return bool(AHEAD.search(behind)) and not REPORTING.search(behind)
    return bool(FROM.search(own)) or (ahead is not None and not REPORTING.search(own, ahead.end()))


def _is_given(text: str, start: int) -> bool:
    """Tell whether news tells from when or by when a measure will hold: "lists goods on which it may levy duties from July"."""
    return bool(FROM.search(text[:start]) and PRESENT.search(text[:start]))


def _ahead(text: str, match: re.Match[str], handler: Handler, somewhere: bool) -> bool:
    """Tell whether an expression speaks of what is to come; `somewhere` the text does."""
    if "wd" in match.groupdict():
        return _lies_ahead(text, match)
    if handler is ahead_by:
        return bool(AHEAD.search(CLAUSE.split(text[: match.start()])[-1]))
    return somewhere or _is_given(text, match.start())


def find_dates(text: str, published: dt.date | None) -> list[Expression]:
    """Return the date expressions of a flat text in order; of two that overlap that of the earlier rule stays."""
    taken: list[Expression] = []
    somewhere = bool(AHEAD.search(text))
    years = list(YEAR.finditer(text))
    for pattern, handler in RULES:
        for match in pattern.finditer(text):
            if any(match.start() < one.end and one.start < match.end() for one in taken):
                continue
            groups = {name: value for name, value in match.groupdict().items() if value}
            earlier = [year["y"] for year in years if year.start() < match.start()]
            known = {"ahead": "yes"} if _ahead(text, match, handler, somewhere) else {}
            if somewhere or any(one.edtf and one.end <= match.start() for one in taken):
                known |= {"dated": "yes"}
            edtf = handler(groups | known | ({"year": earlier[-1]} if earlier else {}), published)
            is_date = edtf and not _is_name(text, match, edtf)
            taken.append(Expression(match.start(), match.end(), _open(text, match.start(), edtf) if is_date else ""))
    dated = sorted((one for one in taken if one.edtf), key=lambda one: one.start)
    return sorted([*dated, *_later(text, dated), *_same_month(text, dated)], key=lambda one: one.start)


@lru_cache(maxsize=16)
def dates_of(text: str, published: dt.date | None) -> tuple[Expression, ...]:
    """Return the same, remembered: a sentence is asked once for each of its mentions."""
    return tuple(find_dates(text, published))
