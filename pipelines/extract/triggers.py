"""Parsed sentences to triggers: the words that may name a lever, from `lexicon/triggers.csv`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from pipelines.extract.words import PhraseTrie
from pipelines.parse import Parse, lemma, tokenizer

LEXICON = Path(__file__).parent / "lexicon"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or phrase of a sentence and the levers it may name; `head` is the token that carries its arguments."""

    phrase: str
    levers: tuple[str, ...]
    first: int
    last: int
    head: int


@cache
def lexicon() -> pl.DataFrame:
    """Return the trigger lexicon: trigger (dictionary forms) and the list of levers that it may name."""
    rows = pl.read_csv(LEXICON / "triggers.csv", infer_schema=False)
    return rows.group_by("trigger", maintain_order=True).agg(levers=pl.col("lever"))


def key(phrase: str) -> list[str]:
    """Return the dictionary forms of the words of a phrase, as the parser would split them."""
    return [lemma(word.text) for word in tokenizer()(phrase)]


@cache
def _trie() -> PhraseTrie[tuple[str, tuple[str, ...]]]:
    rows = lexicon().select("trigger", "levers").iter_rows()
    return PhraseTrie([(key(phrase), (phrase, tuple(levers))) for phrase, levers in rows])


def _head(parse: Parse, first: int, last: int) -> int:
    for index in range(last, first - 1, -1):
        if not first <= parse.heads[index] <= last or parse.heads[index] == index:
            return index
    return last


def find_triggers(parse: Parse) -> list[Trigger]:
    """Return the triggers of a sentence in order; of the phrases that start at one word, the longest."""
    found: list[Trigger] = []
    for start in [n for n, word in enumerate(parse.lemmas) if word in _trie().first_words]:
        for end, values in _trie().at(parse.lemmas, start)[:1]:
            for phrase, levers in values:
                found.append(Trigger(phrase, levers, start, end - 1, _head(parse, start, end - 1)))
    return found


def triggers_in(words: list[str]) -> set[str]:
    """Return the triggers that stand in a sequence of dictionary forms."""
    starts = (n for n, word in enumerate(words) if word in _trie().first_words)
    return {phrase for start in starts for _, values in _trie().at(words, start)[:1] for phrase, _ in values}
