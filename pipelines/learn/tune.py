"""Fine-tunes the encoder on hand-coded examples, leaving out the documents that the verdict is fitted on."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as fn

from pipelines.extract.context import GENRES
from pipelines.extract.sheet import Tables
from pipelines.extract.values import FIELDS, PLACES, value_names
from pipelines.learn.body import Dropout
from pipelines.learn.examples import Example, Say, is_unseen
from pipelines.learn.lessons import BATCH, Lesson, batches_of, lesson_of, masked, stacked, tables_of
from pipelines.learn.network import Network, Sizes
from pipelines.learn.pretrained import pretrained, trainable
from pipelines.learn.resumed import resumed, tables_before

RATES = (8e-5, 1e-3)  # learning rates of the pretrained and of the new parameters
RESUMED = (5e-5, 5e-4)  # the same where an encoder made before goes on, and for a deep one
WARM = 0.06  # share of the steps in which the rates rise
FIELDS_COUNT = 0.3  # how much the loss of the fields counts beside that of the triples
EVENTLESS = 0.25  # share of the sentences without events that an epoch sees
THREADS = 2  # sums depend on them
LONGEST_STEP = 2.0  # norm to which gradients are cut


def _loss(network: Network, batch: Sequence[Lesson], dice: random.Random) -> torch.Tensor:
    arrays = stacked([masked(lesson, dice) for lesson in batch])
    logits, scores = network(arrays)
    truth = torch.zeros_like(logits)
    for place in [(n, *event) for n, lesson in enumerate(batch) for event in lesson.events]:
        truth[place] = 1.0
    there = arrays["party"]
    valid = there[:, :, None] * there[:, None, :] * (1 - torch.eye(there.shape[1]))
    each = fn.binary_cross_entropy_with_logits(logits, truth, reduction="none")
    total = (each * valid.unsqueeze(-1)).sum()
    coded = [(n, *one) for n, lesson in enumerate(batch) for one in lesson.coded]
    if coded:
        wanted = torch.tensor([one for lesson in batch for one in lesson.fields])
        total = total + FIELDS_COUNT * _field_loss(scores[tuple(torch.tensor(coded).T)], wanted)
    return total / len(batch)


def _field_loss(scores: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Return the cross entropy of the fields: `scores` (coded, values), `wanted` (coded, fields) places."""
    total = torch.zeros(())
    for n, here in enumerate(PLACES[field] for field in FIELDS):
        total = total + fn.cross_entropy(scores[:, here], wanted[:, n] - here.start, reduction="sum")
    return total


@dataclass(frozen=True)
class Start:
    """What the training starts from: pretrained `weights`, and the folder of an encoder made `before`, if any.

    `beside` is, for a deep network, the folder of the small one: both read the same sheets, so it takes over the code lists;
    `pace` is the share of the learning rates that it goes at: less than 1 to change an encoder gently.
    """

    weights: Path
    before: Path | None = None
    beside: Path | None = None
    pace: float = 1.0

    @property
    def lists(self) -> Path | None:
        """The folder of the code lists to keep, if any."""
        return self.beside or self.before

    @property
    def rates(self) -> tuple[float, float]:
        """The learning rates of the pretrained and of the new parameters."""
        pretrained, new = RESUMED if self.lists else RATES
        return pretrained * self.pace, new * self.pace


def _tables(examples: Sequence[Example], levers: list[str], before: Path | None) -> Tables:
    """Return the code lists: of an encoder made before its own, which must be of this codebook."""
    if not before:
        return tables_of(examples, levers)
    tables = tables_before(before)
    if (tables.levers, tables.fields) != (levers, value_names()):
        raise ValueError(f"the encoder in {before} is of another codebook: start anew, without it")
    return tables


def _start(tables: Tables, start: Start) -> Network:
    sizes = Sizes(
        *(len(one) for one in (tables.classes, tables.kinds, tables.codes, GENRES, tables.levers, tables.fields))
    )
    network = pretrained(sizes, start.weights)
    return resumed(network, start.before) if start.before else network


def _settle() -> random.Random:
    """Fix everything that is drawn or summed, so that the same folders give the same network; return the dice."""
    torch.manual_seed(0)
    Dropout.bits = np.random.Generator(np.random.SFC64(0))
    torch.set_num_threads(THREADS)
    torch.set_flush_denormal(True)
    return random.Random(0)


class _Steps:
    """The steps of the training: one batch a call."""

    def __init__(self, network: Network, rates: tuple[float, float], n_steps: int) -> None:
        parts = trainable(network)
        self.network, self.parameters = network, [one for part in parts for one in part]
        groups = [{"params": part, "lr": rate} for part, rate in zip(parts, rates, strict=True)]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, lambda n: _pace(n / n_steps))

    def take(self, batch: Sequence[Lesson], dice: random.Random) -> float:
        """Learn from a batch; return its loss a sentence."""
        loss = _loss(self.network, batch, dice)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, LONGEST_STEP)
        self.optimizer.step()
        self.schedule.step()
        return float(loss.item())


def _lessons(examples: Sequence[Example], tables: Tables) -> tuple[list[Lesson], list[Lesson]]:
    """Return the sentences in which there is something to learn: those with events, and those without."""
    lessons = [one for example in examples if len((one := lesson_of(example, tables)).sheet.codes) > 1]
    return [one for one in lessons if one.events], [one for one in lessons if not one.events]


def _epochs(
    lessons: tuple[list[Lesson], list[Lesson]], first: tuple[list[Lesson], list[Lesson]], n: int, dice: random.Random
) -> Iterator[list[Lesson]]:
    """Yield what each of `n` epochs sees: all sentences with events and some without; those of `first` are seen once."""
    for epoch in range(n):
        told, silent = (one + two for one, two in zip(lessons, first, strict=True)) if epoch == 0 else lessons
        yield told + dice.sample(silent, int(EVENTLESS * len(silent)))


def tune(
    examples: Sequence[Example],
    levers: list[str],
    start: Start,
    epochs: int,
    say: Say,
    first: Sequence[Example] = (),
) -> Iterator[tuple[Network, Tables]]:
    """Yield the network after each epoch, and its code lists; the examples `first` are seen in the first epoch alone."""
    dice, seen = _settle(), [example for example in examples if not is_unseen(example.document)]
    tables = _tables(seen, levers, start.lists)
    lessons, once = _lessons(seen, tables), _lessons(first, tables)
    say(f"{len(lessons[0])} sentences with events, {len(lessons[1])} without; {len(once[0]) + len(once[1])} seen once")
    network, planned = _start(tables, start), list(_epochs(lessons, once, epochs, dice))
    steps = _Steps(network, start.rates, sum(-(-len(chosen) // BATCH) for chosen in planned))
    for epoch, chosen in enumerate(planned, 1):
        network.train()
        total = 0.0
        for n, batch in enumerate(batches_of(chosen, dice), 1):
            total += steps.take(batch, dice)
            if n % 100 == 0:
                say(f"epoch {epoch} of {epochs}: {n * BATCH} of {len(chosen)} sentences, loss {total / n:.3f}")
        yield network.eval(), tables


def _pace(done: float) -> float:
    """Return the share of the learning rate after a share of the steps: up quickly, then down to nothing."""
    return min(1.0, done / WARM) * (1 - done) + 1e-3
