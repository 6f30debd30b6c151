"""`sql` and `codebook`: look into the latest release, and into what its codes mean."""

from typing import Annotated

import polars as pl
import typer

from assets.cli_output import show, speaking
from assets.settings import home
from schemas import codebook
from schemas.dataset import DATABASE
from warehouse import database
from warehouse.release.versions import folder_of


@speaking
def sql(
    query: Annotated[str, typer.Argument(help="One SQL query; tables and views are listed with `SHOW TABLES`.")],
    release: Annotated[str, typer.Option(help="Version such as v2026.11.0, `latest` (stable) or `newest`.")] = "newest",
    limit: Annotated[int, typer.Option(help="Rows to print.")] = 50,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV, all rows.")] = False,
) -> None:
    """Run a query on a release, read-only and without access to files or network."""
    frame = database.query(folder_of(home().releases, release) / DATABASE, query)
    if csv:
        print(frame.write_csv(), end="")
    else:
        show(frame, limit=limit)


@speaking
def codebook_(
    term: Annotated[str, typer.Argument(help="A code, a name, or a part of one; empty lists the tables.")] = "",
    table: Annotated[str, typer.Option(help="Print one table of the codebook whole.")] = "",
) -> None:
    """Print or look up codes: levers, statuses, entities, aliases, office holders, crosswalk."""
    if table:
        show(codebook.table(table), table, 10_000)
        return
    if not term:
        show(
            pl.DataFrame([{"table": name, "rows": codebook.table(name).height} for name in codebook.names()]),
            "Tables of the codebook",
        )
        return
    found = False
    for name in codebook.names():
        frame = codebook.table(name)
        cells = pl.any_horizontal(pl.all().str.to_lowercase() == term.lower())
        rows = frame.filter(cells)
        if rows.height:
            found = True
            show(rows, name, 12)
    if not found:
        raise ValueError(f"nothing in the codebook is called {term!r}: list the tables with `alliance-events codebook`")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(sql)
    app.command("codebook")(codebook_)
