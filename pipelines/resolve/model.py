"""The fitted judge of pairs of tellings: boosted trees over `features.csv`, kept as readable text in `same_act.txt`."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from pipelines.resolve.compare import Likeness, features, measured, slices

if TYPE_CHECKING:
    from lightgbm import Booster

MODEL = Path(__file__).parent / "same_act.txt"
NEEDED = -0.5  # log-odds from which a pair is one act; see `same_act.md` for why it is below zero


@cache
def judge() -> "Booster":
    """Load the trees; raise FileNotFoundError with the command that makes them."""
    from lightgbm import Booster  # seconds to import: only a run that resolves pays for it

    if not MODEL.exists():
        raise FileNotFoundError(f"{MODEL} is missing: fit it with `alliance-events train-resolution ACTS_DIR`")
    return Booster(model_file=str(MODEL))


def matrix(pairs: pl.DataFrame) -> npt.NDArray[np.float64]:
    """Return what the trees see of measured pairs, one row each."""
    return pairs.select(features()["feature"].to_list()).to_numpy()


def log_odds(pairs: pl.DataFrame) -> npt.NDArray[np.float64]:
    """Return the log-odds that each measured pair is one act; a row is summed on one thread, so their number is no matter."""
    if pairs.is_empty():
        return np.zeros(0)
    return np.asarray(judge().predict(matrix(pairs), raw_score=True, num_threads=0)).round(4)


def scored(told: pl.DataFrame) -> pl.DataFrame:
    """Return actor, lever, mention_id, mention_id_right and score of all pairs that no rule keeps apart."""
    likeness = Likeness(told)
    kept = ("actor", "lever", "mention_id", "mention_id_right")
    found = []
    for part in slices(told):
        pairs = measured(part, likeness)
        found.append(pairs.select(*kept, score=pl.Series(log_odds(pairs), dtype=pl.Float64)))
    return pl.concat(found)
