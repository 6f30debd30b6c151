"""Why two mentions are one act, or are not: the rule that keeps them apart, or every feature with what it speaks for."""

import numpy as np
import polars as pl

from pipelines.resolve.compare import WINDOW, Likeness, features, measured, near, rules
from pipelines.resolve.model import NEEDED, judge, matrix
from pipelines.resolve.tellings import tellings


def explain_pair(one: str, two: str, mentions: pl.DataFrame, documents: pl.DataFrame) -> tuple[pl.DataFrame, str]:
    """Return the features (feature, value, log_odds, says) and the verdict on two mentions, given by identifier."""
    told = tellings(mentions, documents)
    known = set(told["mention_id"])
    if missing := [name for name in (one, two) if name not in known]:
        raise ValueError(f"{missing[0]} tells no act: it is unknown, a pattern or a forecast; see the table mentions")
    pair = near(told.filter(pl.col("mention_id").is_in([one, two])))
    if pair.is_empty():
        return pl.DataFrame(), f"not compared: another actor, lever or unrelated target, or over {WINDOW} days apart"
    broken = [says for says, rule in rules().items() if pair.select(rule.fill_null(False)).item()]
    if broken:
        return pl.DataFrame(), f"two acts: {'; '.join(broken)}"
    values = matrix(measured(pair, Likeness(told)))
    *parts, base = np.asarray(judge().predict(values, pred_contrib=True))[0].tolist()
    table = features().select(
        "feature", value=pl.Series(values[0]), log_odds=pl.Series(parts).round(2), says=pl.col("says")
    )
    total = sum(parts) + base
    verdict = "one act" if total >= NEEDED else "two acts"
    return table.sort(pl.col("log_odds").abs(), descending=True), (
        f"log-odds {total:.2f} ({base:.2f} before anything is known), needed {NEEDED:g}: {verdict}, "
        "unless the acts' other reports contradict"
    )
