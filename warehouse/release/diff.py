"""What differs between two releases, in a summary and in rows; they need not follow each other."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from schemas.ids import row_hashes
from schemas.tables import EVENTS, ID_MAP, PUBLISHED
from warehouse.release import rows


@dataclass(frozen=True)
class Difference:
    """Rows of every table, the changed events, and their fields before and after."""

    tables: pl.DataFrame
    events: pl.DataFrame
    fields: pl.DataFrame


def _counts(old: Path, new: Path) -> pl.DataFrame:
    found = []
    for table in PUBLISHED:
        before, after = rows.read(table, old), rows.read(table, new)
        hashes = [set(row_hashes(table.conform(frame).iter_rows())) for frame in (before, after)]
        lost, made = len(hashes[0] - hashes[1]), len(hashes[1] - hashes[0])
        found.append(
            {"table": table.name, "before": before.height, "after": after.height, "rows_gone": lost, "rows_new": made}
        )
    return pl.DataFrame(found)


def _kind(before: pl.DataFrame, after: pl.DataFrame, fate: pl.DataFrame) -> pl.DataFrame:
    """Return one row an event that differs: event_id, change, successors."""
    one, two = (
        pl.DataFrame(
            {"event_id": frame["event_id"], side: row_hashes(frame.iter_rows())},
            schema={"event_id": pl.String, side: pl.String},
        )
        for frame, side in ((before, "before"), (after, "after"))
    )
    joined = one.join(two, on="event_id", how="full", coalesce=True)
    differing = joined.filter(
        pl.col("before").is_null() | pl.col("after").is_null() | (pl.col("before") != pl.col("after"))
    )
    led = fate.group_by(event_id="old_id").agg(
        redirect=pl.col("redirect").last(),
        successors=pl.col("new_id").filter(pl.col("new_id") != "").unique().sort().str.join(";"),
    )
    change = (
        pl.when(pl.col("before").is_null()).then(pl.lit("added"))
        .when(pl.col("after").is_null()).then(pl.coalesce("redirect", pl.lit("gone")))
        .otherwise(pl.lit("modified"))
    )  # fmt: skip
    kept = differing.join(led, on="event_id", how="left").with_columns(change=change)
    return kept.select("event_id", "change", pl.col("successors").fill_null("")).sort("change", "event_id")


def _fields(before: pl.DataFrame, after: pl.DataFrame, changed: pl.DataFrame) -> pl.DataFrame:
    both = changed.filter(pl.col("change") == "modified").select("event_id")
    long = [
        frame.join(both, on="event_id", how="semi")
        .select(pl.all().cast(pl.String))
        .unpivot(index="event_id", variable_name="field", value_name=name)
        for frame, name in ((before, "before"), (after, "after"))
    ]
    joined = long[0].join(long[1], on=["event_id", "field"])
    return joined.filter(pl.col("before").ne_missing(pl.col("after"))).sort("event_id", "field")


def difference(old: Path, new: Path) -> Difference:
    """Compare two release folders."""
    before, after = (EVENTS.conform(rows.read(EVENTS, folder)) for folder in (old, new))
    changed = _kind(before, after, rows.read(ID_MAP, new))
    known = pl.concat([before, after]).unique("event_id", keep="last", maintain_order=True)
    codes = known.select("event_id", "actor", "lever", "target", "status", "date")
    named = changed.join(codes, on="event_id", how="left", maintain_order="left")
    return Difference(_counts(old, new), named, _fields(before, after, changed))
