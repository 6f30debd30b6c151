"""Fits the linear models: which lever a trigger names, which parties are its arguments, and the fields of a mention."""

import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from pipelines.extract.arguments import argument_features
from pipelines.extract.dates import find_dates
from pipelines.extract.dating import date_features
from pipelines.extract.features import trigger_features
from pipelines.extract.fields import field_features, field_models
from pipelines.extract.hashing import Hashes, folded
from pipelines.extract.linear import SIZE, Linear
from pipelines.extract.spoken import UNLISTED, unlisted
from pipelines.extract.triggers import Trigger
from pipelines.learn.examples import Example

STRENGTHS = (0.1, 0.1, 0.3, 0.1)  # inverse regularisation of levers, roles, fields, dates; chosen on text held aside
PROCESSES = 2
_TASKS: list[tuple[Sequence["Fittable"], int | None]] = []  # read by forked processes, so that no matrix is copied
Bools = npt.NDArray[np.bool_]


@dataclass
class Labelled:
    """Feature sets, the lever each is tied to, the fold of its document, and the labels of each model."""

    names: Sequence[str]
    bases: list[Hashes] = field(default_factory=list)
    levers: list[str] = field(default_factory=list)
    folds: list[int] = field(default_factory=list)
    labels: list[tuple[bool, ...]] = field(default_factory=list)

    def add(self, base: Hashes, lever: str, fold: int, labels: tuple[bool, ...]) -> None:
        """Add one row; `labels` stand in the order of `names`."""
        self.bases.append(base)
        self.levers.append(lever)
        self.folds.append(fold)
        self.labels.append(labels)

    def matrix(self) -> sp.csr_matrix:
        """Return the rows as counts over the weight table."""
        pairs = zip(self.bases, self.levers, strict=True)
        places = [np.concatenate([folded(base, lever), folded(base, "")]) for base, lever in pairs]
        starts = np.concatenate([[0], np.cumsum([len(one) for one in places])])
        flat = np.concatenate(places)
        matrix = sp.csr_matrix((np.ones(len(flat), np.float32), flat, starts), shape=(len(places), SIZE))
        matrix.sum_duplicates()
        return matrix


@dataclass(frozen=True)
class Prepared:
    """Rows ready for fitting: one matrix, the fold of each row, and labels by model name."""

    matrix: sp.csr_matrix
    fold: npt.NDArray[np.int64]
    labels: dict[str, Bools]
    strength: float

    def fit(self, without: int | None = None) -> dict[str, Linear]:
        """Fit one logistic model a name, on all rows or on those outside one fold."""
        used = np.ones(len(self.fold), bool) if without is None else self.fold != without
        found: dict[str, Linear] = {}
        for name, labels in self.labels.items():
            truth = labels[used]
            if truth.any() and not truth.all():
                fitted = LogisticRegression(C=self.strength, solver="liblinear", random_state=0)
                fitted.fit(self.matrix[used], truth)
                found[name] = Linear(fitted.coef_[0].astype(np.float32), float(fitted.intercept_[0]))
        return found


class Fittable(Protocol):
    """Rows that models can be fitted on."""

    def fit(self, without: int | None = None) -> dict[str, Linear]:
        """Return the fitted models by name."""
        ...


def _add_fields(example: Example, trigger: Trigger, lever: str, fields: Labelled) -> None:
    for row in example.rows:
        if row["lever"] == lever:
            base = field_features(example.scene, trigger, row["actor"], row["target"])
            fields.add(
                base, lever, example.fold, tuple(row[name.split(":")[0]] == name.split(":")[1] for name in fields.names)
            )


def _add_dates(example: Example, trigger: Trigger, lever: str, dates: Labelled) -> None:
    """Add the date expressions beside each coded row: the one that gives the row's date governs it."""
    found = find_dates(example.scene.parse.text, example.published)
    for row in example.rows if found else ():
        if row["lever"] == lever and row["status"] != "speculative":
            bases = date_features(example.scene, trigger, found, example.published, row["status"])
            for one, base in zip(found, bases, strict=True):
                dates.add(base, lever, example.fold, (one.edtf == row["date"],))


def _add_trigger(example: Example, trigger: Trigger, groups: Sequence[Labelled]) -> None:
    levers, roles, fields, dates = groups
    base = trigger_features(example.scene, trigger)
    parties: list[Hashes] = []
    for lever in trigger.levers:
        real = [triple for triple in example.triples if triple[1] == lever]
        if trigger.phrase != UNLISTED:
            levers.add(base, lever, example.fold, (bool(real),))
        if not real:
            continue
        parties = parties or [argument_features(example.scene, trigger, node) for node in example.scene.nodes]
        for node, party in zip(example.scene.nodes, parties, strict=True):
            code = node.party.code
            roles.add(party, lever, example.fold, (any(code == t[0] for t in real), any(code == t[2] for t in real)))
        _add_fields(example, trigger, lever, fields)
        _add_dates(example, trigger, lever, dates)


def prepare(examples: Sequence[Example]) -> list[Prepared]:
    """Return the rows of the four groups of models: levers, roles, fields, dates."""
    fields = Labelled([f"{name}:{value}" for name, value in field_models()])
    groups = (Labelled(["lever"]), Labelled(["actor", "target"]), fields, Labelled(["date"]))
    for example in examples:
        named = {lever for trigger in example.triggers for lever in trigger.levers}
        unnamed = sorted({lever for _, lever, _ in example.triples} - named)
        for trigger in [*example.triggers, unlisted(example.scene, unnamed)]:
            _add_trigger(example, trigger, groups)
    found = []
    for group, strength in zip(groups, STRENGTHS, strict=True):
        table = np.array(group.labels, dtype=bool)
        labels = {name: table[:, n] for n, name in enumerate(group.names)}
        found.append(Prepared(group.matrix(), np.array(group.folds), labels, strength))
    return found


def spread(tasks: Sequence[tuple[Sequence[Fittable], int | None]]) -> list[dict[str, Linear]]:
    """Call `fit_linear` once a task, in processes that share the matrices; the results keep the order of the tasks."""
    _TASKS[:] = tasks
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        return pool.map(_fit_task, range(len(tasks)), chunksize=1)


def _fit_task(number: int) -> dict[str, Linear]:
    return fit_linear(*_TASKS[number])


def fit_linear(groups: Sequence[Fittable], without: int | None = None) -> dict[str, Linear]:
    """Fit the models of several groups, on all rows or on those outside one fold."""
    return {name: model for group in groups for name, model in group.fit(without).items()}
