"""Tables to a release: an immutable, versioned folder; nothing new if the tables equal the last release."""

import json
from pathlib import Path

import dagster as dg

import pipelines
from assets.history import DayConfig
from assets.resources import HomeResource
from pipelines.version import codebook_version, coder_version, reader_version
from schemas.tables import EVENTS, FEED, PUBLISHED
from warehouse.release import index
from warehouse.release.build import Plan, Release, build
from warehouse.release.versions import next_version

ACCURACY = Path(pipelines.__file__).parent / "accuracy.json"


class ReleaseConfig(DayConfig):
    """The day that names the version, the channel (`stable` or `candidate`), and whether far fewer rows may be left."""

    channel: str = index.STABLE
    may_shrink: bool = False


def _plan(config: ReleaseConfig, version: str) -> Plan:
    facts = {
        "codebook_version": codebook_version(),
        "coder_version": coder_version(),
        "reader_version": reader_version(),
    }
    accuracy = json.loads(ACCURACY.read_text(encoding="utf-8")) if ACCURACY.exists() else {}
    return Plan(version, config.date().isoformat(), config.channel, facts, accuracy, config.may_shrink)


def _metadata(made: Release, events: int) -> dict[str, object]:
    size = sum(file.stat().st_size for file in made.folder.rglob("*") if file.is_file())
    return {
        "version": made.version,
        "is_new": made.is_new,
        "path": dg.MetadataValue.path(made.folder),
        "bytes": size,
        "events": events,
        "warnings": made.warnings,
    }


@dg.asset(
    deps=[table.name for table in (*PUBLISHED, *FEED)],
    group_name="publishing",
    owners=["team:alliance-events"],
    kinds={"parquet", "duckdb"},
    description="An immutable folder releases/vYYYY.M.N: tables, database, exports, metadata, quality and checksums, gated.",
)
def release(config: ReleaseConfig, home: HomeResource) -> dg.MaterializeResult[None]:
    """Build the release from the tables as they stand, check the finished folder, and move the pointers last."""
    place, day = home.get(), config.date()
    if config.channel not in index.CHANNELS:
        raise ValueError(f"there is no channel {config.channel!r}: use {' or '.join(index.CHANNELS)}")
    tables = {table.name: place.read(table) for table in (*PUBLISHED, *FEED)}
    version = str(next_version(place.releases, day.year, day.month))
    made = build(tables, place.releases, _plan(config, version))
    if made.failures:
        reasons = "; ".join(made.failures[:3])
        raise dg.Failure(f"the release failed its gates, kept in {made.folder} with failure.json: {reasons}")
    return dg.MaterializeResult(metadata=_metadata(made, place.read(EVENTS).height))  # type: ignore[arg-type]
