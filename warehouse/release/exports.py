"""Exports for people without Parquet: CSV, Excel and Stata, with the same bytes for the same rows."""

import datetime as dt
import gzip
from pathlib import Path

import pandas as pd
import polars as pl
import xlsxwriter

from schemas import codebook, dataset
from schemas.tables import BY_NAME, ENTITIES, EPISODES, EVENTS, LEVERS

EPOCH = dt.datetime(2000, 1, 1)
RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a cell that begins so as a formula
GUARDED = ("evidence", "title", "source")
CELL = 32_000  # characters that an Excel cell takes
CODED = ("lever", "stance", "status", "granularity", "date_basis", "actor_relation", "target_relation")


def _guarded(column: str) -> pl.Expr:
    """Put a quote before a text that a spreadsheet would run."""
    risky = pl.any_horizontal(pl.col(column).str.starts_with(sign) for sign in RISKY)
    return pl.when(risky).then("'" + pl.col(column)).otherwise(pl.col(column)).alias(column)


def write_csv(frame: pl.DataFrame, path: Path) -> None:
    """Write gzipped CSV: UTF-8, LF, ISO dates, empty for missing; free text is guarded against being run as a formula."""
    safe = frame.with_columns(_guarded(name) for name in GUARDED if name in frame.columns)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
        packed.write(safe.write_csv().encode("utf-8"))


def _sheet(book: xlsxwriter.Workbook, name: str, frame: pl.DataFrame) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    for column, title in enumerate(frame.columns):
        sheet.write_string(0, column, title, bold)
    for line, row in enumerate(frame.iter_rows(), 1):
        for column, cell in enumerate(row):
            if isinstance(cell, bool) or cell is None or cell == "":
                continue
            if isinstance(cell, int | float):
                sheet.write_number(line, column, cell)
            else:
                sheet.write_string(line, column, str(cell)[:CELL])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, frame.height, max(0, frame.width - 1))
    sheet.set_column(0, max(0, frame.width - 1), 16)


def columns_described() -> pl.DataFrame:
    """Return the columns of the public tables that a spreadsheet holds: table, column, type, unit, description."""
    rows = [
        (table.name, c.name, str(c.dtype), c.unit, c.codes, c.description)
        for table in (EVENTS, EPISODES, LEVERS, ENTITIES)
        for c in table.columns
    ]
    return pl.DataFrame(rows, schema=["table", "column", "type", "unit", "code_list", "description"], orient="row")


def _codes() -> pl.DataFrame:
    parts = []
    for name in ("statuses", "stances", "granularities", "units", "relations", "stages"):
        frame = codebook.table(name)
        code = frame.columns[0]
        parts.append(frame.select(list=pl.lit(name), code=code, title="title", description="description"))
    return pl.concat(parts)


def write_xlsx(flat: pl.DataFrame, tables: dict[str, pl.DataFrame], version: str, path: Path) -> None:
    """Write the workbook: what it is, events, episodes, and the codebook on sheets of its own. Strings are never run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": dataset.TITLE, "comments": version, "created": EPOCH})
        lines = [
            dataset.DESCRIPTION,
            f"Release {version}. {dataset.DATA_LICENCE}, {dataset.DATA_LICENCE_URL}",
            *dataset.LIMITS,
        ]
        _sheet(book, "READ ME", pl.DataFrame({dataset.TITLE: lines}))
        _sheet(book, "events", flat)
        _sheet(book, "episodes", tables["episodes"])
        _sheet(book, "levers", tables["levers"])
        _sheet(book, "entities", tables["entities"])
        _sheet(book, "codebook", columns_described())
        _sheet(book, "codes", _codes())


def _labels(name: str, values: list[str]) -> dict[int, str]:
    return dict(enumerate(sorted({value for value in values if value}), 1))


def write_dta(flat: pl.DataFrame, version: str, path: Path) -> None:
    """Write Stata 118 with variable labels and value labels; the day in its header is fixed."""
    described = {c.name: c.description for c in BY_NAME["mentions"].columns} | {
        c.name: c.description for c in EVENTS.columns
    }
    labels = {name: _labels(name, flat[name].to_list()) for name in CODED}
    data: dict[str, pd.Series] = {}
    for name in flat.columns:
        series = flat[name]
        if name in labels:
            numbers = {text: number for number, text in labels[name].items()}
            data[name] = pd.Series([numbers.get(value) for value in series], dtype="float64")
        elif series.dtype == pl.Date:
            data[name] = pd.Series(pd.to_datetime(series.to_list()))
        elif series.dtype.is_numeric():
            data[name] = pd.Series(series.to_list(), dtype="float64")
        else:
            data[name] = pd.Series(["" if v is None else str(v) for v in series], dtype="object")
    path.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(data).to_stata(
        path,
        write_index=False,
        version=118,
        time_stamp=EPOCH,
        data_label=f"{dataset.TITLE} {version}"[:80],
        variable_labels={name: described.get(name, name.replace("_", " "))[:80] for name in data},
        value_labels={name: {float(n): t for n, t in pairs.items()} for name, pairs in labels.items() if pairs},
        convert_dates={name: "td" for name, dtype in flat.schema.items() if dtype == pl.Date},
        convert_strl=["evidence", "title", "url"],
    )


def write_all(flat: pl.DataFrame, tables: dict[str, pl.DataFrame], version: str, folder: Path) -> None:
    """Write every export into `folder`; text is in them as far as its rights allow, as in the tables."""
    write_csv(flat, folder / "events.csv.gz")
    write_csv(tables["episodes"], folder / "episodes.csv.gz")
    write_xlsx(flat, tables, version, folder / "alliance_events.xlsx")
    write_dta(flat, version, folder / "alliance_events.dta")
