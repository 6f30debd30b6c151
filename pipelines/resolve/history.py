"""Two states of the dataset to a change feed with reasons, and the feed to the bitemporal history of every event."""

import datetime as dt
from dataclasses import dataclass

import polars as pl

from pipelines.resolve.identity import redirect_rows
from pipelines.resolve.reasons import Reasons, State, corrected_events
from schemas.ids import row_hashes, short_id
from schemas.tables import CHANGE_FIELDS, CHANGES, EVENT_VERSIONS, EVENTS, ID_MAP, ROWS_AFTER


@dataclass(frozen=True)
class Feed:
    """The feed of one release: changes, full rows after, fields before and after, and the new redirects."""

    changes: pl.DataFrame
    rows_after: pl.DataFrame
    change_fields: pl.DataFrame
    redirects: pl.DataFrame


def _types(old: pl.DataFrame, new: pl.DataFrame, redirects: list[tuple[str, str, str]]) -> dict[str, str]:
    """Return event_id -> change_type for every event that is not the same in both."""
    hashes = [dict(zip(frame["event_id"], row_hashes(frame.iter_rows()), strict=True)) for frame in (old, new)]
    merged, split, restored = (
        {one for one, redirect, _ in redirects if redirect == name}
        for name in ("merged_into", "split_into", "restored")
    )
    types = {}
    for event in sorted(hashes[0].keys() | hashes[1].keys()):
        if event not in hashes[1]:
            types[event] = "merged" if event in merged else "withdrawn"
        elif event not in hashes[0]:
            types[event] = "restored" if event in restored else "added"
        elif hashes[0][event] != hashes[1][event]:
            types[event] = "split" if event in split else "modified"
    return types


def _fields(
    old: pl.DataFrame, new: pl.DataFrame, modified: list[str]
) -> dict[str, list[tuple[str, str | None, str | None]]]:
    """Return event_id -> (field, before, after) of every field that differs, as text."""
    before, after = (
        {
            row[0]: row
            for row in frame.filter(pl.col("event_id").is_in(modified)).select(pl.all().cast(pl.String)).iter_rows()
        }
        for frame in (old.select(EVENTS.schema.names()), new.select(EVENTS.schema.names()))
    )
    return {
        event: [
            (name, one, two)
            for name, one, two in zip(EVENTS.schema.names(), before[event], after[event], strict=True)
            if one != two
        ]
        for event in modified
    }


def feed(before: State, after: State, redirects: list[tuple[str, str, str]]) -> Feed:
    """Return the change feed between two states, each change with a reason from the closed list."""
    old, new = EVENTS.conform(before.events), EVENTS.conform(after.events)
    types = _types(old, new, redirects)
    told = before.told_by(), after.told_by()
    corrected = corrected_events(before, after, new)
    successors_of = {
        reason: frozenset(new_id for _, redirect, new_id in redirects if redirect == name)
        for reason, name in (("split", "split_into"), ("merge", "merged_into"))
    }
    reasons = Reasons(before, after, corrected, successors_of)
    differing = _fields(old, new, [e for e, kind in types.items() if kind in ("modified", "split")])
    plain = {"merged": "merge", "split": "split"}
    successors = {e: sorted({n for o, r, n in redirects if o == e and n and r != "restored"}) for e in types}
    rows, fields = [], []
    for event, kind in types.items():
        one, two = told[0].get(event, frozenset()), told[1].get(event, frozenset())
        reason = plain.get(kind) or reasons.of(event, one, two)
        change = short_id("C", before.version, after.version, event)
        changed = differing.get(event, [])
        rows.append((change, before.version, after.version, event, kind, reason, ";".join(f for f, _, _ in changed),
                     ";".join(successors[event])))  # fmt: skip
        fields += [(change, event, *field) for field in changed]
    changes = CHANGES.conform(pl.DataFrame(rows, schema=CHANGES.schema, orient="row"))
    reason_of = {event: reason for _, _, _, event, _, reason, _, _ in rows}
    return Feed(
        changes,
        ROWS_AFTER.conform(new.join(changes.select("event_id"), on="event_id", how="semi")),
        CHANGE_FIELDS.conform(pl.DataFrame(fields, schema=CHANGE_FIELDS.schema, orient="row")),
        ID_MAP.conform(redirect_rows(redirects, after.version, reason_of)),
    )


def versions(known: pl.DataFrame, made: Feed, recorded_on: dt.date, version: str) -> pl.DataFrame:
    """Return `event_versions` with the states that this release closes and opens."""
    touched = made.changes.select("event_id", "change_type", "reason")
    is_closed = pl.col("recorded_to").is_null() & pl.col("event_id").is_in(touched["event_id"].implode())
    closed = known.with_columns(
        recorded_to=pl.when(is_closed).then(pl.lit(recorded_on)).otherwise(pl.col("recorded_to")),
        to_version=pl.when(is_closed).then(pl.lit(version)).otherwise(pl.col("to_version")),
    )
    counted = known.group_by("event_id").agg(revisions=pl.col("revision").max())
    opened = (
        made.rows_after.join(touched, on="event_id")
        .join(counted, on="event_id", how="left")
        .with_columns(
            revision=pl.col("revisions").fill_null(0) + 1,
            recorded_from=pl.lit(recorded_on),
            recorded_to=pl.lit(None, dtype=pl.Date),
            from_version=pl.lit(version),
            to_version=pl.lit(""),
            valid_from=pl.col("date_start"),
            valid_to=pl.col("date_end"),
        )
    )
    return EVENT_VERSIONS.conform(pl.concat([closed, opened.select(known.columns)]))
