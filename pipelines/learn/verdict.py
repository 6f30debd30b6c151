"""Fits the verdict: how much the trees and the encoder count, on documents that neither has seen."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from pipelines.extract.beside import Code
from pipelines.extract.encoder import Encoder
from pipelines.extract.values import Floats
from pipelines.extract.verdict import NAMES, WHICH, is_asked, weighed
from pipelines.learn.examples import FOLDS, Example, unseen
from pipelines.learn.judge import Rows, Triples

STRENGTH = 0.3  # inverse regularisation, of standardised numbers


def weigh(examples: Sequence[Example], triples: Triples, appeal: Floats, encoder: Encoder) -> Triples:
    """Ask the encoder about the triples of every unseen sentence in which the trees find something likely.

    Return these triples; their rows are what is weighed. Raise ValueError if there are none.
    """
    kept: dict[int, list[int]] = {}
    asked = unseen(examples)
    for place, n in enumerate(triples.example):
        if n in asked:
            kept.setdefault(n, []).append(place)
    kept = {n: several for n, several in kept.items() if is_asked(appeal[several])}
    if not kept:
        raise ValueError("too little gold: no event is likely in the documents that the verdict is fitted on")
    found = triples.taken([place for several in kept.values() for place in several])
    rows = [
        _rows(examples[n], [triples.codes[one] for one in several], appeal[several], encoder)
        for n, several in kept.items()
    ]
    return replace(found, rows=np.concatenate(rows))


def _rows(example: Example, codes: Sequence[Code], appeal: Floats, encoder: Encoder) -> Floats:
    return weighed(appeal.tolist(), encoder.opinions(example.scene, codes).rows, example.scene.genre)


def fit_weights(rows: Rows, truth: npt.NDArray[np.bool_]) -> Floats:
    """Return the weight of each number; the constant is part of the weights of the genres, of which every row has one."""
    scale = StandardScaler().fit(rows)
    fitted = LogisticRegression(C=STRENGTH, max_iter=2000).fit(scale.transform(rows), truth)
    weights = np.asarray(fitted.coef_[0] / scale.scale_, np.float64)
    weights[[NAMES.index(genre) for genre in WHICH]] += fitted.intercept_[0] - float(weights @ scale.mean_)
    return weights.round(6)


def verdicts_out_of_fold(found: Triples) -> Floats:
    """Return the probability of each triple, by weights fitted without its document."""
    scores = np.zeros(len(found.truth))
    for one in range(FOLDS):
        own = found.fold == one
        scores[own] = found.rows[own] @ fit_weights(found.rows[~own], found.truth[~own])
    return np.asarray(expit(scores), np.float64)
