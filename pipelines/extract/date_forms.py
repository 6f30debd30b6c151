"""The forms of date expressions, one line each, with what reads it: where two overlap, the earlier form stays."""

import re

from pipelines.extract.date_values import (
    COUNTS,
    MONTHS,
    Handler,
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
