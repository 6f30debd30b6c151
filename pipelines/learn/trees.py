"""Fits what scores a triple before the encoder is asked: the linear models, the judge and the appeal."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lightgbm import Booster

from pipelines.extract.linear import Linear, save
from pipelines.extract.values import Floats
from pipelines.learn.examples import FOLDS, Example, Say
from pipelines.learn.judge import Triples, boost, candidates_of, out_of_fold, triples_of, with_pairs
from pipelines.learn.linear import Fittable, prepare, spread
from pipelines.learn.sentence import Sentences


@dataclass(frozen=True)
class Grown:
    """What is fitted on everything, and what the encoder is weighed against.

    That is the triples of the examples with their probability out of fold, and field models fitted on what it is shown.
    """

    linear: dict[str, Linear]
    judge: Booster
    beside: Booster
    triples: Triples
    appeal: Floats
    fields: dict[str, Linear]


def grow(examples: Sequence[Example], levers: list[str], codes: list[str], say: Say) -> Grown:
    """Fit on every example, and out of fold what the verdict needs."""
    say("preparing features")
    groups, whole = prepare(examples), Sentences.of(examples, levers)
    say("fitting the linear models on each part")
    parts = spread([([whole, groups.levers, groups.roles], fold) for fold in range(FOLDS)])
    say("scoring candidates out of fold")
    numbered = ({name: n for n, name in enumerate(names)} for names in (levers, codes))
    found = candidates_of(examples, parts, *numbered)
    say(f"fitting the judge on {len(found.truth)} candidates")
    rows = with_pairs(found)
    triples = triples_of(found, rows, out_of_fold(rows, found.truth, found.fold))
    say(f"fitting the appeal on {len(triples.truth)} triples")
    appeal = out_of_fold(triples.rows, triples.truth, triples.fold)
    say("fitting on everything")
    every: list[Fittable] = [whole, *groups, found.pairs]
    *fitted, fields = spread([([group], None) for group in [*every, groups.fields.shown()]])
    linear = {name: model for models in fitted for name, model in models.items()}
    judge, beside = boost(rows, found.truth), boost(triples.rows, triples.truth)
    return Grown(linear, judge, beside, triples, appeal, fields)


def write(grown: Grown, folder: Path) -> None:
    """Write `linear.npz`, `judge.txt` and `appeal.txt`."""
    folder.mkdir(parents=True, exist_ok=True)
    save(folder / "linear.npz", grown.linear)
    grown.judge.save_model(str(folder / "judge.txt"))
    grown.beside.save_model(str(folder / "appeal.txt"))
