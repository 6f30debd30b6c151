"""Fits what the linear models and the encoder count in each field, on documents that neither has seen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import log_softmax

from pipelines.extract.encoder import Encoder
from pipelines.extract.fields import linear_scores
from pipelines.extract.linear import Linear
from pipelines.extract.spoken import unlisted
from pipelines.extract.values import FIELD_VALUES, FIELDS, Floats, field_scores
from pipelines.learn.examples import Example

Row = dict[str, str]
DAMPING = 0.5  # of how often a value stands, so that a rare value is not ruled out


@dataclass(frozen=True)
class Told:
    """Coded rows (n): the linear models' and the encoder's scores of every value (n, F), the right values by field (n,).

    A row stands once for each trigger that may name its lever, and counts `weight` (n,) each time: 1 in all.
    """

    linear: Floats
    encoder: Floats
    truth: dict[str, npt.NDArray[np.int64]]
    weight: Floats


def told(examples: Sequence[Example], models: dict[str, Linear], encoder: Encoder) -> Told:
    """Score the coded rows of examples that the models have not learnt from; raise ValueError if there are none."""
    rows = [found for example in examples for found in _rows(example, models, encoder)]
    if not rows:
        raise ValueError("too little gold: nothing is coded in the documents that the fields are weighed on")
    linear, own, values, weight = zip(*rows, strict=True)
    truth = {field: np.array([FIELD_VALUES[field].index(one[field]) for one in values]) for field in FIELDS}
    return Told(np.array(linear), np.array(own), truth, np.array(weight))


def _rows(example: Example, models: dict[str, Linear], encoder: Encoder) -> list[tuple[Floats, Floats, Row, float]]:
    """Return for each coded row, by each trigger that may name its lever, both scores, the row and its weight."""
    codes = sorted(example.coded)
    opinions = encoder.opinions(example.scene, codes)
    found = []
    for code, own in zip(codes, opinions.fields, strict=True):
        named = [trigger for trigger in example.triggers if code[1] in trigger.levers]
        for trigger in named or [unlisted(example.scene, [code[1]])]:
            scores = linear_scores(example.scene, trigger, code, models)
            found.append((scores, own, example.coded[code], 1 / max(1, len(named))))
    return found


def fit_fields(found: Told) -> dict[str, dict[str, float]]:
    """Return by field what each score counts, and what is added for each value."""
    return {field: _fit(found, field) for field in FIELDS}


def _fit(found: Told, field: str) -> dict[str, float]:
    names, truth = ["linear", "encoder", *FIELD_VALUES[field]], found.truth[field]

    def loss(weights: Floats) -> float:
        scores = field_scores(found.linear, found.encoder, field, dict(zip(names, weights.tolist(), strict=True)))
        right = log_softmax(scores, axis=1)[np.arange(len(truth)), truth]
        return float(DAMPING * (weights[2:] ** 2).sum() - (right * found.weight).sum())

    best = minimize(loss, np.array([0.5, 0.5, *[0.0] * (len(names) - 2)]), method="L-BFGS-B")
    return dict(zip(names, best.x.round(4).tolist(), strict=True))


def right(found: Told, weights: dict[str, dict[str, float]]) -> dict[str, float]:
    """Return the share of rows whose value is read right, by field."""
    shares = {}
    for field, truth in found.truth.items():
        best = field_scores(found.linear, found.encoder, field, weights[field]).argmax(1)
        shares[field] = float(np.average(best == truth, weights=found.weight))
    return shares
