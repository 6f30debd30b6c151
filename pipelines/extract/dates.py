"""Date expressions of a sentence to EDTF: absolute, relative to publication, parts of years, ranges, open intervals."""

import datetime as dt
import re
from dataclasses import dataclass

from pipelines.extract.date_values import (
    COUNTS,
    MONTHS,
    Handler,
    after,
    after_signing,
    ago,
    ahead_by,
    before_now,
    day_range,
    end_of,
    fiscal,
    fixed,
    full_day,
    month,
    month_of_year,
    month_range,
    numeric,
    past,
    periods,
    quarter,
    relative_unit,
    season,
    shift,
    that_year,
    weekday,
    weekend,
    within,
    year_part,
    years,
)
from schemas.edtf import MONTHS as FULL_MONTHS
from schemas.edtf import is_valid

FULL = "|".join(FULL_MONTHS)
M = r"(?P<m>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
D, Y = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|%|,\d{3})", r"(?P<y>(?:19|20)\d\d)"
N = r"(?P<n>\d{1,3}|" + "|".join(sorted(COUNTS, key=len, reverse=True)) + r")"
BEFORE_MONTH = "|".join(
    rf"(?<=\b{word}\s)" for word in (
        "in", "of", "by", "to", "since", "until", "from", "during", "between", "after", "before", "early", "late", "mid", "that",
    )
) + r"|(?<=\bmid-)|(?<=\bearly-)"  # fmt: skip
NO_LAW = "".join(rf"(?<!{word}\s)" for word in ("act", "law", "treaty", "statute", "agreement", "code", "accord"))
Y1 = r"(?P<y1>(?:19|20)\d\d)"
D2, M2 = D.replace("<d>", "<d2>"), M.replace("<m>", "<m2>")
SUFFIX_DAY = r"(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|%)"


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression: its characters and the EDTF date it stands for."""

    start: int
    end: int
    edtf: str


RULES: tuple[tuple[re.Pattern[str], Handler], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), handler)
    for pattern, handler in (
        (
            rf"\b{M}\s+{D},?\s*(?:through|to|until)\s+(?:\w+day,?\s+)?(?P<m2>{'|'.join(MONTHS)})\s+{SUFFIX_DAY}(?:,?\s+{Y})?\b",
            day_range,
        ),
        (
            rf"\b{M}\s+{D}\s*(?:-|–|—|to|through|and)\s*(?P<m2>{'|'.join(MONTHS)})\s+{SUFFIX_DAY}(?:,?\s+{Y})?\b",
            day_range,
        ),
        (rf"\b{M}\s+{D}\s*(?:-|–|—|to|through|and)\s*{SUFFIX_DAY}(?:,?\s+{Y})?\b", day_range),
        (
            rf"\b{M}\s+{D},?\s+{Y1},?\s+(?:through|to|until)\s+(?P<m2>{'|'.join(MONTHS)})\s+{SUFFIX_DAY},?\s+{Y}\b",
            day_range,
        ),
        (rf"\b{M}\s+(?:{Y1}\s+)?(?:through|to|until|-|–)\s+(?P<m2>{'|'.join(MONTHS)})\s+{Y}\b", month_range),
        (rf"\b(?:{M}\s+{D}|{D2}\s+(?:of\s+)?{M2})\s+(?:of\s+)?(?:that|the\s+same)(?:\s+same)?\s+year\b", that_year),
        (
            rf"\b{D}\s*(?:-|–|to|and)\s*{SUFFIX_DAY}\s+{M}(?:,?\s+{Y})?\b",
            day_range,
        ),
        (r"\b(?P<yy>(?:19|20)\d\d)-(?P<mm>0[1-9]|1[0-2])-(?P<dd>[0-3]\d)\b", numeric),
        (r"\b(?P<mm>1[0-2]|0?[1-9])/(?P<dd>[0-3]?\d)/(?P<yy>20\d\d|\d\d)\b", numeric),
        (rf"\b{M},?\s+{D},?\s+{Y}\b", full_day),
        (rf"\b{D}\s+(?:of\s+)?{M},?\s+{Y}\b", full_day),
        (rf"\b{M}\s+(?:of\s+)?(?P<w>last|this|next)\s+year\b", month_of_year),
        (rf"\b{M}\s+{D}\b", full_day),
        (rf"\b{D}\s+(?:of\s+)?{M}\b", full_day),
        (rf"\b(?P<p>early|mid|late)[- ]{Y}\b", year_part),
        (rf"\b(?P<p>early|late)\s+in\s+{Y}\b", year_part),
        (rf"(?<=by\s)(?:the\s+)?end\s+of\s+{Y}\b", end_of),
        (
            r"(?<=by\s)(?:(?:the\s+)?end\s+of\s+(?:the|this)\s+(?P<u>year|month)|(?:the\s+)?year(?:'s\s+|-)end)\b",
            end_of,
        ),
        (rf"\b(?:the\s+)?(?P<p>middle|end|beginning|start)\s+of\s+{Y}\b", year_part),
        (r"\b(?P<p>early|late|earlier|later)\s+this\s+year\b", lambda g, p: f"{p.year:04}" if p else ""),
        (
            r"\b(?<=since\s)the\s+(?:start|beginning|turn)\s+of\s+(?:the|this)\s+year\b",
            lambda g, p: f"{p.year:04}-01" if p else "",
        ),
        (rf"\b{M}\s+(?:of\s+)?{Y}\b", month),
        (rf"\b(?:the\s+)?(?P<q>first|second|third|fourth|last)\s+quarter\s+of\s+{Y}\b", quarter),
        (rf"\b(?P<q>q[1-4])\s+{Y}\b", quarter),
        (rf"\b(?:fiscal\s+year|fy)\s*{Y}\b", fiscal),
        (rf"\b(?P<s>spring|summer|autumn|fall|winter)\s+(?:of\s+)?{Y}\b", season),
        (
            r"\b(?P<w>this|last|previous|next|past|the|that)\s+(?P<s>spring|summer|autumn|fall|winter)\b(?!\s+of\b|-)",
            season,
        ),
        (
            r"\b(?:(?P<w>last|next|this|starting|coming|effective)\s+(?:on\s+)?)?"
            r"(?P<wd>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
            r"(?!(?:\s+(?:morning|afternoon|evening|night))?(?:,?\s+|\s*\()(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
            rf"(?:{'|'.join(MONTHS)})\b)",
            weekday,
        ),
        (
            r"\b(?:just\s+|in\s+)?(?:this\s+)?(?P<w>last|previous|this|current|next|past)\s+(?P<u>week|month|year)\b(?!\s*(?:of|-|\s*end))",
            relative_unit,
        ),
        (rf"\b{N}\s+(?P<u>day|week|month|year)s?\s+ago\b", ago),
        (
            rf"\bwithin\s+(?:the\s+next\s+)?(?:about\s+)?(?:(?:\d+|two|one)\s*(?:-|–|to)\s*)?{N}\s+(?P<u>day|week|month)s?\b",
            within,
        ),
        (
            rf"(?<!time\s)(?<!once\s)\b(?:after|in)\s+{N}\s+(?P<u>week|month)s?(?='?\s+(?:time\b|from\s+now\b)|\s*[,.;]|\s+(?:and|as|with|unless|if)\b|$)",
            ahead_by,
        ),
        (rf"\bin\s+the\s+(?:course\s+of\s+the\s+)?(?:past|last)\s+{N}\s+(?P<u>day|week)s\b", past),
        (
            rf"\b(?:{N}\s+(?P<u>day|week|month)s?|(?:on\s+)?the\s+(?:day|morning))\s+after(?=\s+(?!which\b|that\b|this\b|the\s+date\b|it\s+has\b|\w+ing\b)\w)",
            before_now,
        ),
        (rf"(?<=\bin\s)the\s+next\s+(?:(?:\d+|two|one)\s*(?:-|–|to)\s*)?{N}\s+(?P<u>day|week|month)s?\b", within),
        (r"\b(?:today|tonight|overnight|this\s+(?:morning|afternoon|evening))\b", shift(0)),
        (r"\b(?:yesterday|last\s+night|the\s+day\s+before|(?:the|on\s+the)\s+previous\s+day)\b", shift(-1)),
        (r"\b(?:this|the|last)\s+(?:past\s+)?weekend\b", weekend),
        (
            rf"\b{N}\s+(?:calendar\s+)?(?P<u>day|week|month)s?\s+(?:after|from|following)\s+(?:the\s+date\s+of\s+)?"
            r"(?:signing|this\s+(?:order|proclamation|memorandum)|the\s+date\s+of\s+th(?:is|e)\s+(?:order|proclamation))\b",
            after_signing,
        ),
        (r"\btomorrow\b", shift(1)),
        (rf"\b(?P<t>{'|'.join(sorted(periods(), key=len, reverse=True))})\b", fixed),
        (rf"\b(?:between|from)\s+{Y}\s+(?:and|to)\s+(?P<y2>(?:19|20)\d\d)\b", years),
        (rf"\b(?<![$€£.,\d/-]){Y}(?![\d,.]*\s*(?:percent|%|million|billion|troops))\b(?!-)", lambda g, p: g["y"]),
        (rf"\b(?P<w>last|this)\s+(?P<m>{FULL})\b", month),
        (rf"(?:{BEFORE_MONTH})(?P<m>{FULL})\b", month),
        (rf"(?<=\()(?P<m>{FULL})(?=\))", month),
    )
)
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
