"""Fits the judge of pairs on gold acts: how alike two tellings of one act are, and two of rival acts."""

from pathlib import Path

import lightgbm
import polars as pl

from pipelines.gold_acts import BOTH, mentions_of_pairs, met
from pipelines.learn.judge import JUDGE
from pipelines.resolve.compare import Likeness, features, measured, slices
from pipelines.resolve.model import matrix
from pipelines.resolve.tellings import tellings

ROUNDS = 150
MORE, GENTLY = 60, 0.03  # trees added to a judge that is gone on from, and their learning rate
TREES = JUDGE | {"num_leaves": 15, "min_data_in_leaf": 20, "bagging_fraction": 1.0, "bagging_freq": 0, "num_threads": 1}


def _of_acts(gold: pl.DataFrame, mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of mentions that both tell a gold act, with `same`: they share one."""
    acts = met(gold, mentions, documents).group_by("mention_id").agg(acts=pl.col("act").unique())
    both = acts.join(acts, how="cross").filter(pl.col("mention_id") < pl.col("mention_id_right"))
    same = pl.col("acts").list.set_intersection("acts_right").list.len() > 0
    return both.select(*BOTH, same=same)


def labelled(gold: pl.DataFrame, judged: pl.DataFrame, mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return the measured pairs of which the gold acts or the judged pairs tell whether they are the `same` act."""
    told = tellings(mentions, documents)
    every = pl.concat([_of_acts(gold, mentions, documents), mentions_of_pairs(judged, mentions, documents)])
    known = every.group_by(BOTH).agg(pl.col("same").unique()).filter(pl.col("same").list.len() == 1)
    known = known.with_columns(pl.col("same").list.first())  # what two judges say otherwise teaches nothing
    likeness = Likeness(told)
    found = [measured(part.join(known, on=BOTH), likeness) for part in slices(told)]
    return pl.concat(found).sort(BOTH)


def fit_judge(labels: pl.DataFrame, start: Path | None = None) -> lightgbm.Booster:
    """Fit the trees on labelled pairs, or go on from those of the model file `start` with a few gentle trees more."""
    truth = labels["same"].cast(pl.Float32).to_numpy()
    data = lightgbm.Dataset(matrix(labels), truth, feature_name=features()["feature"].to_list())
    if start is None:
        return lightgbm.train(TREES, data, ROUNDS)
    return lightgbm.train(TREES | {"learning_rate": GENTLY}, data, MORE, init_model=str(start))


def write_judge(fitted: lightgbm.Booster, path: Path) -> None:
    """Write the trees where the resolution reads them."""
    path.write_text(fitted.model_to_string(), encoding="utf-8", newline="\n")
