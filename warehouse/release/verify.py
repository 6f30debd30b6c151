"""Proves that a release is intact: files, rows, schema, feed, citation. Every line says what was checked and what is wrong."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import yaml

from schemas import dataset
from schemas.feed import replay
from schemas.ids import row_hashes
from schemas.tables import BY_NAME, EVENTS
from warehouse import store
from warehouse.release import rows, versions


@dataclass(frozen=True)
class Finding:
    """One check: its name, whether it holds (None: it could not be checked here), and what is wrong."""

    check: str
    holds: bool | None
    detail: str = ""


def _checksums(folder: Path) -> list[str]:
    wrong = []
    listed = set()
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        sha, name = line.split("  ", 1)
        listed.add(name)
        path = folder / name
        if not path.exists():
            wrong.append(f"{name} is missing")
        elif store.sha256_of(path) != sha:
            wrong.append(f"{name} has other bytes than SHA256SUMS says")
    present = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    return wrong + [f"{name} is not in SHA256SUMS" for name in sorted(present - listed - {"SHA256SUMS"})]


def _listed(folder: Path) -> list[dict[str, Any]]:
    return [entry for entry in versions.manifest_of(folder)["files"] if "table" in entry]


def _row_hashes(folder: Path) -> list[str]:
    wrong = []
    for entry in _listed(folder):
        table = BY_NAME[entry["table"]]
        found = rows.table_hash(table, pl.read_parquet(folder / entry["path"]))
        if found != entry["row_hash"]:
            wrong.append(f"{entry['table']}: rows differ from the manifest's row hash")
    return wrong


def _database(folder: Path) -> list[str]:
    wrong = []
    with duckdb.connect(str(folder / dataset.DATABASE), read_only=True) as connection:
        for entry in _listed(folder):
            table = BY_NAME[entry["table"]]
            arrow = connection.sql(f'SELECT * FROM "{table.name}"').to_arrow_table()
            if rows.table_hash(table, pl.DataFrame(arrow)) != entry["row_hash"]:
                wrong.append(f"{table.name}: the rows in {dataset.DATABASE} differ from the Parquet file's")
    return wrong


def _schema(folder: Path) -> list[str]:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    wrong = []
    for resource in package["resources"]:
        declared = [field["name"] for field in resource["schema"]["fields"]]
        found = list(pl.read_parquet_schema(folder / resource["path"]))
        if declared != found:
            wrong.append(f"{resource['path']}: columns {found} are not those of datapackage.json")
    return wrong


def _replay(folder: Path) -> list[str]:
    manifest = versions.manifest_of(folder)
    previous = manifest["previous_version"]
    before = folder.parent / previous
    if previous and not before.exists():
        raise FileNotFoundError(f"{previous} is not beside this release")
    old = rows.read(EVENTS, before) if previous else EVENTS.empty()
    changes, after = rows.read(BY_NAME["changes"], folder), rows.read(BY_NAME["rows_after"], folder)
    made = replay(old, changes, after)
    same = row_hashes(made.iter_rows()) == row_hashes(rows.read(EVENTS, folder).iter_rows())
    return [] if same else [f"{previous or 'nothing'} + feed is not this release"]


def _citation(folder: Path) -> list[str]:
    manifest = versions.manifest_of(folder)
    cited = yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))
    wrong = [] if cited.get("version") == manifest["version"] else ["CITATION.cff names another version"]
    for name in ("title", "authors", "date-released", "license"):
        if not cited.get(name):
            wrong.append(f"CITATION.cff lacks {name}")
    if manifest["version"] not in (folder / "citation.bib").read_text(encoding="utf-8"):
        wrong.append("citation.bib names another version")
    return wrong


REPLAY = "the release before + feed = this release"
CHECKS: dict[str, Callable[[Path], list[str]]] = {
    "checksums": _checksums,
    "row hashes of the Parquet files": _row_hashes,
    "row hashes of the database": _database,
    "columns are as datapackage.json declares": _schema,
    REPLAY: _replay,
    "citation names this release": _citation,
}


def verify(folder: Path) -> list[Finding]:
    """Run every check on a release folder; a check that cannot be run does not hold."""
    found = []
    for name, check in CHECKS.items():
        try:
            wrong = check(folder)
        except FileNotFoundError as error:
            found.append(Finding(name, None if name == REPLAY else False, f"not checked: {error}"))
            continue
        except Exception as error:  # a damaged file may fail in any way, and each is a finding
            wrong = [f"cannot be checked: {type(error).__name__}: {str(error)[:200]}"]
        found.append(Finding(name, not wrong, "; ".join(wrong[:5])))
    return found
