"""Mentions to tellings: what a sentence says of an act, ready to be compared. Patterns and forecasts are no acts."""

import polars as pl

from schemas import codebook

KEY = ["actor", "lever", "target"]
OF_CODE = ["document_id", *KEY, "stance", "phase"]
OWN = 45  # days from the act that a document is about to its publication
AROUND = {
    "rivals": 45,
    "rivals_in_year": 365,
}  # days before and after a telling in which others of its code are counted


def acts(mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return the mentions of acts with their documents' facts and the phase of their status."""
    facts = documents.select("document_id", "title", published_on=document_day(), length=pl.col("text").str.len_chars())
    phases = codebook.table("statuses").select("status", "phase", rank=pl.col("rank").cast(pl.Int8))
    return (
        mentions.filter(pl.col("granularity") == "act", pl.col("status") != "speculative")
        .join(facts, on="document_id")
        .join(phases, on="status")
        .with_columns(stated=pl.when(pl.col("date_basis") == "text").then(pl.col("date")).otherwise(pl.lit("")))
    )


def document_day() -> pl.Expr:
    """Return the last possible day of `published`, an EDTF date of day, month or year precision; null if unknown."""
    text, length = pl.col("published"), pl.col("published").str.len_chars()
    first = pl.when(length == 4).then(text + "-12-01").when(length == 7).then(text + "-01").otherwise(text)
    day = first.str.to_date("%Y-%m-%d", strict=False)
    return pl.when(length == 10).then(day).otherwise(day.dt.month_end())


def _shared_date() -> pl.Expr:
    """An undated mention joins the one day that its document gives for the same code; of several it joins none.

    The day must lie within `OWN` days of publication: a document recalls older acts beside the one that it is about.
    """
    dated = pl.col("stated").filter(pl.col("stated") != "")
    first = dated.first().over(OF_CODE)
    day = first.str.to_date("%Y-%m-%d", strict=False)  # null unless it is one
    own = (pl.col("published_on") - day).dt.total_days().abs() <= OWN
    only = pl.when((dated.n_unique().over(OF_CODE) == 1) & own.fill_null(False)).then(first)
    return pl.when(pl.col("stated") == "").then(only.fill_null("")).otherwise(pl.col("stated")).alias("stated")


def tellings(mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return one row a mention of an act: its bounds, quantity, texts and rivals; `place` is its row number."""
    told = acts(mentions, documents).sort("mention_id").with_columns(_shared_date())
    dated = told.select(
        "mention_id", "document_id", *KEY, "stance", "status", "rank", "phase", "published_on",
        text_start=_stated("date_start"),
        text_end=_stated("date_end"),
        precision=_stated("date_precision"),
        quantity=pl.concat_str(pl.col("magnitude_value").cast(pl.String), pl.lit(" "), "magnitude_unit"),
        unit="magnitude_unit",
        confidence="confidence",
        length="length",
        text="evidence",
        title=pl.col("title").fill_null(""),
    )  # fmt: skip
    told_on = dated.with_columns(anchor=pl.coalesce("text_start", "published_on", "text_end"))
    return _with_rivals(told_on).sort("mention_id").with_row_index("place")


def _with_rivals(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `rivals` and `rivals_in_year`: on how many days around a telling something of its code is told; 1 is itself alone."""
    days = frame.select(*KEY, "anchor").drop_nulls("anchor").unique()
    both = days.join(days.rename({"anchor": "other"}), on=KEY)
    gap = (pl.col("anchor") - pl.col("other")).dt.total_days().abs()
    counts = {name: (gap <= around).sum() for name, around in AROUND.items()}
    counted = both.group_by(*KEY, "anchor").agg(**counts)
    joined = frame.join(counted, on=[*KEY, "anchor"], how="left", nulls_equal=True)
    return joined.with_columns(pl.col(*AROUND).fill_null(1))


def _stated(column: str) -> pl.Expr:
    """Return a date column where the text states the date: in the mention, else once in its document for this code."""
    own = pl.col("date_basis") == "text"
    shared = pl.col(column).filter(own).drop_nulls().first().over(OF_CODE)
    return pl.when(own).then(pl.col(column)).when(pl.col("stated") != "").then(shared)
