"""What is newly read beside what was known: one row a text, one text a source key, no refusal that was mended."""

import polars as pl

from schemas.table import Table
from schemas.tables import DOCUMENT_SOURCES, DOCUMENTS

ROLLING = ("feed",)  # readers of files that hold the newest items only


def merge_documents(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Join old and new documents: one row a text, with the earliest date and the fullest metadata, whatever the order."""
    both = pl.concat([old, new]).with_columns(
        dated=(pl.col("published") == ""),
        empty=sum((pl.col(name) == "").cast(pl.Int8) for name in ("title", "publisher", "url")),
    )
    first = both.sort("document_id", "dated", "empty", "published", "source_key").unique(
        "document_id", keep="first", maintain_order=True
    )
    return DOCUMENTS.conform(first.drop("dated", "empty"))


def merge_rows(table: Table, old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Join old and new rows of a table; of two with the same key the new one stays."""
    return table.conform(pl.concat([old, new]).unique(list(table.key), keep="last", maintain_order=True))


def drop_reread(rejected: pl.DataFrame, inputs: pl.DataFrame) -> pl.DataFrame:
    """Return the rejections that still stand: those of a file that was read again give way to the new verdict."""
    return rejected.join(inputs.select("path").unique(), on="path", how="anti")


def current_sources(known: pl.DataFrame, read: pl.DataFrame, inputs: pl.DataFrame) -> pl.DataFrame:
    """Join the known sources and those just `read` (with their `reader`), and tell which still count.

    Of one key the document read last counts. What a file no longer holds when it is read again is retracted; but not
    what scrolls off a feed, nor what stood in a file that cannot be read any more.
    """
    own = read.drop("reader")
    last = own.unique("source_key", keep="last", maintain_order=True).select("source_key", now="document_id")
    rolling = read.filter(pl.col("reader").is_in(ROLLING))["path"].implode()
    readable = inputs.filter(pl.col("n_documents") > 0)["path"].implode()
    again = pl.col("path").is_in(readable) & ~pl.col("path").is_in(rolling)
    stands = (
        pl.when(pl.col("now").is_null())
        .then(pl.col("is_current") & ~again)
        .otherwise(pl.col("now") == pl.col("document_id"))
    )
    joined = merge_rows(DOCUMENT_SOURCES, known, own).join(last, on="source_key", how="left", maintain_order="left")
    return DOCUMENT_SOURCES.conform(joined.with_columns(is_current=stands))
