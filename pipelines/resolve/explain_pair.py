"""Why two mentions are one act, or are not: every comparison with its level and weight."""

import polars as pl

from pipelines.resolve.compare import COMPARISONS, compared, needed, pairs, weights
from pipelines.resolve.tellings import tellings


def explain_pair(one: str, two: str, mentions: pl.DataFrame, documents: pl.DataFrame) -> tuple[pl.DataFrame, str]:
    """Return the comparisons (comparison, level, weight, says) and the verdict on two mentions, given by identifier."""
    told = tellings(mentions, documents)
    known = set(told["mention_id"])
    if missing := [name for name in (one, two) if name not in known]:
        raise ValueError(f"{missing[0]} tells no act: it is unknown, a pattern or a forecast; see the table mentions")
    pair = pairs(told.filter(pl.col("mention_id").is_in([one, two])))
    if pair.is_empty():
        return pl.DataFrame(), "not compared: another actor, lever or unrelated target, or more than 45 days apart"
    row = compared(pair).row(0, named=True)
    levels = pl.DataFrame(
        {"comparison": list(COMPARISONS), "level": [row[f"{name}_level"] for name in COMPARISONS]}
    ).join(weights(), on=["comparison", "level"], maintain_order="left")
    verdict = "one act" if row["score"] >= needed() else "two acts"
    return levels, f"sum {row['score']:g}, needed {needed():g}: {verdict}, unless the acts' other reports contradict"
