"""Clusters of mentions to rows of `events`: one row a real act, and one row a standing pattern of policy."""

from dataclasses import dataclass

import polars as pl

from pipelines.resolve.cluster import cluster
from pipelines.resolve.identity import FACTS, Registry, identify, redirects_to
from pipelines.resolve.relations import ally, in_scope, relation_on
from pipelines.resolve.summary import dated, summary
from pipelines.resolve.tellings import document_day, tellings
from schemas.ids import short_id
from schemas.tables import EVENT_MENTIONS, EVENTS

PATTERN = ["actor", "lever", "target", "stance"]


@dataclass(frozen=True)
class Resolved:
    """The tables of a resolution, and the redirects of identifiers that it caused."""

    events: pl.DataFrame
    event_mentions: pl.DataFrame
    redirects: list[tuple[str, str, str]]


def acts_of(mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return mention_id and `act` for every mention that tells an act or a pattern; forecasts tell neither."""
    told = tellings(mentions, documents)
    acts = cluster(told).select("mention_id", "act")
    standing = mentions.filter(pl.col("granularity") == "pattern", pl.col("status") != "speculative")
    patterns = standing.select(
        "mention_id",
        act=pl.struct(PATTERN).map_elements(lambda row: short_id("P", *row.values()), return_dtype=pl.String),
    )
    return pl.concat([acts, patterns])


def _given(links: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Add to the mentions of the events what each event takes from it; a mention without an event is left out."""
    taken = events.select(
        "event_id",
        evidence="mention_id",
        date=pl.when(pl.col("date_basis") != "none").then("date_from"),
        magnitude=pl.when(pl.col("magnitude_value").is_not_null()).then("magnitude_from"),
    )
    parts = [pl.when(pl.col("mention_id") == pl.col(part)).then(pl.lit(part)) for part in taken.columns[1:]]
    told = pl.concat_str(parts, separator=";", ignore_nulls=True)
    return links.join(taken, on="event_id").with_columns(gives=pl.when(told != "").then(told))


def resolve(mentions: pl.DataFrame, documents: pl.DataFrame, registry: Registry) -> Resolved:
    """Return `events`, `event_mentions` and the redirects; neither the order nor the batches of mentions matter.

    Acts among parties that are all strangers or rivals of the United States are no events; their mentions stay.
    """
    facts = documents.select("document_id", "publisher", "published", published_on=document_day())
    members = mentions.join(acts_of(mentions, documents), on="mention_id").join(facts, on="document_id")
    ids, redirects = identify(members.select(*FACTS, "act", "published_on"), registry)
    named = summary(members).join(dated(members), on="act").sort("act").with_row_index("row")
    named = named.with_columns(
        event_id=pl.col("act").replace_strict(ids, return_dtype=pl.String),
        episode_id=pl.lit(""),
        anchor=pl.coalesce("date_start", "date_end"),
    )
    related = relation_on(relation_on(named, "actor"), "target").with_columns(ally=ally()).filter(in_scope())
    links = members.select("mention_id", event_id=pl.col("act").replace_strict(ids, return_dtype=pl.String))
    return Resolved(EVENTS.conform(related), EVENT_MENTIONS.conform(_given(links, related)), redirects)


def redirects_of(
    mentions: pl.DataFrame, event_mentions: pl.DataFrame, documents: pl.DataFrame, registry: Registry
) -> list[tuple[str, str, str]]:
    """Return the redirects that follow from finished tables: which released identifiers these events took over."""
    days = documents.select("document_id", published_on=document_day())
    members = mentions.join(event_mentions, on="mention_id").join(days, on="document_id")
    return redirects_to(members.select(*FACTS, "published_on", act="event_id"), registry)
