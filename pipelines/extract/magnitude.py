"""Quantities of a sentence, and the one that belongs to a mention: percent, money, or counted troops, persons, items."""

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from pipelines.extract.date_values import MONTHS, WEEKDAYS
from pipelines.extract.dates import dates_of
from pipelines.extract.words import NUMBERS
from pipelines.parse import lemma

WORDS = NUMBERS | {"dozen": 12}
SCALES = {"hundred": 1e2, "dozen": 12.0, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9,
          "bn": 1e9, "b": 1e9, "trillion": 1e12, "trn": 1e12, "tn": 1e12, "t": 1e12}  # fmt: skip
NUMBER = r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|" + "|".join(sorted(WORDS, key=len, reverse=True)) + r")"
SIGN = r"\s*-?\s*(?:%|percent\b|per cent\b|percentage points?\b)"
PERCENT = re.compile(
    rf"(?<![\w.,-])(?:(?<=between\s){NUMBER}{SIGN}\s+and\s+{NUMBER}|{NUMBER}(?:{SIGN})?\s*(?:-|–|to)\s*{NUMBER}"
    rf"|{NUMBER}\s+and\s+{NUMBER}|{NUMBER}){SIGN}",
    re.IGNORECASE,
)
GDP = re.compile(
    r"\s*(?:of\s+(?:their\s+|its\s+|the\s+|national\s+|annual\s+|each\s+\w+(?:'s|’s)\s+)*)?"
    r"(?:GDP|gross domestic product|economic output|national income)",
    re.IGNORECASE,
)
SCALE = "thousand|million|billion|trillion|trn|bn|mn|tn|[mbtk]"
MONEY = re.compile(
    rf"(?P<both>\bbetween\s+)?(?<![A-Za-z])(?P<c>US\$|C\$|A\$|\$|€|£|USD\s?|EUR\s?)\s?{NUMBER}(?:[\s-]*(?P<s1>{SCALE}))?"
    rf"(?:\s*(?:-|–|to|(?(both)and|(?!)))\s*(?:US)?[$€]\s?{NUMBER}|\s*(?:-|–|to)\s*{NUMBER}(?!\s*%))?(?:[\s-]*(?P<s>{SCALE}))?(?![A-Za-z\d])"
    rf"|(?<![\w.,])(?:{NUMBER}|(?P<a>(?:half\s+)?an?(?=\s+(?:million|billion|trillion))))[\s-]*(?P<s2>{SCALE})?[\s-]*"
    r"(?:U\.?S\.?\s+|American\s+)?(?P<c2>dollars?|euros?)\b",
    re.IGNORECASE,
)
NAMED = frozenset(MONEY.groupindex.values())  # groups that hold no number
OF = r"\s+of\s+(?:(?:the|its|their|about|roughly|some|nearly)\s+)*[\d,]+"  # "40 of its 90 tanks" are 40
COUNTABLE = re.compile(rf"(?<![\w.,-])(?!one\s+of\b){NUMBER}\b", re.IGNORECASE)
COUNT = re.compile(
    rf"{NUMBER}(?:{OF})?(?:\s*(?:-|–|to)\s*{NUMBER})?(?P<s>(?:\s+(?:thousand|million|hundred|dozen)){{0,2}})"
    r"\s+(?P<rest>(?:[\w'-]+\s+){0,4}[\w'-]+)",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)\d\d")
NONE_OF = re.compile(r"\b(?:not|no)\s+$", re.IGNORECASE)
CURRENCY = {"$": "usd", "us$": "usd", "usd": "usd", "dollar": "usd", "€": "eur", "eur": "eur", "euro": "eur"}
ZERO = re.compile(
    r"\b(?:zero|zero-for-zero|no)[- ](?:reciprocal\s+)?(?:tariffs?|dut(?:y|ies))\b|\b(?:duty|tariff)-free\b(?!\s+de\s+minimis)",
    re.IGNORECASE,
)
ALSO = re.compile(  # a bare rate beside one with its sign: "49 percent on Cambodia, 48 on Laos"; not "5 percent, 12 on Friday"
    r"(?:(?<=[,;(]\s)|(?<=\sand\s)|(?<=\())(\d{1,3}(?:\.\d+)?)(?=\s+(?:on|for|against|from)\s+(?:the\s+)?[A-Z])"
    rf"(?!\s+\w+\s+(?i:{'|'.join([*WEEKDAYS, *MONTHS])})\b)"
)
ANY_DAY = dt.date(2025, 7, 1)  # where a date stands does not depend on the day of publication
MAX_WORDS = 4
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity of the text: its characters, value and unit; `levers` are those that its noun measures by the lexicon."""

    start: int
    end: int
    value: float
    unit: str
    levers: frozenset[str] = frozenset()
    is_listed: bool = True


@cache
def counted() -> dict[str, tuple[str, frozenset[str]]]:
    """Return noun -> (unit, levers it measures), from `lexicon/counted.csv`."""
    path = Path(__file__).parent / "lexicon" / "counted.csv"
    frame = pl.read_csv(path, infer_schema=False).select("noun", "unit", "levers")
    return {noun: (unit, frozenset(levers.split(";"))) for noun, unit, levers in frame.iter_rows()}


def value_of(text: str) -> float:
    """Return a number written in digits or as a word."""
    lower = text.lower().replace(",", "")
    return float(WORDS[lower]) if lower in WORDS else float(lower)


def _percents(text: str) -> list[Quantity]:
    found = []
    for match in PERCENT.finditer(text):
        gdp = GDP.match(text, match.end())
        value = value_of([number for number in match.groups() if number][-1])
        unit = "percent_gdp" if gdp else "percent"
        found.append(Quantity(match.start(), gdp.end() if gdp else match.end(), value, unit))
    return found + [one for one in _bare(text) if found and not any(two.start <= one.start < two.end for two in found)]


def _bare(text: str) -> list[Quantity]:
    """Return the bare numbers that stand where a rate would, in a text that gives another with its sign."""
    return [Quantity(*match.span(1), float(match[1]), "percent") for match in ALSO.finditer(text)]


def _money(text: str) -> list[Quantity]:
    found = []
    for match in MONEY.finditer(text):
        unit = CURRENCY.get((match["c"] or match["c2"]).strip().lower().removesuffix("s"))
        texts = [one for n, one in enumerate(match.groups(), 1) if one and n not in NAMED]
        value = value_of(texts[-1]) if texts else 0.5 if match["a"].lower().startswith("half") else 1.0
        scale = (match["s"] or match["s1"] or match["s2"] or "").lower()
        if unit:
            found.append(Quantity(match.start(), match.end(), value * SCALES.get(scale, 1), unit))
    return found


def _noun(words: list[str], value: float) -> tuple[int, str] | None:
    """Return the place and the entry of the counted noun; a singular in capitals is a name ("123 Nuclear Agreement")."""
    for place, raw in enumerate(words[: MAX_WORDS + 1]):
        word = raw.strip("',.;")
        noun = next((one for one in (lemma(word), word.lower().removesuffix("s")) if one in counted()), "")
        if noun and not (value > 1 and word[:1].isupper() and word.lower() == noun):
            return place, noun
    return None


def _count_at(text: str, start: int) -> Quantity | None:
    """Return what is counted from a number on."""
    match = COUNT.match(text, start)
    if not match:
        return None
    value = value_of(match[2] or match[1]) * math.prod(SCALES[one.lower()] for one in match["s"].split())
    words = list(re.finditer(r"\S+", match["rest"]))
    met = _noun([word[0] for word in words], value)
    if not met:
        return None
    unit, levers = counted()[met[1]]
    return Quantity(start, match.start("rest") + words[met[0]].end(), value, unit, levers)


def _counts(text: str, names: Sequence[Span]) -> list[Quantity]:
    """Return the counts; a name counts as one word, and neither a date nor a year is a number of anything."""
    letters = list(text)
    for first, end in names:
        letters[first:end] = "x" * (end - first)
    flat, dates = "".join(letters), [(one.start, one.end) for one in dates_of(text, ANY_DAY)]
    starts = [
        match.start()
        for match in COUNTABLE.finditer(flat)
        if not YEAR.fullmatch(match[0])
        and not NONE_OF.search(flat[: match.start()])
        and not any(first < match.end() and match.start() < end for first, end in dates)
    ]
    found: list[Quantity] = []
    for start in starts:
        one = None if found and start < found[-1].end else _count_at(flat, start)
        found += [one] if one else []
    return found


def find_quantities(text: str, names: Sequence[Span] = ()) -> list[Quantity]:
    """Return the quantities of a flat text in order, ranges by their upper end; `names` are the spans of names in it."""
    sure = [*_percents(text), *_money(text)]
    sure += [Quantity(m.start(), m.end(), 0.0, "percent", frozenset({"tariff"})) for m in ZERO.finditer(text)]
    counts = [
        one
        for one in _counts(text, names)
        if not any(one.start < q.end and q.start < one.end and one.start >= q.start for q in sure)
    ]
    return sorted([*sure, *counts], key=lambda quantity: quantity.start)
