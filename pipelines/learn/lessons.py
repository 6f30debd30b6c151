"""Hand-coded examples laid out for the encoder, and batches of them with some names hidden."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from pipelines.extract.features import class_of
from pipelines.extract.sheet import NONE, Sheet, Tables, sheet_of
from pipelines.extract.values import FIELDS, value_names
from pipelines.learn.examples import Example
from pipelines.pieces import MASK

BATCH = 16  # sentences
HIDE_NAME, HIDE_CODE = 0.12, 0.3  # how often a party's name is masked, its code hidden
MAX_CODES, MIN_ROWS = 60, 10


@dataclass(frozen=True)
class Lesson:
    """A sentence laid out: the (actor, target, lever) places of its events and of all that is coded, forecasts too.

    `fields` are the places of the fields' values, a row for each of `coded`.
    """

    sheet: Sheet
    events: list[tuple[int, int, int]]
    coded: list[tuple[int, int, int]]
    fields: list[list[int]]


def tables_of(examples: Sequence[Example], levers: list[str]) -> Tables:
    """Return the code lists that the examples need."""
    nodes = [node.party for example in examples for node in example.scene.nodes]
    coded = Counter(code for example in examples for actor, _, target in example.triples for code in (actor, target))
    often = sorted((-n, code) for code, n in coded.items() if n >= MIN_ROWS)[:MAX_CODES]
    classes, kinds = {class_of(party.code) for party in nodes}, {party.kind for party in nodes}
    codes = [NONE, *(code for _, code in often)]
    return Tables(levers, [NONE, *sorted(classes)], [NONE, *sorted(kinds)], codes, value_names())


def lesson_of(example: Example, tables: Tables) -> Lesson:
    """Lay an example out."""
    sheet = sheet_of(example.scene, tables)
    at = {code: n for n, code in enumerate(sheet.codes)}
    rows = {
        (at[actor], at[target], tables.levers.index(lever)): row
        for (actor, lever, target), row in sorted(example.coded.items())
        if actor in at and target in at and lever in tables.levers
    }
    events = [place for place, row in rows.items() if row["status"] != "speculative"]
    values = tables.at["fields"]
    fields = [[values[f"{field}:{row[field]}"] for field in FIELDS] for row in rows.values()]
    return Lesson(sheet, events, list(rows), fields)


def widest(examples: Sequence[Example], tables: Tables) -> Lesson:
    """Return the example with the most parties, laid out."""
    return max((lesson_of(one, tables) for one in examples), key=lambda one: len(one.sheet.codes))


def masked(lesson: Lesson, dice: random.Random) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of a lesson with some names and codes hidden, so that words decide, not who it is."""
    arrays = dict(lesson.sheet.arrays)
    ids, codes = arrays["ids"].copy(), arrays["party_code"].copy()
    for n, explicit in enumerate(lesson.sheet.explicit):
        if explicit and dice.random() < HIDE_NAME:
            ids[arrays["party_pieces"][n] > 0] = MASK
        if dice.random() < HIDE_CODE:
            codes[n] = 0
    return arrays | {"ids": ids, "party_code": codes}


def _padded(several: Sequence[npt.NDArray[Any]]) -> torch.Tensor:
    shape = [max(one.shape[axis] for one in several) for axis in range(several[0].ndim)]
    found = np.zeros([len(several), *shape], several[0].dtype)
    for n, one in enumerate(several):
        corner: tuple[Any, ...] = (n, *map(slice, one.shape))
        found[corner] = one
    return torch.from_numpy(found)


def stacked(several: Sequence[dict[str, npt.NDArray[Any]]]) -> dict[str, torch.Tensor]:
    """Return the arrays of sentences as one batch, padded with zeros."""
    return {name: _padded([one[name] for one in several]) for name in several[0]}


def batches_of(lessons: Sequence[Lesson], dice: random.Random) -> Iterator[list[Lesson]]:
    """Yield batches of sentences of similar length, in random order."""
    ordered = sorted(lessons, key=lambda one: len(one.sheet.arrays["ids"]) + dice.random() * 12)
    batches = [ordered[n : n + BATCH] for n in range(0, len(ordered), BATCH)]
    dice.shuffle(batches)
    yield from batches
