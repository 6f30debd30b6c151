"""Fits what a whole sentence speaks of: one logistic model a lever over its words, all in one weight table."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from pipelines.extract.hashing import Hashes, folded, hashed
from pipelines.extract.linear import Linear
from pipelines.extract.spoken import SENTENCE_BITS, sentence_features
from pipelines.learn.examples import Example
from pipelines.learn.linear import SOLVER

STRENGTH = 0.2  # inverse regularisation
SEEN = 3  # sentences that a feature must stand in
SMALLEST = 0.06  # smaller weights are not kept
NEVER = -20.0  # log-odds of a lever that the examples do not tell


@dataclass(frozen=True)
class Sentences:
    """Sentences ready for fitting: the features (their hashes, one a column), the fold and the levers of each."""

    matrix: sp.csr_matrix
    hashes: Hashes
    fold: npt.NDArray[np.int64]
    levers: dict[str, npt.NDArray[np.bool_]]

    @classmethod
    def of(cls, examples: Sequence[Example], levers: Sequence[str]) -> "Sentences":
        """Collect the features that stand in enough sentences."""
        bases = [sentence_features(example.scene) for example in examples]
        starts = np.concatenate([[0], np.cumsum([len(base) for base in bases])])
        hashes, columns, counts = np.unique(np.concatenate(bases), return_inverse=True, return_counts=True)
        shape = (len(bases), len(hashes))
        whole = sp.csr_matrix((np.ones(len(columns), np.float32), columns, starts), shape=shape)
        told = [{lever for _, lever, _ in example.triples} for example in examples]
        labels = {lever: np.array([lever in one for one in told]) for lever in levers}
        fold = np.array([example.fold for example in examples])
        return cls(whole[:, counts >= SEEN].tocsr(), hashes[counts >= SEEN], fold, labels)

    def fit(self, without: int | None = None) -> dict[str, Linear]:
        """Fit the model on all sentences or on those outside one fold."""
        used = np.ones(len(self.fold), bool) if without is None else self.fold != without
        table = np.zeros(1 << SENTENCE_BITS, np.float32)
        rows = self.matrix[used]
        for lever, labels in self.levers.items():
            truth, bias = labels[used], folded(hashed(["bias"]), lever, SENTENCE_BITS)
            if not truth.any() or truth.all():
                table[bias] += NEVER
            else:
                fitted = LogisticRegression(C=STRENGTH, **SOLVER).fit(rows, truth)
                weights = np.where(np.abs(fitted.coef_[0]) > SMALLEST, fitted.coef_[0], 0.0)
                np.add.at(table, folded(self.hashes, lever, SENTENCE_BITS), weights.astype(np.float32))
                table[bias] += np.float32(fitted.intercept_[0])
        return {"sentence": Linear(table, 0.0)}
