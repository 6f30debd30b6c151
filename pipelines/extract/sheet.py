"""What the encoder reads: the word pieces of a sentence and its title, and which of them name which party.

Fitting and coding share this module. Shapes: P pieces, C parties (by code), K kinds of parties.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.extract.context import GENRES
from pipelines.extract.features import Scene, class_of
from pipelines.extract.parties import Party
from pipelines.pieces import END, START, pieces

MAX_TITLE, MAX_HERE = 10, 115  # pieces; with the three that mark the ends they fill the network
MAX_PARTIES, OUTSIDE = 12, 4  # parties in all; places kept for those that stand outside the sentence
NEAR, FAR = 15, 60  # pieces between two parties
WORD = re.compile(r"\w+|[^\w\s]")
NONE = "-"
Owned = tuple[int, list[Party]]


@dataclass(frozen=True)
class Tables:
    """The code lists of an encoder; a class, kind or code that is not listed counts as the first of its list.

    `fields` are the values of the fields ("status:announced"); for these and for levers nothing stands in.
    """

    levers: list[str]
    classes: list[str]
    kinds: list[str]
    codes: list[str]
    fields: list[str]

    @cached_property
    def at(self) -> dict[str, dict[str, int]]:
        """Place of each name in its list."""
        return {
            name: {one: n for n, one in enumerate(getattr(self, name))}
            for name in ("levers", "classes", "kinds", "codes", "fields")
        }

    def place(self, table: str, name: str) -> int:
        """Return the place of a name in a list, 0 if it is not in it."""
        return self.at[table].get(name, 0)


@dataclass(frozen=True)
class Sheet:
    """A sentence for the encoder: the codes that may act or be acted on, and the arrays of the network."""

    codes: tuple[str, ...]
    explicit: tuple[bool, ...]
    arrays: dict[str, npt.NDArray[Any]]

    @property
    def unread(self) -> tuple[bool, ...]:
        """Tell of each party whether it is named only behind the cut."""
        marked = self.arrays["party_pieces"].sum(axis=1).tolist()
        return tuple(named and not pieces_of_it for named, pieces_of_it in zip(self.explicit, marked, strict=True))


def _owned(words: Iterable[tuple[str, int, int]], parties: Sequence[Party], limit: int) -> list[Owned]:
    """Return the pieces of words, each with the parties that it names ("the two countries" names two)."""
    found: list[Owned] = []
    for word, start, end in words:
        owners = [party for party in parties if start < party.end and end > party.start]
        found += [(piece, owners) for piece in pieces(word)]
    return found[:limit]


def _kinds(scene: Scene) -> tuple[dict[str, set[str]], set[str]]:
    """Return the kinds in which each code stands in the sentence or around it, and the codes that stand in it."""
    kinds: dict[str, set[str]] = {}
    inside = {node.party.code for node in scene.nodes if node.token >= 0}
    for node in scene.nodes:
        kinds.setdefault(node.party.code, set()).add(node.party.kind)
    named, outside = ([code for code in kinds if (code in inside) == wanted] for wanted in (True, False))
    outside.sort(key=lambda code: code != "WORLD")
    named = named[: MAX_PARTIES - min(len(outside), OUTSIDE)]
    kept = {*named, *outside[: MAX_PARTIES - len(named)]}
    kinds = {code: found for code, found in kinds.items() if code in kept}
    return kinds, inside


def sheet_of(scene: Scene, tables: Tables) -> Sheet:
    """Lay a sentence out for the encoder."""
    parse, nodes = scene.parse, [node.party for node in scene.nodes if node.token >= 0]
    title = _owned(((m[0], *m.span()) for m in WORD.finditer(scene.title)), scene.title_parties, MAX_TITLE)
    here = _owned(zip(parse.words, parse.starts, parse.ends, strict=True), nodes, MAX_HERE)
    line: list[Owned] = [(START, []), *title, (END, []), *here, (END, [])]
    segment = np.array([0] * (len(title) + 2) + [1] * (len(here) + 1))
    first = [parties[0] if parties else None for _, parties in line]
    kinds, inside = _kinds(scene)
    codes = tuple(kinds)
    places = [_places(code, line, segment) for code in codes]
    explicit = tuple(code in inside for code in codes)
    arrays = {
        "ids": np.array([piece for piece, _ in line]),
        "segment": segment,
        "piece_class": np.array([tables.place("classes", class_of(party.code)) if party else 0 for party in first]),
        "piece_kind": np.array([tables.place("kinds", party.kind) if party else 0 for party in first]),
        "genre": np.array(GENRES.index(scene.genre)),
        "party_class": np.array([tables.place("classes", class_of(code)) for code in codes], np.int64),
        "party_code": np.array([tables.place("codes", code) for code in codes], np.int64),
        "party_kinds": _marks(
            [[tables.place("kinds", kind) for kind in kinds[code]] for code in codes], len(tables.kinds)
        ),
        "party_pieces": _marks(places, len(line)),
        "party": np.ones(len(codes), np.float32),
        "pair": _pairs([at[0] if at and segment[at[0]] == 1 else -1 for at in places]),
    }
    return Sheet(codes, explicit, arrays)


def _places(code: str, line: Sequence[Owned], segment: npt.NDArray[np.int64]) -> list[int]:
    """Return the pieces that name a code, in the sentence or else in the title."""
    everywhere = [n for n, (_, owners) in enumerate(line) if any(owner.code == code for owner in owners)]
    return [n for n in everywhere if segment[n] == 1] or everywhere


def _marks(places: Sequence[Sequence[int]], width: int) -> npt.NDArray[np.float32]:
    """Return a matrix with a one at each place of each row."""
    found = np.zeros((len(places), width), np.float32)
    for row, columns in enumerate(places):
        found[row, list(columns)] = 1.0
    return found


def _pairs(first: Sequence[int]) -> npt.NDArray[np.float32]:
    """Return for each two parties (C, C, 4): both stand here, the second after the first, their distance, closely after."""
    at = np.array(first, np.float32)
    gap = at[None, :] - at[:, None]
    both = (at[None, :] >= 0) & (at[:, None] >= 0) & ~np.eye(len(at), dtype=bool)
    facts = [np.ones_like(gap), gap > 0, np.minimum(np.abs(gap), FAR) / 20, (gap > 0) & (gap < NEAR)]
    return np.stack(facts, axis=-1).astype(np.float32) * both[..., None].astype(np.float32)
