"""Where everything lies: one home folder, `ALLIANCE_EVENTS_HOME` or `./data`."""

import os
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.resolve.identity import Registry
from schemas.table import Table
from schemas.tables import EVENT_MENTIONS, EVENT_VERSIONS, ID_MAP, MENTIONS
from warehouse import store
from warehouse.release import rows
from warehouse.release.versions import newest

HOME_VARIABLE = "ALLIANCE_EVENTS_HOME"
WORKERS_VARIABLE = "ALLIANCE_EVENTS_WORKERS"
WORTH_SHARING = 300  # documents; a worker takes seconds to start
SAMPLE = Path(__file__).parent.parent / "pipelines" / "sample" / "corpus"


@dataclass(frozen=True)
class Home:
    """The folders of one installation."""

    root: Path

    @property
    def landing(self) -> Path:
        """Files put here are ingested by the sensor and the schedule."""
        return self.root / "landing"

    @property
    def tables(self) -> Path:
        """Working state: one Parquet file a table. Only the release is for readers."""
        return self.root / "tables"

    @property
    def releases(self) -> Path:
        """Immutable releases and the pointer to the latest."""
        return self.root / "releases"

    @property
    def corrections(self) -> Path:
        """Decisions of people, kept with the data and under version control."""
        return self.root / "corrections.yml"

    @property
    def queue(self) -> Path:
        """Events that a person should look at, as a file."""
        return self.root / "review" / "queue.csv"

    def released(self, table: Table) -> pl.DataFrame:
        """Return a table of the latest release, empty if there is none or it had no such table."""
        folder = newest(self.releases)
        return rows.read(table, folder) if folder else table.empty()

    def path(self, table: Table) -> Path:
        """Return the file of a table."""
        return self.tables / f"{table.name}.parquet"

    def read(self, table: Table) -> pl.DataFrame:
        """Return a table as it was last written, empty if never."""
        return store.read(table, self.path(table))

    def write(self, table: Table, frame: pl.DataFrame) -> pl.DataFrame:
        """Write a table; return it as written."""
        return store.write(table, frame, self.path(table))


def home() -> Home:
    """Return the home that the environment names."""
    return Home(Path(os.environ.get(HOME_VARIABLE) or "data").resolve())


def workers(documents: int) -> int:
    """Return how many processes to code with: `ALLIANCE_EVENTS_WORKERS`, else one a core, but one for a small batch."""
    wanted = os.environ.get(WORKERS_VARIABLE)
    if wanted:
        return int(wanted)
    return min(4, os.cpu_count() or 1) if documents >= WORTH_SHARING else 1


def registry(place: Home) -> Registry:
    """Return what the latest release knows of identifiers."""
    return Registry(*(place.released(table) for table in (MENTIONS, EVENT_MENTIONS, ID_MAP, EVENT_VERSIONS)))
