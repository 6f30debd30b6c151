"""Words: numbers in words, and a trie that finds the longest listed phrases in a text, always at word boundaries."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

FEW = "zero one two three four five six seven eight nine"
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS = {word: n for n, word in enumerate(f"{FEW} {TEENS}".split())}
NUMBERS |= {word: 10 * n for n, word in enumerate(TENS.split(), 2)}
NUMBERS |= {f"{tens}-{one}": NUMBERS[tens] + NUMBERS[one] for tens in TENS.split() for one in FEW.split()[1:]}
WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
Value = TypeVar("Value")


@dataclass(slots=True)
class _Node(Generic[Value]):
    next: dict[str, "_Node[Value]"] = field(default_factory=dict)
    values: list[Value] = field(default_factory=list)


class PhraseTrie(Generic[Value]):
    """Phrases as sequences of words, each with any number of values."""

    def __init__(self, entries: Iterable[tuple[list[str], Value]]) -> None:
        self.root: _Node[Value] = _Node()
        for words, value in entries:
            node = self.root
            for word in words:
                node = node.next.setdefault(word, _Node())
            node.values.append(value)
        self.first_words = frozenset(self.root.next)  # most words start no phrase: ask this before `at`

    def at(self, words: list[str], start: int) -> list[tuple[int, list[Value]]]:
        """Return (end, values) of every phrase that starts at word `start`, the longest first."""
        found: list[tuple[int, list[Value]]] = []
        node, index = self.root.next.get(words[start]), start + 1
        while node is not None:
            if node.values:
                found.append((index, node.values))
            node = node.next.get(words[index]) if index < len(words) else None
            index += 1
        return found[::-1]
