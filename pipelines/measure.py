"""Accuracy with intervals, by kind of text and by lever: what a release says of the coder in `quality.json`.

Precision and recall have Wilson intervals; F1 has a bootstrap interval over documents, drawn with a fixed seed.
"""

import math
from typing import Any

import numpy as np
import polars as pl

from pipelines.evaluate import Scores, evaluate

Z = 1.96  # 95 %
DRAWS = 2000
SEED = 20260101


def wilson(right: int, of: int) -> tuple[float, float] | None:
    """Return the 95 % Wilson interval of a share, None without cases."""
    if not of:
        return None
    share, square = right / of, Z * Z / of
    centre = (share + square / 2) / (1 + square)
    half = Z * math.sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return round(max(0.0, centre - half), 4), round(min(1.0, centre + half), 4)


def bootstrap(matched: np.ndarray, predicted: np.ndarray, gold: np.ndarray) -> tuple[float, float] | None:
    """Return the 95 % interval of F1 when documents are drawn anew; arguments: counts by document, shape (documents,)."""
    if not len(gold) or not gold.sum() + predicted.sum():
        return None
    drawn = np.random.default_rng(SEED).integers(0, len(gold), (DRAWS, len(gold)))
    totals = np.maximum(predicted[drawn].sum(1) + gold[drawn].sum(1), 1)
    low, high = np.quantile(2 * matched[drawn].sum(1) / totals, [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)


def _scored(scores: Scores) -> dict[str, Any]:
    return {
        **scores.as_dict(),
        "precision_interval": wilson(scores.matched, scores.predicted),
        "recall_interval": wilson(scores.matched, scores.gold),
    }


def _by_document(mentions: pl.DataFrame, gold: pl.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    counts = []
    for doc in sorted(set(gold["doc"]) | set(mentions["source_key"])):
        one = evaluate(mentions.filter(pl.col("source_key") == doc), gold.filter(pl.col("doc") == doc)).overall
        counts.append((one.matched, one.predicted, one.gold))
    table = np.array(counts, dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def measure(mentions: pl.DataFrame, gold: pl.DataFrame) -> dict[str, Any]:
    """Return the figures of one kind of text: overall, by lever, by field, and calibration."""
    report = evaluate(mentions, gold)
    fields = {
        name: {
            "right": right,
            "of": of,
            "accuracy": round(right / of, 4) if of else None,
            "interval": wilson(right, of),
        }
        for name, (right, of) in report.accuracy.items()
    }
    return {
        "overall": {**_scored(report.overall), "f1_interval": bootstrap(*_by_document(mentions, gold))},
        "documents": gold["doc"].n_unique(),
        "by_lever": {lever: _scored(scores) for lever, scores in report.per_lever.items()},
        "fields": fields,
        "calibration": report.reliability.to_dicts(),
    }
