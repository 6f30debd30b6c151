"""How the commands speak: tables for people, one-line errors with the way out, exit codes."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import duckdb
import polars as pl
import typer
from rich.console import Console
from rich.table import Table

Args = ParamSpec("Args")
Result = TypeVar("Result")
FAILURE, USAGE = 1, 2
EXPECTED = (FileNotFoundError, FileExistsError, PermissionError, ValueError, duckdb.Error)


def console() -> Console:
    """Return the console for results; without a terminal it is wide enough not to cut them."""
    made = Console()
    return made if made.is_terminal else Console(width=200)


def speaking(command: Callable[Args, Result]) -> Callable[Args, Result]:
    """Turn the errors that a user can cause into one line and exit code 1."""

    @wraps(command)
    def wrapped(*args: Args.args, **kwargs: Args.kwargs) -> Result:
        try:
            return command(*args, **kwargs)
        except EXPECTED as error:
            typer.secho(f"error: {error}", err=True, fg=typer.colors.RED)
            raise typer.Exit(FAILURE) from error

    return wrapped


def show(frame: pl.DataFrame, title: str = "", limit: int = 50) -> None:
    """Print a frame as a table; say how many rows are left out."""
    table = Table(title=title or None, title_justify="left", header_style="bold")
    for name, dtype in frame.schema.items():
        table.add_column(name, justify="right" if dtype.is_numeric() else "left", overflow="fold")
    for row in frame.head(limit).iter_rows():
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    console().print(table)
    if frame.height > limit:
        console().print(f"... and {frame.height - limit} more rows (use LIMIT, or --limit)")
