"""Mentions to events and episodes, and what was covered."""

from collections.abc import Iterator

import dagster as dg
import polars as pl

from assets.resources import HomeResource, out
from assets.settings import registry
from pipelines.resolve.coverage import coverage
from pipelines.resolve.episodes import episodes
from pipelines.resolve.events import resolve
from pipelines.resolve.review import queue
from schemas.tables import COVERAGE, EPISODES, EVENT_MENTIONS, EVENTS
from warehouse import store


@dg.multi_asset(
    outs={table.name: out(table, "resolving") for table in (EVENTS, EVENT_MENTIONS, EPISODES)}, name="resolve_events"
)
def resolve_events(
    mentions: pl.DataFrame, documents: pl.DataFrame, home: HomeResource
) -> Iterator[dg.Output[pl.DataFrame]]:
    """Make one event of the mentions of one act, under the identifier of the last release, and episodes of events."""
    made = resolve(mentions, documents, registry(home.get()))
    lives, events = episodes(made.events)
    changed = {"redirects": len(made.redirects)}
    yield dg.Output(events, EVENTS.name, metadata=changed)
    yield dg.Output(made.event_mentions, EVENT_MENTIONS.name)
    yield dg.Output(lives, EPISODES.name)


@dg.multi_asset(outs={COVERAGE.name: out(COVERAGE, "resolving")}, name="count_coverage")
def count_coverage(
    documents: pl.DataFrame,
    document_sources: pl.DataFrame,
    rejected_documents: pl.DataFrame,
    codings: pl.DataFrame,
    mentions: pl.DataFrame,
    event_mentions: pl.DataFrame,
) -> pl.DataFrame:
    """Count documents by source and month."""
    return coverage(documents, document_sources, rejected_documents, codings, mentions, event_mentions)


@dg.asset(
    group_name="resolving",
    owners=["team:alliance-events"],
    kinds={"csv"},
    description="The events that the coder is unsure of and nobody has decided on, as review/queue.csv.",
)
def review_queue(
    events: pl.DataFrame, mentions: pl.DataFrame, documents: pl.DataFrame, home: HomeResource
) -> dg.MaterializeResult[None]:
    """Write the queue that `alliance-events review` works on."""
    listed = queue(events, mentions, documents)
    store.write_text(home.get().queue, listed.write_csv())
    return dg.MaterializeResult(metadata={"dagster/row_count": listed.height})
