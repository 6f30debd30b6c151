"""The gate of a finished release: Great Expectations suites generated from the declared columns, run on its files.

A broken rule or too few rows is fatal, far more rows than before only warns. The results are kept as Data Docs.
"""

import logging
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from schemas.codebook import code_list
from schemas.table import Column, Table
from schemas.tables import FEED, PUBLISHED
from warehouse.release import checks, rows

os.environ["GX_ANALYTICS_ENABLED"] = "false"  # before the import: nothing is ever sent
TOO_FEW, TOO_MANY = 0.9, 2.0  # of the rows of the release before
GATED = ("documents", "mentions", "events", "event_mentions", "episodes", "id_map", "coverage", "changes", "rows_after")


@dataclass(frozen=True)
class Verdict:
    """What the gate says: failures are fatal, warnings are not."""

    failures: list[str]
    warnings: list[str]
    checked: int
    checks: str  # every check and its outcome, as Markdown that needs neither a script nor the network


def _column(gxe: Any, column: Column) -> list[Any]:  # noqa: ANN401  the library is untyped
    """Return the expectations that a column's declaration makes."""
    found = []
    if not column.nullable:
        found.append(gxe.ExpectColumnValuesToNotBeNull(column=column.name))
    if column.codes:
        found.append(gxe.ExpectColumnValuesToBeInSet(column=column.name, value_set=sorted(code_list(column.codes))))
    if column.low is not None or column.high is not None:
        bounds = {"min_value": column.low, "max_value": column.high}
        found.append(gxe.ExpectColumnValuesToBeBetween(column=column.name, **bounds))
    return found


def _rows(gxe: Any, table: Table, before: int) -> list[Any]:  # noqa: ANN401
    """Return the expectations on the table as a whole: its key is unique, and it has not shrunk."""
    keys = list(table.key)
    unique = (
        gxe.ExpectColumnValuesToBeUnique(column=keys[0])
        if len(keys) == 1
        else gxe.ExpectCompoundColumnsToBeUnique(column_list=keys)
    )
    found = [unique, gxe.ExpectTableColumnsToMatchOrderedList(column_list=table.schema.names())]
    if before and table not in FEED:
        found.append(gxe.ExpectTableRowCountToBeBetween(min_value=int(before * TOO_FEW)))
    return found


def _fewer(table: str, left: int, least: int) -> str:
    return f"{table}: {left} rows are left, at least {least} were expected (--may-shrink allows fewer)"


def _failed(result: Any) -> list[str]:  # noqa: ANN401
    found = []
    for one in result.results:
        if not one.success:
            config = one.expectation_config
            if "min_value" in config.kwargs and "column" not in config.kwargs:
                found.append(_fewer(str(result.suite_name), one.result["observed_value"], config.kwargs["min_value"]))
                continue
            seen = {
                k: v
                for k, v in one.result.items()
                if k in ("observed_value", "unexpected_count", "partial_unexpected_list")
            }
            found.append(f"{result.suite_name}: {config.type} {config.kwargs.get('column', '')}: {str(seen)[:300]}")
    return found


def _definition(context: Any, table: Table, path: Path, before: int) -> Any:  # noqa: ANN401
    """Return the validation of one table's file by the suite that its declaration makes."""
    import great_expectations as gx
    from great_expectations import expectations as gxe

    source = context.data_sources.add_pandas_filesystem(name=table.name, base_directory=path.parent)
    batch = source.add_parquet_asset(name=table.name).add_batch_definition_path("release", path=path.name)
    suite = gx.ExpectationSuite(name=table.name)
    for column in table.columns:
        suite.expectations += _column(gxe, column)
    suite.expectations += _rows(gxe, table, before)
    context.suites.add(suite)
    return context.validation_definitions.add(gx.ValidationDefinition(name=table.name, data=batch, suite=suite))


def _run(context: Any, definitions: list[Any]) -> list[Any]:  # noqa: ANN401
    """Run all suites in one checkpoint and keep its Data Docs; return the outcome of each, by table."""
    import great_expectations as gx

    made = gx.Checkpoint(name="release", validation_definitions=definitions)
    outcome = context.checkpoints.add(made).run()
    context.build_data_docs()
    return sorted(outcome.run_results.values(), key=lambda result: str(result.suite_name))


def _context(folder: Path) -> Any:  # noqa: ANN401
    """Return a context whose work lies in `folder` and whose Data Docs are a plain site there."""
    import great_expectations as gx

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = gx.get_context(mode="file", project_root_dir=folder)
    context.variables.progress_bars = {"globally": False}
    context.variables.save()
    return context


def gate(folder: Path, before: dict[str, int], docs: Path, may_shrink: bool = False) -> Verdict:
    """Check a finished release folder; `before` has the rows of the release before, `docs` takes the Data Docs.

    Of a release that may shrink fewer rows are a warning.
    """
    work = folder.with_name(f"{folder.name}.gx")
    tables = [table for table in (*PUBLISHED, *FEED) if table.name in GATED]
    try:
        context = _context(work)
        places = [(table, rows.find(table, folder), before.get(table.name, 0)) for table in tables]
        definitions = [_definition(context, table, path, 0 if may_shrink else n) for table, path, n in places if path]
        results = _run(context, definitions)
        failures = [f"{table.name} is missing" for table, path, _ in places if not path]
        failures += [line for result in results for line in _failed(result)]
        warnings = [
            line for table, path, n in places for line in _unlike(table, rows.read(table, folder), n, may_shrink)
        ]
        site = work / "gx" / "uncommitted" / "data_docs" / "local_site"
        shutil.copytree(site, docs, dirs_exist_ok=True, ignore=shutil.ignore_patterns("fonts", "*.gif"))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Verdict(failures, warnings, len(tables), checks.page(results))


def _unlike(table: Table, frame: pl.DataFrame, before: int, may_shrink: bool) -> list[str]:
    """Return what is odd, but not fatal, about the rows of a table after so many `before`."""
    if not before or table in FEED:
        return []
    told = f"{table.name}: {frame.height} rows after {before}"
    if frame.height > TOO_MANY * before:
        return [f"{told}, more than {TOO_MANY:g} times as many"]
    return [f"{told}, as was allowed"] if may_shrink and frame.height < int(before * TOO_FEW) else []
