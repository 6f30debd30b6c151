"""Counts of nouns that no list names, read from the parse: "forty new F-16s", "104 Indians", "61 of them"."""

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache

import polars as pl

from pipelines.extract.dates import dates_of
from pipelines.extract.magnitude import ANY_DAY, NUMBER, SCALES, YEAR, Quantity, counted, value_of
from pipelines.extract.triggers import LEXICON
from pipelines.parse import Parse

PEOPLE = "demonym"  # kind of the name of a people: two Russians
AT = re.compile(
    rf"(?P<half>half\s+an?\s+)?{NUMBER}?(?P<s>(?:[\s-]*(?:thousand|million|billion|hundred|dozen)){{0,2}})", re.I
)
BARE = ("dobj", "nsubjpass", "oprd")  # what a number without a noun is, where it counts: "and France expels four"
THEM = re.compile(r"\s+of\s+(?:them|whom|which|those|these|its|their)\b", re.IGNORECASE)
MAX_WORDS = 6  # from the number to its noun
ANY = "by lever"  # unit of what only the lever tells: persons of a detention, else items


@cache
def uncounted() -> frozenset[str]:
    """Return the nouns whose number is no magnitude, from `lexicon/uncounted.csv`: days, miles, votes."""
    return frozenset(pl.read_csv(LEXICON / "uncounted.csv")["noun"])


def _number(parse: Parse, token: int) -> tuple[float, int] | None:
    """Return the number that begins at a token, and the character where it ends."""
    start = parse.starts[token]
    match = AT.match(parse.text, start)
    if not match or match.end() == start or not (match[2] or match["half"]) or YEAR.fullmatch(match[0]):
        return None
    scale = math.prod(SCALES[one.lower()] for one in re.findall(r"[A-Za-z]+", match["s"]))
    value = value_of(match[2]) if match[2] else 1.0
    return (value * scale / 2 if match["half"] else value * scale), match.end()


def _noun(parse: Parse, token: int) -> int:
    """Return the noun that a number counts, right of it; -1 if there is none."""
    place = token
    while parse.deps[place] in ("nummod", "quantmod", "compound", "amod", "nmod") and parse.heads[place] > place:
        place = parse.heads[place]
        if parse.tags[place].startswith("NN") and parse.deps[place] not in ("nummod", "quantmod"):
            break
    return place if place != token and parse.tags[place].startswith("NN") and place - token <= MAX_WORDS else -1


def _unit(
    parse: Parse, token: int, end: int, value: float, people: Sequence[tuple[int, int]]
) -> tuple[int, str] | None:
    """Return the character where a count ends and its unit; None if nothing is counted."""
    noun = _noun(parse, token)
    if noun >= 0 and parse.lemmas[noun] not in uncounted() and (value == 1 or parse.tags[noun] != "NN"):
        named = any(first <= parse.starts[noun] < last for first, last in people)
        return parse.ends[noun], counted().get(parse.lemmas[noun], ("persons" if named else "items",))[0]
    them = THEM.match(parse.text, end)
    if noun < 0 and (them or parse.deps[token] in BARE):
        return (them.end() if them else end), ANY
    return None


def unlisted_counts(parse: Parse, people: Sequence[tuple[int, int]], taken: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield the counts that overlap none of the quantities `taken`; `people` are the spans of names of peoples."""
    spans = [(one.start, one.end) for one in taken]
    spans += [(one.start, one.end) for one in dates_of(parse.text, ANY_DAY)]
    for token, (start, tag) in enumerate(zip(parse.starts, parse.tags, strict=True)):
        if tag != "CD" and parse.lemmas[token] not in ("dozen", "half"):
            continue
        number = _number(parse, token)
        if number is None or any(first < number[1] and start < last for first, last in spans):
            continue
        found = _unit(parse, token, number[1], number[0], people)
        if found:
            spans.append((start, found[0]))
            yield Quantity(start, found[0], number[0], found[1], is_listed=False)
