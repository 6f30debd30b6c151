"""Tables to a release: an immutable, versioned folder; nothing new if the tables equal the last release."""

import datetime as dt

import dagster as dg

from assets.resources import HomeResource
from pipelines.version import coder_version, reader_version
from schemas.tables import EVENTS, PUBLISHED
from warehouse.release.build import build


class ReleaseConfig(dg.Config):
    """The day that names the version (ISO date); empty means today."""

    day: str = ""


@dg.asset(
    deps=[table.name for table in PUBLISHED],
    group_name="publishing",
    owners=["team:alliance-events"],
    kinds={"parquet", "duckdb"},
    description="An immutable folder releases/vYYYY.M.N with every published table, the DuckDB file, manifest and checksums.",
)
def release(config: ReleaseConfig, home: HomeResource) -> dg.MaterializeResult[None]:
    """Build the release from the tables as they stand, and move the pointer last."""
    place = home.get()
    day = dt.date.fromisoformat(config.day) if config.day else dt.date.today()
    facts = {"created_on": day.isoformat(), "coder_version": coder_version(), "reader_version": reader_version()}
    made = build({table.name: place.read(table) for table in PUBLISHED}, place.releases, day.year, day.month, facts)
    size = sum(file.stat().st_size for file in made.folder.rglob("*") if file.is_file())
    return dg.MaterializeResult(
        metadata={
            "version": made.version,
            "is_new": made.is_new,
            "path": dg.MetadataValue.path(made.folder),
            "bytes": size,
            "events": place.read(EVENTS).height,
        }
    )
