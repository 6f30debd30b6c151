"""What the change feed means: a release is the one before, minus the touched events, plus their rows after."""

import polars as pl

from schemas.tables import EVENTS


def replay(events: pl.DataFrame, changes: pl.DataFrame, rows_after: pl.DataFrame) -> pl.DataFrame:
    """Return the release that a feed makes of the one before: minus the touched events, plus their rows after."""
    kept = EVENTS.conform(events).join(changes.select("event_id"), on="event_id", how="anti")
    return EVENTS.conform(pl.concat([kept, rows_after]))
