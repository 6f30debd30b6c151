"""Quantities of a sentence, and the one that belongs to a mention: percent, money, or counted troops, persons, items."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from pipelines.extract.words import NUMBERS
from pipelines.parse import lemma

WORDS = NUMBERS | {"dozen": 12}
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "bn": 1e9, "m": 1e6}
NUMBER = r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|" + "|".join(sorted(WORDS, key=len, reverse=True)) + r")"
PERCENT = re.compile(
    rf"\b{NUMBER}(?:\s*(?:-|–|to|and)\s*{NUMBER})?\s*(?:%|percent\b|per cent\b|percentage points?\b)", re.IGNORECASE
)
GDP = re.compile(
    r"\s*(?:of\s+(?:their\s+|its\s+|the\s+|national\s+|annual\s+)*)?(?:GDP|gross domestic product)", re.IGNORECASE
)
MONEY = re.compile(
    rf"(?P<c>US\$|C\$|A\$|\$|€|£|USD\s?|EUR\s?)\s?{NUMBER}(?:\s*(?:-|–|to)\s*[$€]?\s?{NUMBER})?[\s-]*(?P<s>thousand|million|billion|trillion|bn|m)?\b"
    rf"|\b{NUMBER}\s*(?P<s2>thousand|million|billion|trillion)?\s*(?P<c2>dollars|euros?)\b",
    re.IGNORECASE,
)
COUNT = re.compile(
    rf"\b{NUMBER}(?:\s*(?:-|–|to)\s*{NUMBER})?(?:\s+(?P<s>thousand|million|hundred|dozen))?\s+(?P<rest>(?:[\w'-]+\s+){{0,4}}[\w'-]+)",
    re.IGNORECASE,
)
CURRENCY = {
    "$": "usd",
    "us$": "usd",
    "usd": "usd",
    "dollars": "usd",
    "€": "eur",
    "eur": "eur",
    "euro": "eur",
    "euros": "eur",
}
ZERO = re.compile(
    r"\b(?:zero|zero-for-zero|no)[- ](?:reciprocal\s+)?(?:tariffs?|dut(?:y|ies))\b|\b(?:duty|tariff)-free\b",
    re.IGNORECASE,
)
MAX_WORDS = 4


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity of the text: its characters, value and unit; `levers` limits what it can measure."""

    start: int
    end: int
    value: float
    unit: str
    levers: frozenset[str] = frozenset()


@cache
def counted() -> dict[str, tuple[str, frozenset[str]]]:
    """Return noun -> (unit, levers it measures), from `lexicon/counted.csv`."""
    path = Path(__file__).parent / "lexicon" / "counted.csv"
    frame = pl.read_csv(path, infer_schema=False).select("noun", "unit", "levers")
    return {noun: (unit, frozenset(levers.split(";"))) for noun, unit, levers in frame.iter_rows()}


def _value(text: str) -> float:
    lower = text.lower().replace(",", "")
    return float(WORDS[lower]) if lower in WORDS else float(lower)


def _percents(text: str) -> list[Quantity]:
    found = []
    for match in PERCENT.finditer(text):
        gdp = GDP.match(text, match.end())
        unit = "percent_gdp" if gdp else "percent"
        found.append(
            Quantity(match.start(), gdp.end() if gdp else match.end(), _value(match.group(2) or match.group(1)), unit)
        )
    return found


def _money(text: str) -> list[Quantity]:
    found = []
    for match in MONEY.finditer(text):
        unit = CURRENCY.get((match.group("c") or match.group("c2")).strip().lower())
        numbers = [part for part in (match.group(2), match.group(3), match.group(5)) if part]
        scale = (match.group("s") or match.group("s2") or "").lower()
        if unit and numbers:
            found.append(Quantity(match.start(), match.end(), _value(numbers[-1]) * SCALES.get(scale, 1), unit))
    return found


def _counts(text: str) -> list[Quantity]:
    found = []
    for match in COUNT.finditer(text):
        words = match.group("rest").split()
        value = _value(match.group(2) or match.group(1)) * {"hundred": 100.0, "dozen": 12.0}.get(
            (match.group("s") or "").lower(), SCALES.get((match.group("s") or "").lower(), 1.0)
        )
        for length in range(1, min(len(words), MAX_WORDS + 1) + 1):
            word = words[length - 1].strip("',.;")
            noun = next((one for one in (lemma(word), word.lower().removesuffix("s")) if one in counted()), "")
            if noun:
                unit, levers = counted()[noun]
                found.append(Quantity(match.start(), match.end(), value, unit, levers))
                break
    return found


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a flat text in order, ranges by their upper end."""
    sure = [*_percents(text), *_money(text)]
    sure += [Quantity(m.start(), m.end(), 0.0, "percent", frozenset({"tariff"})) for m in ZERO.finditer(text)]
    counts = [
        one
        for one in _counts(text)
        if not any(one.start < q.end and q.start < one.end and one.start >= q.start for q in sure)
    ]
    return sorted([*sure, *counts], key=lambda quantity: quantity.start)
