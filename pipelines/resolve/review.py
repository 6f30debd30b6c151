"""The queue of events that a person should look at: the least sure ones first, those of allies before others."""

import polars as pl

UNSURE = 0.6  # confidence below which an event is worth a look
QUEUE = (
    "event_id", "confidence", "actor", "lever", "target", "stance", "status", "granularity", "date", "magnitude_value",
    "magnitude_unit", "evidence", "source_key", "published", "mention_id",
)  # fmt: skip


def queue(events: pl.DataFrame, mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return one row an unsure event that no person has decided on, with its best evidence."""
    unsure = events.filter((pl.col("confidence") < UNSURE) & (pl.col("correction_ids") == ""))
    told = mentions.select("mention_id", "evidence", "source_key", "document_id")
    dated = documents.select("document_id", "published")
    joined = unsure.join(told, on="mention_id").join(dated, on="document_id")
    return joined.sort(pl.col("ally").is_null(), "confidence", "event_id").select(QUEUE)
