"""Fits the linear models: which lever a trigger names, which parties are its arguments, and the fields of a mention."""

import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from pipelines.extract.arguments import argument_features
from pipelines.extract.dates import find_dates
from pipelines.extract.dating import date_features
from pipelines.extract.features import trigger_features
from pipelines.extract.fields import field_features
from pipelines.extract.hashing import Hashes, folded
from pipelines.extract.linear import SIZE, Linear
from pipelines.extract.spoken import UNLISTED, unlisted
from pipelines.extract.triggers import Trigger
from pipelines.extract.values import value_names
from pipelines.learn.examples import Example, is_unseen

STRENGTHS = (0.1, 0.1, 0.3, 0.1)  # inverse regularisation of levers, roles, fields, dates; chosen on text held aside
SOLVER: dict[str, Any] = {
    "solver": "liblinear",
    "dual": True,
    "max_iter": 1000,
    "random_state": 0,
}  # the dual takes a tenth of the time
PROCESSES = 2
_TASKS: list[tuple[Sequence["Fittable"], int | None]] = []  # read by forked processes, so that no matrix is copied
Bools = npt.NDArray[np.bool_]


@dataclass
class Labelled:
    """Feature sets, the lever each is tied to, the example it comes from, and the labels of each model."""

    names: Sequence[str]
    bases: list[Hashes] = field(default_factory=list)
    levers: list[str] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    labels: list[tuple[bool, ...]] = field(default_factory=list)

    def add(self, base: Hashes, lever: str, example: Example, labels: tuple[bool, ...]) -> None:
        """Add one row; `labels` stand in the order of `names`."""
        self.bases.append(base)
        self.levers.append(lever)
        self.examples.append(example)
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

    def prepared(self, strength: float) -> "Prepared":
        """Return the rows ready for fitting, at an inverse regularisation."""
        table = np.array(self.labels, dtype=bool)
        labels = {name: table[:, n] for n, name in enumerate(self.names)}
        fold = np.array([example.fold for example in self.examples])
        is_shown = np.array([not is_unseen(example.document) for example in self.examples])
        return Prepared(self.matrix(), fold, is_shown, labels, strength)


@dataclass(frozen=True)
class Prepared:
    """Rows ready for fitting: one matrix, the fold of each row, whether its document is shown, and labels by model name."""

    matrix: sp.csr_matrix
    fold: npt.NDArray[np.int64]
    is_shown: Bools
    labels: dict[str, Bools]
    strength: float

    def fit(self, without: int | None = None) -> dict[str, Linear]:
        """Fit one logistic model a name, on all rows or on those outside one fold."""
        used = np.ones(len(self.fold), bool) if without is None else self.fold != without
        found: dict[str, Linear] = {}
        for name, labels in self.labels.items():
            truth = labels[used]
            if truth.any() and not truth.all():
                fitted = LogisticRegression(C=self.strength, **SOLVER)
                fitted.fit(self.matrix[used], truth)
                found[name] = Linear(fitted.coef_[0].astype(np.float32), float(fitted.intercept_[0]))
        return found

    def shown(self) -> "Prepared":
        """Return the rows of the documents that the encoder is shown."""
        here = self.is_shown
        labels = {name: truth[here] for name, truth in self.labels.items()}
        return Prepared(self.matrix[here], self.fold[here], here[here], labels, self.strength)


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
                base, lever, example, tuple(row[name.split(":")[0]] == name.split(":")[1] for name in fields.names)
            )


def _add_dates(example: Example, trigger: Trigger, lever: str, dates: Labelled) -> None:
    """Add the date expressions beside each coded row: the one that gives the row's date governs it."""
    found = find_dates(example.scene.parse.text, example.published)
    for row in example.rows if found else ():
        if row["lever"] == lever and row["status"] != "speculative":
            bases = date_features(example.scene, trigger, found, example.published, row["status"])
            for one, base in zip(found, bases, strict=True):
                dates.add(base, lever, example, (one.edtf == row["date"],))


def _add_trigger(example: Example, trigger: Trigger, groups: Sequence[Labelled]) -> None:
    levers, roles, fields, dates = groups
    base = trigger_features(example.scene, trigger)
    parties: list[Hashes] = []
    for lever in trigger.levers:
        real = [triple for triple in example.triples if triple[1] == lever]
        if trigger.phrase != UNLISTED:
            levers.add(base, lever, example, (bool(real),))
        if not real:
            continue
        parties = parties or [argument_features(example.scene, trigger, node) for node in example.scene.nodes]
        for node, party in zip(example.scene.nodes, parties, strict=True):
            code = node.party.code
            roles.add(party, lever, example, (any(code == t[0] for t in real), any(code == t[2] for t in real)))
        _add_fields(example, trigger, lever, fields)
        _add_dates(example, trigger, lever, dates)


class Groups(NamedTuple):
    """The rows of the four groups of models."""

    levers: Prepared
    roles: Prepared
    fields: Prepared
    dates: Prepared


def prepare(examples: Sequence[Example]) -> Groups:
    """Return the rows that the linear models are fitted on."""
    fields = Labelled(value_names())
    groups = (Labelled(["lever"]), Labelled(["actor", "target"]), fields, Labelled(["date"]))
    for example in examples:
        named = {lever for trigger in example.triggers for lever in trigger.levers}
        unnamed = sorted({lever for _, lever, _ in example.triples} - named)
        for trigger in [*example.triggers, unlisted(example.scene, unnamed)]:
            _add_trigger(example, trigger, groups)
    return Groups(*(group.prepared(strength) for group, strength in zip(groups, STRENGTHS, strict=True)))


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
