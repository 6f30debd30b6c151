"""Builds a release: tables, database, manifest and checksums in a temporary folder, renamed when whole."""

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from schemas.tables import BY_NAME, PUBLISHED
from warehouse import database, store
from warehouse.release import versions

SCHEMA_VERSION = "0.1.0"
DATABASE = "alliance_events.duckdb"


@dataclass(frozen=True)
class Release:
    """A release folder, and whether this run made it."""

    folder: Path
    version: str
    is_new: bool


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_tables(tables: dict[str, pl.DataFrame], folder: Path) -> dict[str, Path]:
    """Write every published table as `data/<name>.parquet`; return the files by table name."""
    paths = {}
    for table in PUBLISHED:
        paths[table.name] = folder / "data" / f"{table.name}.parquet"
        store.write(table, tables[table.name], paths[table.name])
    return paths


def _files(folder: Path, tables: dict[str, pl.DataFrame]) -> list[dict[str, Any]]:
    found = []
    for path in sorted(file for file in folder.rglob("*") if file.is_file()):
        entry: dict[str, Any] = {
            "path": path.relative_to(folder).as_posix(),
            "bytes": path.stat().st_size,
            "sha256": sha256_of(path),
        }
        if path.suffix == ".parquet":
            entry |= {"table": path.stem, "rows": tables[path.stem].height, "primary_key": list(BY_NAME[path.stem].key)}
        found.append(entry)
    return found


def _sources(documents: pl.DataFrame) -> list[dict[str, Any]]:
    counted = documents.group_by("publisher", "rights").agg(documents=pl.len()).sort("publisher", "rights")
    return counted.to_dicts()


def _is_same(paths: dict[str, Path], last: Path) -> bool:
    old = {entry["path"]: entry["sha256"] for entry in versions.manifest_of(last)["files"]}
    return all(old.get(f"data/{path.name}") == sha256_of(path) for path in paths.values())


def _finish(staging: Path, tables: dict[str, pl.DataFrame], version: str, facts: dict[str, Any]) -> None:
    files = _files(staging, tables)
    manifest = {
        "dataset": "alliance_events",
        "version": version,
        "schema_version": SCHEMA_VERSION,
        **facts,
        "sources": _sources(tables["documents"]),
        "files": files,
    }
    store.write_text(staging / "manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    sums = [(entry["sha256"], entry["path"]) for entry in files] + [
        (sha256_of(staging / "manifest.json"), "manifest.json")
    ]
    store.write_text(staging / "SHA256SUMS", "".join(f"{sha}  {path}\n" for sha, path in sums))


def point(releases: Path, version: str) -> None:
    """Move the `latest` pointer, last of all: a small JSON file that is replaced in one step."""
    text = json.dumps(
        {"version": version, "path": version, "manifest_sha256": sha256_of(releases / version / "manifest.json")},
        indent=2,
    )
    store.write_text(releases / "latest.json", text + "\n")


def build(tables: dict[str, pl.DataFrame], releases: Path, year: int, month: int, facts: dict[str, Any]) -> Release:
    """Make a release of the published tables, unless they equal the last one. `facts` go into the manifest."""
    releases.mkdir(parents=True, exist_ok=True)
    done = versions.released(releases)
    version = str(versions.next_version(releases, year, month))
    staging = releases / f".{version}.{os.getpid()}.tmp"
    try:
        paths = write_tables(tables, staging)
        if done and _is_same(paths, releases / str(done[-1])):
            point(releases, str(done[-1]))
            return Release(releases / str(done[-1]), str(done[-1]), is_new=False)
        database.build(staging / DATABASE, paths, version)
        _finish(staging, tables, version, facts)
        os.replace(staging, releases / version)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    point(releases, version)
    return Release(releases / version, version, is_new=True)
