"""Hashes of rows and tables that every storage format agrees on, and the tables of a release read back."""

from pathlib import Path

import polars as pl

from schemas.ids import digest, row_hashes
from schemas.table import Table
from schemas.tables import FEED, PUBLISHED
from warehouse import store

FEED_FOLDER = "changes"


def table_hash(table: Table, frame: pl.DataFrame) -> str:
    """Return the SHA-256 over the hashes of a table's rows in key order: equal rows, equal hash, whatever the file.

    A frame of an earlier version is hashed by the columns it has, so that its hash stays what its manifest says.
    """
    here = [name for name in table.schema.names() if name in frame.columns]
    return digest(*row_hashes(table.conform(table.widened(frame)).select(here).iter_rows()))


def place_of(table: Table, folder: Path, previous: str) -> Path:
    """Return the file of a table in a release folder; the feed lies in a folder that names where it starts from."""
    if table in FEED:
        return folder / FEED_FOLDER / f"from-{previous or 'nothing'}" / f"{table.name}.parquet"
    return folder / "data" / f"{table.name}.parquet"


def write_tables(tables: dict[str, pl.DataFrame], folder: Path, previous: str) -> dict[str, Path]:
    """Write every table of a release; return the files by table name."""
    paths = {}
    for table in (*PUBLISHED, *FEED):
        paths[table.name] = place_of(table, folder, previous)
        store.write(table, tables[table.name], paths[table.name])
    return paths


def find(table: Table, folder: Path) -> Path | None:
    """Return the file of a table in a finished release, None if it has none."""
    if table not in FEED:
        path = folder / "data" / f"{table.name}.parquet"
        return path if path.exists() else None
    return next(iter(sorted((folder / FEED_FOLDER).glob(f"from-*/{table.name}.parquet"))), None)


def read(table: Table, folder: Path) -> pl.DataFrame:
    """Return a table of a finished release, without rows if the release has no such table."""
    path = find(table, folder)
    return store.read(table, path) if path else table.empty()
