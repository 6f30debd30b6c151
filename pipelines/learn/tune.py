"""Fine-tunes the encoder on hand-coded examples, leaving out the documents that the verdict is fitted on."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional as fn

from pipelines.extract.context import GENRES
from pipelines.extract.features import class_of
from pipelines.extract.sheet import NONE, Sheet, Tables, sheet_of
from pipelines.extract.values import FIELDS, PLACES, value_names
from pipelines.learn.examples import Example, Say, is_unseen
from pipelines.learn.network import Dropout, Network, Sizes
from pipelines.learn.pretrained import pretrained, trainable
from pipelines.pieces import MASK

BATCH = 16  # sentences
RATES = (8e-5, 1e-3)  # learning rates of the pretrained and of the new parameters
WARM = 0.06  # share of the steps in which the rates rise
FIELDS_COUNT = 0.3  # how much the loss of the fields counts beside that of the triples
EVENTLESS = 0.25  # share of the sentences without events that an epoch sees
HIDE_NAME, HIDE_CODE = 0.12, 0.3  # how often a party's name is masked, its code hidden
MAX_CODES, MIN_ROWS = 60, 10
THREADS = 2  # sums depend on them


@dataclass(frozen=True)
class Lesson:
    """A sentence laid out, the (actor, target, lever) places of its events, and the places of their fields' values."""

    sheet: Sheet
    events: list[tuple[int, int, int]]
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
    told = [
        (actor, lever, target)
        for actor, lever, target in sorted(example.triples)
        if actor in at and target in at and lever in tables.levers
    ]
    events = [(at[actor], at[target], tables.levers.index(lever)) for actor, lever, target in told]
    values, coded = tables.at["fields"], example.coded
    fields = [[values[f"{field}:{coded[one][field]}"] for field in FIELDS] for one in told]
    return Lesson(sheet, events, fields)


def widest(examples: Sequence[Example], tables: Tables) -> Lesson:
    """Return the example with the most parties, laid out."""
    return max((lesson_of(one, tables) for one in examples), key=lambda one: len(one.sheet.codes))


def _masked(lesson: Lesson, dice: random.Random) -> dict[str, npt.NDArray[Any]]:
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


def _batches(lessons: Sequence[Lesson], dice: random.Random) -> Iterator[list[Lesson]]:
    """Yield batches of sentences of similar length, in random order."""
    ordered = sorted(lessons, key=lambda one: len(one.sheet.arrays["ids"]) + dice.random() * 12)
    batches = [ordered[n : n + BATCH] for n in range(0, len(ordered), BATCH)]
    dice.shuffle(batches)
    yield from batches


def _loss(network: Network, batch: Sequence[Lesson], dice: random.Random) -> torch.Tensor:
    arrays = stacked([_masked(lesson, dice) for lesson in batch])
    logits, scores = network(arrays)
    truth = torch.zeros_like(logits)
    places = [(n, *event) for n, lesson in enumerate(batch) for event in lesson.events]
    for place in places:
        truth[place] = 1.0
    there = arrays["party"]
    valid = there[:, :, None] * there[:, None, :] * (1 - torch.eye(there.shape[1]))
    each = fn.binary_cross_entropy_with_logits(logits, truth, reduction="none")
    total = (each * valid.unsqueeze(-1)).sum()
    if places:
        wanted = torch.tensor([one for lesson in batch for one in lesson.fields])
        total = total + FIELDS_COUNT * _field_loss(scores[tuple(torch.tensor(places).T)], wanted)
    return total / len(batch)


def _field_loss(scores: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Return the cross entropy of the fields of events: `scores` (events, values), `wanted` (events, fields) places."""
    total = torch.zeros(())
    for n, here in enumerate(PLACES[field] for field in FIELDS):
        total = total + fn.cross_entropy(scores[:, here], wanted[:, n] - here.start, reduction="sum")
    return total


def tune(
    examples: Sequence[Example], levers: list[str], weights: Path, epochs: int, say: Say
) -> Iterator[tuple[Network, Tables]]:
    """Yield the network after each epoch from the pretrained weights, and its code lists."""
    dice = random.Random(0)
    torch.manual_seed(0)
    Dropout.bits = np.random.Generator(np.random.SFC64(0))
    torch.set_num_threads(THREADS)
    torch.set_flush_denormal(True)
    seen = [example for example in examples if not is_unseen(example.document)]
    tables = tables_of(seen, levers)
    lessons = [one for example in seen if len((one := lesson_of(example, tables)).sheet.codes) > 1]
    told, silent = [one for one in lessons if one.events], [one for one in lessons if not one.events]
    say(f"{len(told)} sentences with events, {len(silent)} without")
    sizes = Sizes(
        len(tables.classes), len(tables.kinds), len(tables.codes), len(GENRES), len(levers), len(tables.fields)
    )
    network = pretrained(sizes, weights)
    body, fresh = trainable(network)
    groups = [{"params": group, "lr": rate} for group, rate in zip((body, fresh), RATES, strict=True)]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    steps = epochs * -(-(len(told) + int(EVENTLESS * len(silent))) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: _pace(n / steps))
    for epoch in range(1, epochs + 1):
        network.train()
        chosen, total = told + dice.sample(silent, int(EVENTLESS * len(silent))), 0.0
        for n, batch in enumerate(_batches(chosen, dice), 1):
            loss = _loss(network, batch, dice)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*body, *fresh], 2.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
            if n % 100 == 0:
                say(f"epoch {epoch} of {epochs}: {n * BATCH} of {len(chosen)} sentences, loss {total / n:.3f}")
        yield network.eval(), tables


def _pace(done: float) -> float:
    """Return the share of the learning rate after a share of the steps: up quickly, then down to nothing."""
    return min(1.0, done / WARM) * (1 - done) + 1e-3
