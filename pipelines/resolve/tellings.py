"""Mentions to tellings: what a sentence says of an act, ready to be compared. Patterns and forecasts are no acts."""

import polars as pl

from schemas import codebook

KEY = ["actor", "lever", "target"]
OF_CODE = ["document_id", *KEY, "stance", "phase"]
MIN_WORD = 4
COMMON = 0.2  # share of a block's tellings above which a word tells nothing


def acts(mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return the mentions of acts with their documents' facts and the phase of their status."""
    facts = documents.select("document_id", "publisher", "title", published_on=document_day())
    phases = codebook.table("statuses").select("status", "phase")
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
    """An undated mention joins the one day that its document gives for the same code; of several it joins none."""
    dated = pl.col("stated").filter(pl.col("stated") != "")
    only = pl.when(dated.n_unique().over(OF_CODE) == 1).then(dated.first().over(OF_CODE))
    return pl.when(pl.col("stated") == "").then(only.fill_null("")).otherwise(pl.col("stated")).alias("stated")


def tellings(mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return one row a mention of an act: its bounds, quantity, words, and what kind of lever it uses."""
    told = acts(mentions, documents).sort("mention_id").with_columns(_shared_date())
    kinds = codebook.table("levers").select("lever", is_occasion=pl.col("measure") == "")
    dated = told.join(kinds, on="lever").select(
        "mention_id", "document_id", "publisher", *KEY, "stance", "status", "phase", "is_occasion", "published_on",
        text_start=_stated("date_start"),
        text_end=_stated("date_end"),
        precision=_stated("date_precision"),
        quantity=pl.concat_str(pl.col("magnitude_value").cast(pl.String), pl.lit(" "), "magnitude_unit"),
        unit="magnitude_unit",
        text="evidence",
        title="title",
    )  # fmt: skip
    return _with_words(dated).drop("text", "title").sort("mention_id")


def _stated(column: str) -> pl.Expr:
    """Return a date column where the text states the date: in the mention, else once in its document for this code."""
    given = pl.when(pl.col("date_basis") == "text").then(pl.col(column))
    shared = given.drop_nulls().first().over(OF_CODE)
    return pl.when(pl.col("stated") != "").then(pl.coalesce(given, shared))


def _with_words(frame: pl.DataFrame) -> pl.DataFrame:
    """Add what the telling is about: its long words and numbers, and those of the title, without each block's commonplaces."""
    for name in ("text", "title"):
        words = frame.select("mention_id", "actor", "lever", word=_words_of(name)).explode("word").drop_nulls("word")
        block = pl.col("mention_id").n_unique().over("actor", "lever")
        told = pl.col("mention_id").n_unique().over("actor", "lever", "word")
        rare = (
            words.filter(told <= (COMMON * block).clip(5))
            .group_by("mention_id")
            .agg(**{f"{name}_words": pl.col("word").sort()})
        )
        frame = frame.join(rare, on="mention_id", how="left").with_columns(
            pl.col(f"{name}_words").fill_null(pl.lit([], dtype=pl.List(pl.String)))
        )
    return frame


def _words_of(column: str) -> pl.Expr:
    pattern = rf"[a-z]{{{MIN_WORD},}}|\d+(?:\.\d+)?"
    return pl.col(column).str.to_lowercase().str.extract_all(pattern).list.eval(_stem(pl.element())).list.unique()


def _stem(word: pl.Expr) -> pl.Expr:
    """Cut plural and past endings, so that `imposes` and `imposed` are one word."""
    return word.str.replace(r"(?:ing|ed|es|s)$", "")
