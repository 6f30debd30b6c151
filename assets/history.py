"""What changed since the last release, with reasons; the identifiers' fate and the history of every event."""

import datetime as dt
from collections.abc import Callable, Iterator

import dagster as dg
import polars as pl

from assets.resources import HomeResource, out
from assets.settings import Home, registry
from pipelines.resolve.events import redirects_of
from pipelines.resolve.history import feed, versions
from pipelines.resolve.reasons import State
from pipelines.version import codebook_version, coder_version
from schemas.feed import replay
from schemas.ids import row_hashes
from schemas.table import Table
from schemas.tables import (
    CHANGE_FIELDS,
    CHANGES,
    CORRECTIONS,
    DOCUMENT_SOURCES,
    DOCUMENTS,
    EVENT_MENTIONS,
    EVENT_VERSIONS,
    EVENTS,
    ID_MAP,
    MENTIONS,
    ROWS_AFTER,
)
from warehouse.release.versions import manifest_of, newest, next_version

OUTS = (CHANGES, ROWS_AFTER, CHANGE_FIELDS, EVENT_VERSIONS, ID_MAP)
HELD = (EVENTS, EVENT_MENTIONS, MENTIONS, DOCUMENTS, DOCUMENT_SOURCES, CORRECTIONS)


class DayConfig(dg.Config):
    """The day that names the version (ISO date); empty means today."""

    day: str = ""

    def date(self) -> dt.date:
        """Return the day."""
        return dt.date.fromisoformat(self.day) if self.day else dt.date.today()


def _state(version: str, read: Callable[[Table], pl.DataFrame], codebook: str, coder: str) -> State:
    return State(
        version,
        read(EVENTS),
        read(EVENT_MENTIONS),
        read(MENTIONS),
        read(DOCUMENTS),
        read(DOCUMENT_SOURCES),
        read(CORRECTIONS),
        codebook_version=codebook,
        coder_version=coder,
    )


def _before(place: Home) -> State:
    folder = newest(place.releases)
    facts = manifest_of(folder) if folder else {}
    version = folder.name if folder else ""
    return _state(version, place.released, facts.get("codebook_version", ""), facts.get("coder_version", ""))


def _must_follow(place: Home, day: dt.date) -> None:
    """Raise ValueError if a release was made on a later day: what was believed when runs one way."""
    folder = newest(place.releases)
    last = manifest_of(folder)["created_on"] if folder else ""
    if day.isoformat() < last:
        raise ValueError(f"{folder} was made on {last}: give that day or a later one, not {day}")


def _counts(changes: pl.DataFrame) -> dict[str, int]:
    counted = changes.group_by("change_type", "reason").len().sort("change_type", "reason")
    return {f"{kind}, {why}": n for kind, why, n in counted.iter_rows()}


@dg.multi_asset(
    outs={table.name: out(table, "history") for table in OUTS},
    deps=[table.name for table in HELD],
    name="record_changes",
)
def record_changes(config: DayConfig, home: HomeResource) -> Iterator[dg.Output[pl.DataFrame]]:
    """Compare the events with the last release: feed, redirects, bitemporal versions."""
    place, day = home.get(), config.date()
    before = _before(place)
    _must_follow(place, day)
    version = str(next_version(place.releases, day.year, day.month))
    after = _state(version, place.read, codebook_version(), coder_version())
    known = registry(place)
    made = feed(before, after, redirects_of(after.mentions, after.event_mentions, after.documents, known))
    yield dg.Output(made.changes, CHANGES.name, metadata=_counts(made.changes))
    yield dg.Output(made.rows_after, ROWS_AFTER.name)
    yield dg.Output(made.change_fields, CHANGE_FIELDS.name)
    yield dg.Output(versions(place.released(EVENT_VERSIONS), made, day, version), EVENT_VERSIONS.name)
    yield dg.Output(pl.concat([known.id_map, made.redirects]), ID_MAP.name)


@dg.asset_check(
    asset=CHANGES.name,
    name="replay",
    blocking=True,
    description="The last release plus the feed is this release, by row hash",
)
def replays(home: HomeResource) -> dg.AssetCheckResult:
    """Apply the feed to the last release and compare every row."""
    place = home.get()
    made = replay(place.released(EVENTS), place.read(CHANGES), place.read(ROWS_AFTER))
    now = EVENTS.conform(place.read(EVENTS))
    differing = set(row_hashes(made.iter_rows())) ^ set(row_hashes(now.iter_rows()))
    return dg.AssetCheckResult(passed=not differing, metadata={"rows": now.height, "failures": len(differing)})


@dg.asset_check(
    asset=ID_MAP.name,
    name="resolves",
    blocking=True,
    description="Every event identifier ever published is an event or leads on from id_map",
)
def resolves(home: HomeResource) -> dg.AssetCheckResult:
    """Look for identifiers that were published and now lead nowhere, and for successors that there are not."""
    place = home.get()
    redirects = place.read(ID_MAP)
    told = [place.released(EVENT_VERSIONS)["event_id"], redirects.filter(pl.col("new_id") != "")["new_id"]]
    known = pl.concat(told).to_frame("event_id").unique().sort("event_id")
    here = pl.concat([place.read(EVENTS)["event_id"], redirects["old_id"]])
    lost = known.filter(~pl.col("event_id").is_in(here.implode()))
    return dg.AssetCheckResult(passed=lost.is_empty(), metadata={"failures": list(lost["event_id"].head(20))})
