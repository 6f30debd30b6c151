"""Exports for people without Parquet: CSV, Excel and Stata, with the same bytes for the same rows."""

import datetime as dt
import gzip
from pathlib import Path

import pandas as pd
import polars as pl
import xlsxwriter

from schemas import codebook, dataset
from schemas.codebook import CODE_LISTS
from schemas.tables import DOCUMENTS, ENTITIES, EPISODES, EVENTS, LEVERS, MENTIONS
from schemas.views import view_column

EPOCH = dt.datetime(2000, 1, 1)
RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a cell that begins so as a formula
GUARDED = ("evidence", "title", "source")
CELL = 32_000  # characters that an Excel cell takes
CODED = {
    "lever": "levers", "stance": "stances", "status": "statuses", "granularity": "granularities",
    "actor_relation": "relations", "target_relation": "relations",
}  # fmt: skip
BASES = ("text", "document", "none")
FIRST_DAY = dt.date(1900, 1, 1)  # a spreadsheet knows no day before


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
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for column, title in enumerate(frame.columns):
        sheet.write_string(0, column, title, bold)
    for line, row in enumerate(frame.iter_rows(), 1):
        for column, cell in enumerate(row):
            if isinstance(cell, bool) or cell is None or cell == "":
                continue
            if isinstance(cell, int | float):
                sheet.write_number(line, column, cell)
            elif isinstance(cell, dt.date) and cell >= FIRST_DAY:
                sheet.write_datetime(line, column, cell, day)
            else:
                sheet.write_string(line, column, str(cell)[:CELL])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, frame.height, max(0, frame.width - 1))
    sheet.set_column(0, max(0, frame.width - 1), 16)


def columns_described(flat: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of the sheets: sheet, column, type, unit, code list, description."""
    known = {c.name: c for table in (DOCUMENTS, MENTIONS, EVENTS) for c in table.columns}
    rows = [
        (EVENTS.name, name, str(dtype), known[name].unit if name in known else "", known[name].codes if name in known else "",
         view_column(name))
        for name, dtype in flat.schema.items()
    ]  # fmt: skip
    rows += [
        (table.name, c.name, str(c.dtype), c.unit, c.codes, c.description)
        for table in (EPISODES, LEVERS, ENTITIES)
        for c in table.columns
    ]
    return pl.DataFrame(rows, schema=["sheet", "column", "type", "unit", "code_list", "description"], orient="row")


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
        _sheet(book, "codebook", columns_described(flat))
        _sheet(book, "codes", _codes())


def _labels() -> dict[str, dict[str, int]]:
    """Return column -> value -> number: the rank where the code list has one, else the place in the whole list.

    The numbers come from the code lists, never from the rows: a release renumbers nothing.
    """
    found = {}
    for column, name in CODED.items():
        frame = codebook.table(CODE_LISTS[name][0])
        codes = frame[CODE_LISTS[name][1]].to_list()
        ranks = frame["rank"].cast(pl.Int64).to_list() if "rank" in frame.columns else range(1, len(codes) + 1)
        found[column] = dict(zip(codes, ranks, strict=True))
    return {**found, "date_basis": {basis: n for n, basis in enumerate(BASES, 1)}}


def write_dta(flat: pl.DataFrame, version: str, path: Path) -> None:
    """Write Stata 118 with variable labels and value labels; the day in its header is fixed."""
    labels = _labels()
    data: dict[str, pd.Series] = {}
    for name in flat.columns:
        series = flat[name]
        if name in labels:
            data[name] = pd.Series([labels[name].get(value) for value in series], dtype="float64")
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
        variable_labels={name: view_column(name)[:80] for name in data},
        value_labels={name: {float(n): t for t, n in pairs.items()} for name, pairs in labels.items()},
        convert_dates={name: "td" for name, dtype in flat.schema.items() if dtype == pl.Date},
        convert_strl=["evidence", "title", "url"],
    )


def write_all(flat: pl.DataFrame, tables: dict[str, pl.DataFrame], version: str, folder: Path) -> None:
    """Write every export into `folder`; text is in them as far as its rights allow, as in the tables."""
    write_csv(flat, folder / "events.csv.gz")
    write_csv(tables["episodes"], folder / "episodes.csv.gz")
    write_xlsx(flat, tables, version, folder / "alliance_events.xlsx")
    write_dta(flat, version, folder / "alliance_events.dta")
