"""Fits what judges candidates: the pair model and the boosted trees, both on scores of models that have not seen the document."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import lightgbm
import numpy as np
import numpy.typing as npt

from pipelines.extract import triples
from pipelines.extract.beside import BESIDE, Code, beside, best_of
from pipelines.extract.linear import Linear
from pipelines.extract.readings import read
from pipelines.extract.rows import Row
from pipelines.extract.values import Floats
from pipelines.learn.examples import FOLDS, Example
from pipelines.learn.linear import Labelled, Prepared, spread

ROUNDS = 250
PAIR_STRENGTH = 0.05  # inverse regularisation of the pair model
JUDGE = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 31,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "verbose": -1,
    "num_threads": 2,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 1,
}
COLUMNS = (*Row._fields, "pair", *BESIDE)  # of the judge up to the pair, of the appeal all
Rows = npt.NDArray[np.floating]


@dataclass(frozen=True)
class Candidates:
    """Candidates of the examples with their truth; `example` is the index of the example, `pairs` what the pair model sees."""

    rows: npt.NDArray[np.float32]
    truth: npt.NDArray[np.bool_]
    fold: npt.NDArray[np.int64]
    example: list[int]
    codes: list[Code]
    pairs: Prepared


def candidates_of(
    examples: Sequence[Example], parts: Sequence[dict[str, Linear]], levers: dict[str, int], codes: dict[str, int]
) -> Candidates:
    """Return every candidate, scored by the linear models that have not seen its document."""
    rows, index, found_codes, pairs = [], [], [], Labelled(["pair"])
    for n, example in enumerate(examples):
        readings = read(example.scene, example.triggers, parts[example.fold], list(levers))
        found = triples.candidates(example.scene, readings, levers, codes, triples.PAIR_FLOOR)
        bases = [(lever, base) for lever, several in triples.pair_bases(example.scene, found) for base in several]
        for candidate, (lever, base) in zip(found, bases, strict=True):
            rows.append(candidate.row)
            index.append(n)
            found_codes.append(candidate.code)
            pairs.add(base, lever, example, (candidate.code in example.triples,))
    prepared = pairs.prepared(PAIR_STRENGTH)
    return Candidates(np.array(rows, np.float32), prepared.labels["pair"], prepared.fold, index, found_codes, prepared)


def with_pairs(found: Candidates) -> npt.NDArray[np.float32]:
    """Return the rows of the candidates with the log-odds of the pair model, made without their documents."""
    logits = np.zeros(len(found.truth), np.float32)
    for fold, models in enumerate(spread([([found.pairs], fold) for fold in range(FOLDS)])):
        own, fitted = found.fold == fold, models["pair"]
        logits[own] = found.pairs.matrix[own] @ fitted.weights + fitted.bias
    return np.column_stack([found.rows, logits])


def boost(rows: Rows, truth: npt.NDArray[np.bool_]) -> lightgbm.Booster:
    """Fit the boosted trees."""
    names = list(COLUMNS[: rows.shape[1]])
    return lightgbm.train(JUDGE, lightgbm.Dataset(rows, truth.astype(np.float32), feature_name=names), ROUNDS)


def out_of_fold(rows: Rows, truth: npt.NDArray[np.bool_], fold: npt.NDArray[np.int64]) -> Floats:
    """Return the scores of each row by trees that have not seen its document."""
    scores = np.zeros(len(truth))
    for one in range(FOLDS):
        own = fold == one
        scores[own] = boost(rows[~own], truth[~own]).predict(rows[own])
    return scores


@dataclass(frozen=True)
class Triples:
    """The best candidate of every triple of every example, beside the others of its sentence."""

    rows: Rows
    truth: npt.NDArray[np.bool_]
    fold: npt.NDArray[np.int64]
    example: list[int]
    codes: list[Code]

    def taken(self, index: list[int]) -> "Triples":
        """Return the triples at these places."""
        example, codes = [self.example[place] for place in index], [self.codes[place] for place in index]
        return Triples(self.rows[index], self.truth[index], self.fold[index], example, codes)


def triples_of(found: Candidates, rows: Rows, scores: Floats) -> Triples:
    """Keep the best candidate of each triple by the judge's scores, and add what stands beside it."""
    kept, others = [], []
    for _, group in groupby(range(len(found.example)), key=found.example.__getitem__):
        places = list(group)
        codes, own = [found.codes[n] for n in places], scores[places].tolist()
        best = best_of(codes, own)
        kept += [places[n] for n in best]
        others.append(beside([(codes[n], own[n]) for n in best]))
    every = Triples(rows, found.truth, found.fold, found.example, found.codes).taken(kept)
    return replace(every, rows=np.column_stack([every.rows, np.concatenate(others)]))
