"""What a release says of its own quality: measured accuracy, fill rates, refusals and churn, in `quality.json`."""

from typing import Any

import polars as pl

from schemas.table import Table
from schemas.tables import EVENTS, MENTIONS

DIGITS = 4


def fill_rates(table: Table, frame: pl.DataFrame) -> dict[str, float]:
    """Return the share of rows in which each column holds something; an empty text holds nothing."""
    if frame.is_empty():
        return {}
    text = [c.name for c in table.columns if c.dtype == pl.String]
    filled = frame.with_columns(pl.when(pl.col(text) != "").then(pl.col(text)))
    return {name: round(1 - filled[name].null_count() / frame.height, DIGITS) for name in table.schema.names()}


def churn(changes: pl.DataFrame, before: int) -> list[dict[str, Any]]:
    """Return the changes by type and reason, with their share of the events of the release before."""
    counted = changes.group_by("change_type", "reason").agg(events=pl.len()).sort("change_type", "reason")
    return [{**row, "share": round(row["events"] / before, DIGITS) if before else None} for row in counted.to_dicts()]


def report(tables: dict[str, pl.DataFrame], accuracy: dict[str, Any], before: int) -> dict[str, Any]:
    """Return quality.json. `accuracy` is what was measured on gold when the coder was fitted; `before` counts events."""
    refused = tables["rejected_documents"].group_by("reason").agg(inputs=pl.len())
    rejected = refused.sort("inputs", "reason", descending=[True, False])
    events = tables["events"]
    return {
        "accuracy": accuracy,
        "rows": {name: frame.height for name, frame in sorted(tables.items())},
        "rejected_inputs": rejected.head(20).to_dicts(),
        "fill_rates": {"events": fill_rates(EVENTS, events), "mentions": fill_rates(MENTIONS, tables["mentions"])},
        "confidence": {
            "events_of_0_9_and_more": events.filter(pl.col("confidence") >= 0.9).height,
            "median": round(float(events["confidence"].median() or 0.0), DIGITS),  # type: ignore[arg-type]
        },
        "churn": churn(tables["changes"], before),
    }
