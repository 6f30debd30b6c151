"""Counts what was fetched, read, refused and coded, by source and month, so that a zero differs from not knowing."""

import polars as pl

from schemas.tables import COVERAGE

COUNTS = ("n_fetched", "n_read", "n_rejected", "n_coded", "n_with_mentions", "n_with_events")


def _has(column: str, ids: pl.Series) -> pl.Expr:
    return pl.col(column).is_in(ids.unique().implode()).cast(pl.Int64)


def coverage(
    documents: pl.DataFrame,
    sources: pl.DataFrame,
    rejected: pl.DataFrame,
    codings: pl.DataFrame,
    mentions: pl.DataFrame,
    event_mentions: pl.DataFrame,
) -> pl.DataFrame:
    """Return the table `coverage`: one row a (source, month); texts that their source has replaced do not count."""
    telling = mentions.join(event_mentions, on="mention_id", how="semi")
    current = documents.join(sources.filter("is_current"), on="document_id", how="semi")
    read = current.select(
        source=pl.when(pl.col("publisher") == "").then(pl.lit("(unknown)")).otherwise(pl.col("publisher")),
        month=pl.col("published").str.slice(0, 7),
        n_fetched=pl.lit(1),
        n_read=pl.lit(1),
        n_rejected=pl.lit(0),
        n_coded=_has("document_id", codings["document_id"]),
        n_with_mentions=_has("document_id", mentions["document_id"]),
        n_with_events=_has("document_id", telling["document_id"]),
    )
    refused = rejected.select(
        source=pl.concat_str(pl.lit("(file) "), pl.col("path").str.split("/").list.first()),
        month=pl.lit(""),
        n_fetched=pl.lit(1),
        n_read=pl.lit(0),
        n_rejected=pl.lit(1),
        n_coded=pl.lit(0),
        n_with_mentions=pl.lit(0),
        n_with_events=pl.lit(0),
    )
    both = pl.concat([read, refused], how="vertical_relaxed")
    return COVERAGE.conform(both.group_by("source", "month").agg(pl.col(name).sum() for name in COUNTS))
