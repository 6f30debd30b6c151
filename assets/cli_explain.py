"""`explain`: how the coder reads one sentence, step by step."""

from dataclasses import asdict
from typing import Annotated

import polars as pl
import typer

from assets.cli_output import console, show, speaking


@speaking
def explain(
    sentence: Annotated[str, typer.Argument(help="The sentence, in quotes.")],
    published: Annotated[
        str, typer.Option(help="Publication date (EDTF), for office holders and relative dates.")
    ] = "",
    title: Annotated[str, typer.Option(help="Title of its document: it may supply a party.")] = "",
    publisher: Annotated[str, typer.Option(help="Publisher: a government speaks as `we`.")] = "",
    parse: Annotated[bool, typer.Option(help="Show the dependency parse.")] = True,
) -> None:
    """Show the parse, the parties, what each word was read as, what was accepted, and why near misses were rejected."""
    from pipelines.explain import explain as steps
    from pipelines.extract.context import Source

    found = steps(sentence, Source(published, title, publisher))
    if parse:
        show(found.tokens, "1. Parse", 200)
    show(found.parties, "2. Parties, in the sentence and around it", 40)
    show(found.readings, "3. Words that may name a lever", 40)
    show(found.expressions, "4. Dates and quantities", 20)
    if found.candidates.height:
        show(found.candidates, f"5. Candidates (accepted from {found.threshold:.2f})", 40)
    if not found.mentions:
        console().print("[bold]No mention.[/] Nothing reached the threshold.")
        return
    rows = [
        asdict(one) | {"magnitude": f"{one.magnitude[0]:g} {one.magnitude[1]}" if one.magnitude else ""}
        for one in found.mentions
    ]
    show(pl.DataFrame(rows).drop("trigger_start", "trigger_end"), "6. Mentions")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(explain)
