"""Mentions to events."""

import dagster as dg
import polars as pl

from assets.resources import out
from pipelines.resolve.events import resolve
from schemas.tables import EVENT_MENTIONS, EVENTS


@dg.multi_asset(outs={table.name: out(table, "resolving") for table in (EVENTS, EVENT_MENTIONS)}, name="resolve_events")
def resolve_events(mentions: pl.DataFrame, documents: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Group the mentions of one act into one event."""
    return resolve(mentions, documents)
