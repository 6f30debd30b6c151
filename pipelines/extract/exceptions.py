"""Parties that a measure leaves out: "on all countries except Canada and Mexico". Words that say so: `lexicon/exceptions.csv`."""

from functools import cache

import polars as pl

from pipelines.extract.triggers import LEXICON
from pipelines.parse import Parse

NEGATIVE = {
    "no",
    "not",
    "never",
    "nobody",
    "none",
    "nothing",
    "neither",
    "nor",
}  # "not on any country except Cuba": on Cuba
BREAKS = {";", ":", ".", "but"}


@cache
def exceptions() -> pl.DataFrame:
    """Return the words that leave parties out: words, example, and one party that the example leaves out."""
    return pl.read_csv(LEXICON / "exceptions.csv", infer_schema=False)


@cache
def _phrases() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(words.split()) for words in exceptions()["words"])


def is_exempt(parse: Parse, token: int) -> bool:
    """Tell whether the party at a token stands in a list of what a statement leaves out, and the statement is no denial."""
    words = [word.lower() for word in parse.words]
    for index in range(token - 1, -1, -1):
        if any(tuple(words[index : index + len(one)]) == one for one in _phrases()):
            return NEGATIVE.isdisjoint(words[:index])
        if words[index] in BREAKS or parse.tags[index].startswith("VB"):
            return False
    return False
