"""Fits the weights of `resolve/weights.csv` on gold acts: which levels of likeness speak for one act, and how strongly."""

from pathlib import Path

import numpy as np
import polars as pl
from sklearn.linear_model import LogisticRegression

from pipelines.evaluate_events import placed
from pipelines.resolve.compare import NEEDED, compared, pairs, weights
from pipelines.resolve.tellings import tellings

STRENGTH = 0.5  # inverse regularisation
BIAS = 0.3  # log-odds: two acts in one row are worse than one act in two
CODE = ["document_id", "actor", "lever", "target"]


def labelled(gold: pl.DataFrame, mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return the compared pairs whose tellings both tell a gold act, with `same`: they share one."""
    told = tellings(mentions, documents)
    quotes = placed(gold, documents).filter(pl.col("start") >= 0)
    met = quotes.join(mentions.select("mention_id", *CODE, "evidence_start", "evidence_end"), on=CODE).filter(
        (pl.col("start") < pl.col("evidence_end")) & (pl.col("evidence_start") < pl.col("end"))
    )
    acts = met.group_by("mention_id").agg(acts=pl.col("act").unique())
    both = compared(pairs(told)).join(acts, on="mention_id")
    known = both.join(acts.rename({"mention_id": "mention_id_right", "acts": "acts_right"}), on="mention_id_right")
    return known.with_columns(same=pl.col("acts").list.set_intersection("acts_right").list.len() > 0)


def fit_weights(labels: pl.DataFrame, bias: float = BIAS) -> pl.DataFrame:
    """Return the table of weights, fitted but for the rules; `bias` raises what is needed for one act, in log-odds."""
    rows = weights().filter((pl.col("comparison") != NEEDED) & ~pl.col("never")).select("comparison", "level")
    barred = weights().filter("never").select("comparison", "level")
    labels = labels.filter(~pl.any_horizontal(pl.col(f"{name}_level") == level for name, level in barred.iter_rows()))
    hits = np.column_stack(
        [(labels[f"{comparison}_level"] == level).to_numpy().astype(float) for comparison, level in rows.iter_rows()]
    )
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(hits, labels["same"].to_numpy())
    fitted = rows.with_columns(weight=pl.Series(model.coef_[0]).round(1))
    needed = pl.DataFrame(
        {"comparison": [NEEDED], "level": ["one act"], "weight": [round(bias - model.intercept_[0], 1)]}
    )
    order = weights().select("comparison", "level", "never", "says", rule="weight")
    joined = order.join(pl.concat([fitted, needed]), on=["comparison", "level"], how="left", maintain_order="left")
    return joined.select("comparison", "level", "never", pl.coalesce("weight", "rule").alias("weight"), "says")


def write_weights(fitted: pl.DataFrame, path: Path) -> None:
    """Write the weights where the resolution reads them."""
    path.write_text(fitted.write_csv(), encoding="utf-8", newline="\n")
