"""Fits the judge of pairs on gold acts: how alike two tellings of one act are, and two of rival acts."""

from pathlib import Path

import lightgbm
import polars as pl

from pipelines.evaluate_events import placed
from pipelines.learn.judge import JUDGE
from pipelines.resolve.compare import Likeness, features, measured, slices
from pipelines.resolve.model import matrix
from pipelines.resolve.tellings import tellings

ROUNDS = 150
TREES = JUDGE | {"num_leaves": 15, "min_data_in_leaf": 20, "bagging_fraction": 1.0, "bagging_freq": 0, "num_threads": 1}
CODE = ["document_id", "actor", "lever", "target"]


def _met(quotes: pl.DataFrame, mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return the quotes with the mentions of their code that overlap them."""
    found = placed(quotes, documents).filter(pl.col("start") >= 0)
    return found.join(mentions.select("mention_id", *CODE, "evidence_start", "evidence_end"), on=CODE).filter(
        (pl.col("start") < pl.col("evidence_end")) & (pl.col("evidence_start") < pl.col("end"))
    )


def _of_acts(gold: pl.DataFrame, mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of mentions that both tell a gold act, with `same`: they share one."""
    acts = _met(gold, mentions, documents).group_by("mention_id").agg(acts=pl.col("act").unique())
    both = acts.join(acts, how="cross").filter(pl.col("mention_id") < pl.col("mention_id_right"))
    same = pl.col("acts").list.set_intersection("acts_right").list.len() > 0
    return both.select("mention_id", "mention_id_right", same=same)


def _of_pairs(judged: pl.DataFrame, mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of mentions that were judged as pairs."""
    sides = []
    for side in ("left", "right"):
        quotes = judged.select("pair", "same", pl.col(side).struct.unnest())
        sides.append(_met(quotes, mentions, documents).select("pair", "same", "mention_id"))
    both = sides[0].join(sides[1], on=["pair", "same"]).filter(pl.col("mention_id") != pl.col("mention_id_right"))
    return both.select(
        pl.min_horizontal("mention_id", "mention_id_right"),
        pl.max_horizontal("mention_id", "mention_id_right").alias("mention_id_right"),
        "same",
    )


def labelled(gold: pl.DataFrame, judged: pl.DataFrame, mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return the measured pairs of which the gold acts or the judged pairs tell whether they are the `same` act."""
    told = tellings(mentions, documents)
    both = ["mention_id", "mention_id_right"]
    every = pl.concat([_of_acts(gold, mentions, documents), _of_pairs(judged, mentions, documents)])
    known = every.group_by(both).agg(pl.col("same").unique()).filter(pl.col("same").list.len() == 1)
    known = known.with_columns(pl.col("same").list.first())  # what two judges say otherwise teaches nothing
    likeness = Likeness(told)
    found = [measured(part.join(known, on=both), likeness) for part in slices(told)]
    return pl.concat(found).sort(both)


def fit_judge(labels: pl.DataFrame) -> lightgbm.Booster:
    """Fit the trees on labelled pairs."""
    truth = labels["same"].cast(pl.Float32).to_numpy()
    return lightgbm.train(
        TREES, lightgbm.Dataset(matrix(labels), truth, feature_name=features()["feature"].to_list()), ROUNDS
    )


def write_judge(fitted: lightgbm.Booster, path: Path) -> None:
    """Write the trees where the resolution reads them."""
    path.write_text(fitted.model_to_string(), encoding="utf-8", newline="\n")
