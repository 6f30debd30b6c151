"""Builds a release in a temporary folder: tables, database, exports, pages, figures, metadata, quality, checksums.

The folder is renamed when it is whole and every gate has passed; a failed one is kept in `failed/` with its reasons, and
the pointers stay as they were.
"""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from schemas import dataset
from schemas.tables import BY_NAME, FEED
from warehouse import database, store
from warehouse.release import exports, figures, index, metadata, pages, quality, questions, rights, rows, versions
from warehouse.release.expectations import gate

FAILED = "failed"
TWICE = ("data", rows.FEED_FOLDER, "exports")  # built a second time and compared byte by byte
CHECKSUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Plan:
    """What a release is made of, beside its tables."""

    version: str
    day: str
    channel: str = index.STABLE
    facts: dict[str, str] = field(default_factory=dict)
    accuracy: dict[str, Any] = field(default_factory=dict)
    may_shrink: bool = False


@dataclass(frozen=True)
class Release:
    """A release folder, whether this run made it, and what the gates said."""

    folder: Path
    version: str
    is_new: bool
    failures: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def _is_same(paths: dict[str, Path], last: Path) -> bool:
    """Tell whether the tables equal those of a release; the feed is relative and does not count."""
    relative = {table.name for table in FEED}
    old = {entry.get("table"): entry["sha256"] for entry in versions.manifest_of(last)["files"]}
    return all(old.get(name) == store.sha256_of(path) for name, path in paths.items() if name not in relative)


def _content(tables: dict[str, pl.DataFrame], folder: Path, plan: Plan, previous: str) -> None:
    """Write tables, database and exports: what must have the same bytes when it is built again."""
    paths = rows.write_tables(tables, folder, previous)
    database.build(folder / dataset.DATABASE, paths, plan.version)
    flat = database.query(folder / dataset.DATABASE, "SELECT * FROM all_events")
    exports.write_all(flat, tables, plan.version, folder / "exports")


def _files(folder: Path, tables: dict[str, pl.DataFrame]) -> list[dict[str, Any]]:
    found = []
    for path in sorted(file for file in folder.rglob("*") if file.is_file()):
        place = path.relative_to(folder).as_posix()
        entry: dict[str, Any] = {"path": place, "bytes": path.stat().st_size, "sha256": store.sha256_of(path)}
        if path.suffix == ".parquet":
            table = BY_NAME[path.stem]
            frame = tables[path.stem]
            entry |= {
                "table": path.stem,
                "rows": frame.height,
                "row_hash": rows.table_hash(table, frame),
                "primary_key": list(table.key),
            }
        found.append(entry)
    return found


def _tables_of(files: list[dict[str, Any]]) -> metadata.Files:
    return {entry["table"]: entry for entry in files if "table" in entry}


def _manifest(
    files: list[dict[str, Any]], tables: dict[str, pl.DataFrame], plan: Plan, previous: str
) -> dict[str, Any]:
    days = tables["documents"].filter(pl.col("published") != "")["published"]
    return {
        "dataset": dataset.NAME,
        "version": plan.version,
        "channel": plan.channel,
        "created_on": plan.day,
        "previous_version": previous,
        "schema_version": dataset.SCHEMA_VERSION,
        "codebook": dataset.CODEBOOK_VERSION,
        **plan.facts,
        "coverage": {"from": str(days.min() or ""), "to": str(days.max() or "")},
        "rows": {name: frame.height for name, frame in sorted(tables.items())},
        "change_counts": quality.churn(tables["changes"], 0),
        "sources": rights.attributions(tables["documents"]).to_dicts(),
        "deprecations": dataset.deprecations(),
        "files": files,
    }


def _describe(
    tables: dict[str, pl.DataFrame], staging: Path, plan: Plan, previous: str, before: dict[str, int]
) -> None:
    """Write pages, figures, questions, quality and metadata, then the manifest and the checksums over all."""
    pages.write_all(staging, tables, plan.version, plan.day, previous, plan.channel)
    figures.write_all(staging / dataset.DATABASE, staging / "figures")
    store.write_text(staging / "docs" / "questions.md", questions.page(staging / dataset.DATABASE, plan.version))
    made = quality.report(tables, plan.accuracy, before.get("events", 0))
    store.write_text(staging / "quality.json", store.as_json(made))
    metadata.write_all(staging, plan.version, plan.day, previous, _tables_of(_files(staging, tables)))


def _seal(tables: dict[str, pl.DataFrame], staging: Path, plan: Plan, previous: str) -> None:
    """Write the manifest over every file, then the checksums over every file and the manifest."""
    files = _files(staging, tables)
    store.write_text(staging / "manifest.json", store.as_json(_manifest(files, tables, plan, previous)))
    sums = [
        *((entry["sha256"], entry["path"]) for entry in files),
        (store.sha256_of(staging / "manifest.json"), "manifest.json"),
    ]
    store.write_text(staging / CHECKSUMS, "".join(f"{sha}  {path}\n" for sha, path in sums))


def _differences(one: Path, two: Path) -> list[str]:
    """Return the files that a second build made otherwise."""
    found = []
    for place in TWICE:
        for path in sorted(file for file in (one / place).rglob("*") if file.is_file()):
            other = two / path.relative_to(one)
            if not other.exists() or other.read_bytes() != path.read_bytes():
                found.append(f"not deterministic: a second build made {path.relative_to(one)} otherwise")
    return found


def _built_again(tables: dict[str, pl.DataFrame], staging: Path, plan: Plan, previous: str) -> list[str]:
    """Build the content a second time and return what came out otherwise."""
    again = staging.with_name(f"{staging.name}.again")
    try:
        _content(tables, again, plan, previous)
        return _differences(staging, again)
    finally:
        shutil.rmtree(again, ignore_errors=True)


def _over_cap(mentions: list[pl.DataFrame]) -> list[str]:
    """Return the documents of which these `mentions` of all releases together publish more words than is allowed."""
    over = rights.over_cap(mentions).iter_rows()
    return [f"{document}: {n} of its words over all releases, allowed are {rights.CAP_WORDS}" for document, n in over]


def _keep_failed(staging: Path, releases: Path, plan: Plan, failures: list[str]) -> Path:
    """Move a failed candidate aside, with its reasons."""
    folder = releases / FAILED / plan.version
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    store.write_text(
        staging / "failure.json", store.as_json({"version": plan.version, "day": plan.day, "failures": failures})
    )
    os.replace(staging, folder)
    return folder


def build(tables: dict[str, pl.DataFrame], releases: Path, plan: Plan) -> Release:
    """Make a release of the tables, unless they equal the newest one of the same or a higher channel."""
    releases.mkdir(parents=True, exist_ok=True)
    store.sweep(releases)
    index.switch(releases)  # a crash may have come between the last release and its pointers
    newest = versions.newest(releases)
    staging = releases / f".{plan.version}.{os.getpid()}.tmp"
    known = [rows.read(BY_NAME["mentions"], releases / str(version)) for version in versions.released(releases)]
    try:
        made = _built(rights.publishable(tables, known), known, newest, staging, plan)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    index.switch(releases)
    return made


def _built(
    tables: dict[str, pl.DataFrame], known: list[pl.DataFrame], newest: Path | None, staging: Path, plan: Plan
) -> Release:
    """Build in the staging folder; move the result to where it belongs: among the releases, or among the failures."""
    releases, previous = staging.parent, newest.name if newest else ""
    _content(tables, staging, plan, previous)
    if newest and _is_known(tables, newest, staging, plan):
        return Release(newest, previous, is_new=False)
    before = versions.manifest_of(newest)["rows"] if newest else {}
    _describe(tables, staging, plan, previous, before)
    verdict = gate(staging, before, staging / "docs" / "data_docs", plan.may_shrink)
    store.write_text(staging / "docs" / "checks.md", verdict.checks)
    failures = _built_again(tables, staging, plan, previous) + _over_cap([*known, tables["mentions"]])
    failures += verdict.failures
    if failures:
        folder = _keep_failed(staging, releases, plan, failures)
        return Release(folder, plan.version, True, failures, verdict.warnings)
    _seal(tables, staging, plan, previous)
    os.replace(staging, releases / plan.version)
    return Release(releases / plan.version, plan.version, is_new=True, warnings=verdict.warnings)


def _is_known(tables: dict[str, pl.DataFrame], newest: Path, staging: Path, plan: Plan) -> bool:
    """Tell whether the newest release holds the same, and is not to be raised to a higher channel."""
    paths = {name: rows.place_of(BY_NAME[name], staging, newest.name) for name in tables}
    return _is_same(paths, newest) and plan.channel in (index.CANDIDATE, versions.manifest_of(newest)["channel"])
