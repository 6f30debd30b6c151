"""Pairs of tellings: how alike they are, comparison by comparison, with the weights of `weights.csv`.

A pair is the same act if its weights sum to what the table says is needed. Every pair can be explained: its levels are
columns. Levels marked `never` are rules: a threat is not its execution, and two stated days are two acts. The other weights
are fitted on gold acts by `pipelines/learn/pairs.py`: log-odds, rounded to tenths.
"""

from functools import cache
from pathlib import Path

import polars as pl

from schemas import codebook

NEEDED = "needed"  # the row of the table that holds the sum from which a pair is one act
WEIGHTS = Path(__file__).parent / "weights.csv"
SLICE = 500  # tellings on the left side that are compared at once
WINDOW = 45  # days between publications (or stated days) of two tellings that are compared
COMPARISONS = ("date", "place", "status", "stance", "magnitude", "words", "title", "target")
SIDE = [
    "mention_id", "document_id", "publisher", "target", "stance", "status", "phase", "published_on", "text_start",
    "text_end", "precision", "quantity", "unit", "text_words", "title_words", "anchor",
]  # fmt: skip


@cache
def weights() -> pl.DataFrame:
    """Return the weights: comparison, level, whether it rules one act out, weight, and what it says in words."""
    return pl.read_csv(WEIGHTS, schema_overrides={"weight": pl.Float64})


@cache
def needed() -> float:
    """Return the sum of weights from which a pair is one act."""
    return float(weights().filter(pl.col("comparison") == NEEDED)["weight"][0])


@cache
def _kin() -> pl.DataFrame:
    """Return which targets may be one: each with itself, members with their groups, open groups with closed ones."""
    members = codebook.table("memberships").select(target="member", target_right="group").unique()
    both = pl.concat([members, members.select(target="target_right", target_right="target")])
    codes = codebook.entities().select(target="entity", target_right="entity")
    return pl.concat([codes, both]).unique()


def pairs(told: pl.DataFrame, part: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return the pairs worth comparing: same actor and lever, same or kindred target, close in time; each pair once.

    `part` holds the tellings on the left side of the pairs, by default all.
    """
    other, mine = (_anchored(frame) for frame in (told, told if part is None else part))
    left = mine.select("actor", "lever", "is_occasion", *SIDE)
    right = other.select("actor", "lever", *SIDE).rename({name: f"{name}_right" for name in SIDE})
    block = left.join(_kin(), on="target").join(right, on=["actor", "lever", "target_right"])
    gap = (pl.col("anchor") - pl.col("anchor_right")).dt.total_days().abs().fill_null(0)
    kindred = (pl.col("target") == pl.col("target_right")) | (pl.col("document_id") != pl.col("document_id_right"))
    return block.filter((pl.col("mention_id") < pl.col("mention_id_right")) & (gap <= WINDOW) & kindred)


def _anchored(told: pl.DataFrame) -> pl.DataFrame:
    return told.with_columns(anchor=pl.coalesce("text_start", "published_on", "text_end"))


def scored(told: pl.DataFrame) -> pl.DataFrame:
    """Return actor, lever, mention_id, mention_id_right and score of all pairs, made slice by slice to bound memory."""
    kept = ("actor", "lever", "mention_id", "mention_id_right", "score")
    ordered = told.sort("actor", "lever", "mention_id")
    return pl.concat([compared(pairs(ordered, part)).select(kept) for part in ordered.iter_slices(SLICE)])


def _date() -> pl.Expr:
    start, end = pl.col("text_start"), pl.col("text_end")
    other_start, other_end = pl.col("text_start_right"), pl.col("text_end_right")
    dated, other = start.is_not_null() | end.is_not_null(), other_start.is_not_null() | other_end.is_not_null()
    days = (pl.col("precision") == "day") & (pl.col("precision_right") == "day")
    apart = (start - other_start).dt.total_days().abs()
    overlap = (start.fill_null(other_start) <= other_end.fill_null(end)) & (
        other_start.fill_null(start) <= end.fill_null(other_end)
    )
    published = (pl.col("published_on") - pl.col("published_on_right")).dt.total_days().abs()
    act = pl.when(dated).then(pl.coalesce(end, start)).otherwise(pl.coalesce(other_end, other_start))
    report = pl.when(dated).then(pl.col("published_on_right")).otherwise(pl.col("published_on"))
    lag = (report - act).dt.total_days()
    both = (
        pl.when(days & (apart == 0)).then(pl.lit("same day"))
        .when(days & (apart == 1)).then(pl.lit("next day"))
        .when(days).then(pl.lit("other day"))
        .when(overlap).then(pl.lit("overlap"))
        .otherwise(pl.lit("apart"))
    )  # fmt: skip
    one = (
        pl.when(lag.is_null()).then(pl.lit("unknown"))
        .when(lag < -1).then(pl.lit("reported before"))
        .when(lag <= 3).then(pl.lit("reported within 3 days"))
        .when(lag <= 14).then(pl.lit("reported within 14 days"))
        .otherwise(pl.lit("reported later"))
    )  # fmt: skip
    who = pl.when(pl.col("publisher") == pl.col("publisher_right")).then(pl.lit("one")).otherwise(pl.lit("two"))
    of = pl.when(pl.col("is_occasion")).then("occasions, " + who).otherwise("measures, " + who)
    none = (
        pl.when(published.is_null()).then(pl.lit("unknown"))
        .when(published == 0).then(of + ": same day")
        .when(published == 1).then(of + ": next day")
        .when(published <= 3).then(of + ": within 3 days")
        .when(published <= 10).then(of + ": within 10 days")
        .otherwise(of + ": further apart")
    )  # fmt: skip
    return pl.when(dated & other).then(both).when(dated | other).then(one).otherwise(none)


def _status() -> pl.Expr:
    return (
        pl.when(pl.col("status") == pl.col("status_right")).then(pl.lit("same"))
        .when(pl.col("phase") == pl.col("phase_right")).then(pl.lit("same phase"))
        .otherwise(pl.lit("other phase"))
    )  # fmt: skip


def _stance() -> pl.Expr:
    neutral = (pl.col("stance") == "neutral") | (pl.col("stance_right") == "neutral")
    same = pl.col("stance") == pl.col("stance_right")
    return pl.when(same).then(pl.lit("same")).when(neutral).then(pl.lit("one neutral")).otherwise(pl.lit("opposite"))


def _magnitude() -> pl.Expr:
    mine, other = pl.col("quantity"), pl.col("quantity_right")
    return (
        pl.when(mine.is_null() & other.is_null()).then(pl.lit("none"))
        .when(mine.is_null() | other.is_null()).then(pl.lit("one told"))
        .when(mine == other).then(pl.lit("same"))
        .when(pl.col("unit") == pl.col("unit_right")).then(pl.lit("other"))
        .otherwise(pl.lit("other unit"))
    )  # fmt: skip


def _place() -> pl.Expr:
    return (
        pl.when(pl.col("document_id") == pl.col("document_id_right")).then(pl.lit("same document"))
        .otherwise(pl.lit("two documents"))
    )  # fmt: skip


def _shared(column: str) -> pl.Expr:
    """Return the share of the rarer words of the shorter telling that the other has too, in four levels."""
    mine, other = pl.col(column), pl.col(f"{column}_right")
    share = mine.list.set_intersection(other).list.len() / pl.min_horizontal(mine.list.len(), other.list.len()).clip(4)
    return (
        pl.when(share >= 0.5).then(pl.lit("many shared"))
        .when(share >= 0.25).then(pl.lit("some shared"))
        .when(share >= 0.1).then(pl.lit("few shared"))
        .otherwise(pl.lit("none shared"))
    )  # fmt: skip


def _target() -> pl.Expr:
    same = pl.col("target") == pl.col("target_right")
    return pl.when(same).then(pl.lit("same")).otherwise(pl.lit("part and group"))


def compared(candidates: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs with one level a comparison and the sum of their weights as `score`."""
    made = (
        _date(),
        _place(),
        _status(),
        _stance(),
        _magnitude(),
        _shared("text_words"),
        _shared("title_words"),
        _target(),
    )
    levels = dict(zip(COMPARISONS, made, strict=True))
    found = candidates.with_columns(**{f"{name}_level": level for name, level in levels.items()})
    total = pl.sum_horizontal(_weight(name) for name in COMPARISONS)
    return found.with_columns(score=total).sort("mention_id", "mention_id_right")


def _weight(comparison: str) -> pl.Expr:
    rows = weights().filter(pl.col("comparison") == comparison)
    return pl.col(f"{comparison}_level").replace_strict(rows["level"], rows["weight"], return_dtype=pl.Float64)
