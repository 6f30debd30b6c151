"""Fits the judge of pairs on gold acts: how alike two tellings of one act are, and two of rival acts."""

from pathlib import Path

import lightgbm
import polars as pl

from pipelines.evaluate_events import placed
from pipelines.learn.judge import JUDGE
from pipelines.resolve.compare import Likeness, measured, slices
from pipelines.resolve.model import matrix
from pipelines.resolve.tellings import tellings

ROUNDS = 150
TREES = JUDGE | {"num_leaves": 15, "min_data_in_leaf": 20, "bagging_fraction": 1.0, "bagging_freq": 0, "num_threads": 1}
CODE = ["document_id", "actor", "lever", "target"]


def labelled(gold: pl.DataFrame, mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return the measured pairs whose tellings both tell a gold act, with `same`: they share one."""
    told = tellings(mentions, documents)
    quotes = placed(gold, documents).filter(pl.col("start") >= 0)
    met = quotes.join(mentions.select("mention_id", *CODE, "evidence_start", "evidence_end"), on=CODE).filter(
        (pl.col("start") < pl.col("evidence_end")) & (pl.col("evidence_start") < pl.col("end"))
    )
    acts = met.group_by("mention_id").agg(acts=pl.col("act").unique())
    likeness = Likeness(told)
    found = []
    for part in slices(told):
        both = part.join(acts, on="mention_id")
        known = both.join(acts.rename({"mention_id": "mention_id_right", "acts": "acts_right"}), on="mention_id_right")
        found.append(measured(known, likeness))
    same = pl.col("acts").list.set_intersection("acts_right").list.len() > 0
    return pl.concat(found).with_columns(same=same).sort("mention_id", "mention_id_right")


def fit_judge(labels: pl.DataFrame) -> lightgbm.Booster:
    """Fit the trees on labelled pairs."""
    truth = labels["same"].cast(pl.Float32).to_numpy()
    return lightgbm.train(TREES, lightgbm.Dataset(matrix(labels), truth), ROUNDS)


def write_judge(fitted: lightgbm.Booster, path: Path) -> None:
    """Write the trees where the resolution reads them."""
    path.write_text(fitted.model_to_string(), encoding="utf-8", newline="\n")
