"""Pairs of tellings: which are worth comparing, which a rule keeps apart, and in what the others are alike.

What a pair is measured by stands in `features.csv`; `model.py` weighs it. The rules are few and absolute: two days that the
texts give are two acts, so are two rates, and a threat, a demand or a condition is not the deed.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from pipelines.resolve.relations import lasting
from schemas import codebook

FEATURES = Path(__file__).parent / "features.csv"
SLICE = 500  # tellings on the left side that are compared at once
WINDOW = 420  # days between publications (or stated days) of two tellings that are compared
BUSY, SOON = 80, 60  # what is told on more days within a year than BUSY is compared within SOON days only
TELLING_UNITS, MENDED = ["percent", "persons"], 3  # what tells acts apart; days in which a first report is put right
SHORT = 1000  # characters below which a document is one item of news
SIDE = [
    "mention_id", "document_id", "target", "stance", "status", "rank", "phase", "published_on", "text_start", "text_end",
    "precision", "quantity", "unit", "anchor", "rivals", "rivals_in_year", "confidence", "length", "place",
]  # fmt: skip


@cache
def features() -> pl.DataFrame:
    """Return what a pair is measured by: feature, says."""
    return pl.read_csv(FEATURES)


@cache
def _kin() -> pl.DataFrame:
    """Return which targets may be one: each with itself, members with their groups and open groups with closed ones, dated."""
    members = codebook.table("memberships").select(target="member", target_right="group", **lasting())
    both = pl.concat(
        [members, members.rename({"target": "target_right", "target_right": "target"}).select(members.columns)]
    )
    codes = codebook.entities().select(target="entity", target_right="entity", since=pl.lit(None), until=pl.lit(None))
    return pl.concat([codes, both], how="vertical_relaxed").unique()


def _days(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return (one - other).dt.total_days()


def _dated(side: str = "") -> pl.Expr:
    return pl.col(f"text_start{side}").is_not_null() | pl.col(f"text_end{side}").is_not_null()


def rules() -> dict[str, pl.Expr]:
    """Return what keeps two tellings apart whatever else they share, by the words that explain it."""
    start, end, other_start, other_end = (
        pl.col(name) for name in ("text_start", "text_end", "text_start_right", "text_end_right")
    )
    to_the_day = (pl.col("precision") == "day") & (pl.col("precision_right") == "day")
    overlap = (start.fill_null(other_start) <= other_end.fill_null(end)) & (
        other_start.fill_null(start) <= end.fill_null(other_end)
    )
    both = _dated() & _dated("_right")
    counted = pl.col("unit").is_in(TELLING_UNITS) & _same("unit") & (pl.col("quantity") != pl.col("quantity_right"))
    later = _days(pl.col("anchor"), pl.col("anchor_right")).abs() > MENDED
    return {
        "the texts give two rates or two numbers of people": counted & later,
        "the texts give two days": both & to_the_day & (_days(start, other_start).abs() > 1),
        "the texts' spans do not overlap": both & ~to_the_day & ~overlap,
        "one is a threat or a demand where the other is not": pl.col("phase") != pl.col("phase_right"),
    }


def near(told: pl.DataFrame, part: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return the pairs worth comparing: same actor and lever, same or kindred target, close in time; each pair once.

    `part` holds the tellings on the left side of the pairs, by default all.
    """
    left = (told if part is None else part).select("actor", "lever", *SIDE)
    right = told.select("actor", "lever", *SIDE).rename({name: f"{name}_right" for name in SIDE})
    block = left.join(_kin(), on="target").join(right, on=["actor", "lever", "target_right"])
    gap = _days(pl.col("anchor"), pl.col("anchor_right")).abs().fill_null(0)
    lasting = pl.max_horizontal("rivals_in_year", "rivals_in_year_right") <= BUSY
    then = pl.coalesce("anchor", "anchor_right")
    belongs = (then >= pl.col("since")) & (then <= pl.col("until"))
    close = gap <= pl.when(lasting).then(WINDOW).otherwise(SOON)
    kindred = (pl.col("target") == pl.col("target_right")) | (pl.col("document_id") != pl.col("document_id_right"))
    kept = block.filter((pl.col("mention_id") < pl.col("mention_id_right")) & close & kindred & belongs.fill_null(True))
    return kept.drop("since", "until")


def pairs(told: pl.DataFrame, part: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return the pairs worth comparing that no rule keeps apart."""
    apart = pl.any_horizontal(rule.fill_null(False) for rule in rules().values())
    return near(told, part).filter(~apart)


def slices(told: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield the pairs slice by slice, to bound memory."""
    ordered = told.sort("actor", "lever", "mention_id")
    for part in ordered.iter_slices(SLICE):
        yield pairs(ordered, part)


class Likeness:
    """How alike the words of tellings and of their documents' titles are: cosines of weighted words and pairs of words."""

    def __init__(self, told: pl.DataFrame) -> None:
        """Weigh the words by how rare they are among the tellings."""
        from sklearn.feature_extraction.text import TfidfVectorizer  # a second to import

        vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english", ngram_range=(1, 2), dtype=np.float32)
        vectors.fit([*told["text"].to_list(), "alliance events"])  # one word at least, whatever the texts are
        self.texts = vectors.transform(told["text"].to_list())
        self.titles = vectors.transform(told["title"].to_list())

    def of(self, found: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Return the likeness of texts and of titles of each pair, 0 to 1."""
        left, right = found["place"].to_numpy(), found["place_right"].to_numpy()
        texts, titles = (
            np.asarray(table[left].multiply(table[right]).sum(axis=1)).ravel().round(4)
            for table in (self.texts, self.titles)
        )
        return texts, titles


def _same(column: str) -> pl.Expr:
    return pl.col(column) == pl.col(f"{column}_right")


def _lag() -> pl.Expr:
    """Return the days from the act that one text dates to the report that does not date it; null in all other pairs."""
    act, other = pl.coalesce("text_end", "text_start"), pl.coalesce("text_end_right", "text_start_right")
    later = pl.when(_dated() & ~_dated("_right")).then(_days(pl.col("published_on_right"), act))
    return later.when(_dated("_right") & ~_dated()).then(_days(pl.col("published_on"), other))


def _is_short(length: str) -> pl.Expr:
    return pl.col(length) < SHORT


def _neutral() -> pl.Expr:
    return (pl.col("stance") == "neutral") | (pl.col("stance_right") == "neutral")


def _magnitude() -> pl.Expr:
    mine, other = pl.col("quantity"), pl.col("quantity_right")
    return (
        pl.when(mine.is_null() & other.is_null()).then(2)
        .when(mine.is_null() | other.is_null()).then(1)
        .when(mine == other).then(3)
        .when(_same("unit")).then(-1)
        .otherwise(0)
    )  # fmt: skip


def measured(found: pl.DataFrame, likeness: Likeness) -> pl.DataFrame:
    """Return the pairs with the columns of `features.csv`, all numbers; unknown is null."""
    texts, titles = likeness.of(found)
    made: dict[str, pl.Expr | pl.Series] = {
        "days_apart": _days(pl.col("anchor"), pl.col("anchor_right")).abs(),
        "told_most": pl.max_horizontal("rivals", "rivals_right"),
        "told_least": pl.min_horizontal("rivals", "rivals_right"),
        "told_in_year": pl.max_horizontal("rivals_in_year", "rivals_in_year_right"),
        "texts_alike": pl.Series(texts),
        "titles_alike": pl.Series(titles),
        "same_document": _same("document_id"),
        "bulletins": _is_short("length").cast(pl.Int8) + _is_short("length_right"),
        "longest": pl.max_horizontal("length", "length_right"),
        "status_furthest": pl.max_horizontal("rank", "rank_right"),
        "status_nearest": pl.min_horizontal("rank", "rank_right"),
        "stance": pl.when(_same("stance")).then(2).when(_neutral()).then(1).otherwise(0),
        "magnitude": _magnitude(),
        "same_target": _same("target"),
        "dated": _dated().cast(pl.Int8) + _dated("_right").cast(pl.Int8),
        "reported_after": _lag(),
        "confidence": pl.min_horizontal("confidence", "confidence_right"),
    }
    return found.with_columns(**{name: value.cast(pl.Float64) for name, value in made.items()})
