"""Fits which quantity of a sentence belongs to a mention, on coded rows and the candidates that the coder finds for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from pipelines.extract.around import Rows
from pipelines.extract.belonging import FEATURES, rows_of
from pipelines.extract.governed import chosen
from pipelines.extract.judging import Judgement, judged
from pipelines.extract.magnitude import Quantity
from pipelines.extract.model import MAGNITUDE, Model
from pipelines.learn.examples import FOLDS, Example, Say
from pipelines.learn.judge import JUDGE

ROUNDS, AT_ONCE = 200, 200  # trees; sentences judged together
TREES = JUDGE | {
    "num_leaves": 12,
    "min_data_in_leaf": 10,
    "feature_fraction": 0.6,
    "bagging_fraction": 1.0,
    "bagging_freq": 0,
}


@dataclass(frozen=True)
class Claim:
    """A coded row: what the trees see of each quantity that can measure it, which are right, and whether the row tells any."""

    fold: int
    rows: Rows
    truth: npt.NDArray[np.bool_]
    told: bool


def claims(examples: Sequence[Example], model: Model) -> Iterator[Claim]:
    """Yield the coded rows whose triple is a candidate, those whose sentence tells no quantity too."""
    coded = iter([example for example in examples if example.triples])
    while several := list(islice(coded, AT_ONCE)):
        every = judged([example.scene for example in several], model, asked=0.0)
        for example, found in zip(several, every, strict=True):
            yield from _claims(example, found, model)


def _claims(example: Example, found: Sequence[Judgement], model: Model) -> Iterator[Claim]:
    best = {one.candidate.code: one.candidate for one in found}
    likely = [one.candidate for one in found if one.probability >= model.thresholds[example.scene.genre]]
    for code in sorted(example.triples & best.keys()):
        row = example.coded[code]
        quantities, rows = rows_of(example.scene, best[code], row, likely)
        truth = [_is(one, row["magnitude"]) for one in quantities]
        yield Claim(example.fold, rows, np.array(truth, np.bool_), row["magnitude"] is not None)


def _is(quantity: Quantity, magnitude: dict[str, Any] | None) -> bool:
    return magnitude is not None and (quantity.value, quantity.unit) == (magnitude["value"], magnitude["unit"])


def boosted(several: Sequence[Claim]) -> lightgbm.Booster:
    """Fit the trees; raise ValueError if no row tells a quantity."""
    asked = [one for one in several if len(one.rows)]
    if not any(one.truth.any() for one in asked):
        raise ValueError("too little gold: no coded row has a magnitude that its sentence tells")
    rows, truth = (np.concatenate([getattr(one, name) for one in asked]) for name in ("rows", "truth"))
    return lightgbm.train(TREES, lightgbm.Dataset(rows, truth.astype(np.float32), feature_name=list(FEATURES)), ROUNDS)


def right(several: Sequence[Claim], trees: lightgbm.Booster) -> tuple[int, int]:
    """Return how many rows are given the right quantity, of those where gold or trees give any."""
    hits = total = 0
    for one in several:
        best = chosen(one.rows, trees)
        total += one.told or best >= 0
        hits += best >= 0 and bool(one.truth[best])
    return hits, total


def out_of_fold(several: Sequence[Claim]) -> tuple[int, int]:
    """Return the same by trees that have not seen the document."""
    found = []
    for fold in range(FOLDS):
        trees = boosted([one for one in several if one.fold != fold])
        found.append(right([one for one in several if one.fold == fold], trees))
    hits, total = zip(*found, strict=True)
    return sum(hits), sum(total)


def fit_magnitude(examples: Sequence[Example], model: Model, say: Say) -> None:
    """Fit the trees, say how right they are out of fold, and write them into the folder of the model."""
    several = list(claims(examples, model))
    hits, total = out_of_fold(several)
    say(f"{len(several)} coded rows: {hits} right of {total} that gold or trees give, out of fold")
    boosted(several).save_model(str(model.folder / MAGNITUDE))
    say(f"written to {model.folder / MAGNITUDE}")
