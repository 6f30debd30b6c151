"""The lexicon as its readers see it: every entry of every list with the sentence that shows how it is meant.

An example is written and coded by the codebook. It documents its entry, tests it, and is learnt from.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from pipelines.extract.triggers import LEXICON

LISTS = {  # list: (column of the word, column of what it speaks for)
    "triggers": ("trigger", "lever"),
    "cues": ("cue", "status"),
    "counted": ("noun", "unit"),
    "measured": ("lever", "unit"),
}
FIELDS = ("actor", "lever", "target", "stance", "status", "granularity")
DATE, MAGNITUDE = "@", "="  # marks of the optional parts of a reading


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of a list, what it speaks for, and its example: publication date, sentence, and the coded rows."""

    list: str
    word: str
    meaning: str
    published: str
    example: str
    reads: tuple[dict[str, Any], ...]

    @property
    def key(self) -> str:
        """Name the entry: list, word and meaning."""
        return f"{self.list}: {self.word} > {self.meaning}"


def listed(name: str) -> pl.DataFrame:
    """Return one list of the lexicon as it stands in its file, all columns as text."""
    return pl.read_csv(LEXICON / f"{name}.csv", infer_schema=False).fill_null("")


def reading(text: str) -> dict[str, Any]:
    """Return a coded row written as `ACTOR lever TARGET stance status granularity [@DATE] [=VALUE UNIT]`."""
    left, _, quantity = text.partition(MAGNITUDE)
    left, _, date = left.partition(DATE)
    values = left.split()
    if len(values) != len(FIELDS):
        raise ValueError(f"{text!r} must begin with {len(FIELDS)} words: {', '.join(FIELDS)}")
    magnitude = None
    if quantity:
        value, unit = quantity.split()
        magnitude = {"value": float(value), "unit": unit}
    return dict(zip(FIELDS, values, strict=True)) | {"date": date.strip(), "magnitude": magnitude}


@cache
def entries() -> tuple[Entry, ...]:
    """Return every entry of every list; raise ValueError with file and word for a row that cannot be read."""
    found = []
    for name, (word, meaning) in LISTS.items():
        for row in listed(name).iter_rows(named=True):
            try:
                reads = tuple(reading(one) for one in row["reads"].split("; "))
            except ValueError as error:
                raise ValueError(f"{LEXICON / name}.csv, {row[word]}: {error}") from error
            found.append(Entry(name, row[word], row[meaning], row["published"], row["example"], reads))
    return tuple(found)
