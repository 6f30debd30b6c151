"""Groups mentions of the same act: same actor, lever, target and stance, and days that lie close together."""

import polars as pl

from pipelines.resolve.relations import ally, relation_on
from schemas import codebook
from schemas.ids import event_id
from schemas.tables import EVENT_MENTIONS, EVENTS

GAP_DAYS = 3  # reports of one act follow each other; a longer silence begins a new act
TRIPLE = ["actor", "lever", "target", "stance", "granularity"]
CODES = ["actor", "lever", "target", "stance", "status", "granularity"]
DATES = ["date", "date_start", "date_end", "date_precision", "date_basis"]


def _published(mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    facts = documents.select("document_id", "publisher", "published")
    ranks = codebook.table("statuses").select("status", rank=pl.col("rank").cast(pl.Int8))
    return mentions.filter(pl.col("status") != "speculative").join(facts, on="document_id").join(ranks, on="status")


def _clustered(mentions: pl.DataFrame) -> pl.DataFrame:
    """Number the clusters: acts by runs of days, patterns as one, undated acts by document."""
    anchored = mentions.with_columns(anchor=pl.coalesce("date_start", "date_end"))
    run = (pl.col("anchor").diff().dt.total_days().fill_null(0) > GAP_DAYS).cum_sum().over(TRIPLE)
    acts = (
        anchored.filter(pl.col("anchor").is_not_null())
        .sort(*TRIPLE, "anchor", "mention_id")
        .with_columns(
            run=pl.when(pl.col("granularity") == "pattern").then(pl.lit("all")).otherwise(run.cast(pl.String))
        )
    )
    undated = anchored.filter(pl.col("anchor").is_null()).with_columns(
        run=pl.when(pl.col("granularity") == "pattern").then(pl.lit("all")).otherwise(pl.col("document_id"))
    )
    return pl.concat([acts, undated])


def resolve(mentions: pl.DataFrame, documents: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the tables `events` and `event_mentions`; the order of the mentions does not matter."""
    clustered = _clustered(_published(mentions, documents))
    ordered = clustered.sort(
        "rank", "confidence", "date_precision", "mention_id", descending=[True, True, False, False]
    )
    best = [
        pl.col(name).first()
        for name in (
            *CODES[3:5],
            *DATES,
            "magnitude_value",
            "magnitude_unit",
            "plover_event",
            "plover_mode",
            "cameo_root",
            "anchor",
        )
    ]
    groups = ordered.group_by(
        [name for name in TRIPLE if name != "stance"] + [pl.col("stance").alias("group_stance"), "run"],
        maintain_order=True,
    ).agg(
        *best,
        mention_id=pl.col("mention_id").first(),
        members=pl.col("mention_id"),
        seed=pl.col("mention_id").min(),
        confidence=pl.col("confidence").max(),
        n_mentions=pl.len().cast(pl.Int64),
        n_documents=pl.col("document_id").n_unique().cast(pl.Int64),
        n_publishers=pl.col("publisher").n_unique().cast(pl.Int64),
        first_reported=pl.col("published").filter(pl.col("published") != "").min().fill_null(""),
        last_reported=pl.col("published").filter(pl.col("published") != "").max().fill_null(""),
    )
    named = groups.with_columns(event_id=pl.col("seed").map_elements(event_id, return_dtype=pl.String)).with_row_index(
        "row"
    )
    related = relation_on(relation_on(named, "actor"), "target").with_columns(ally=ally())
    links = related.select("event_id", mention_id="members").explode("mention_id")
    return EVENTS.conform(related), EVENT_MENTIONS.conform(links)
