"""`lexicon`: what each entry of the lexicon does, on its own example and on the corpus of the home folder."""

from typing import Annotated

import polars as pl
import typer

from assets.cli_output import FAILURE, console, show, speaking
from assets.settings import home
from schemas.tables import CANDIDATES, CODED_MENTIONS, DOCUMENTS, EVENTS, SENTENCES


def _texts() -> pl.Series:
    """Return the texts of the candidate sentences of the home folder."""
    from pipelines import screen

    place = home()
    chosen = place.read(SENTENCES).join(place.read(CANDIDATES), on="sentence_id", how="semi")
    return screen.texts(chosen, place.read(DOCUMENTS))["text"]


def _levers(triggers: pl.DataFrame) -> pl.DataFrame:
    """Return a row a lever of the codebook: its entries, where they stand, and the mentions and events of the home folder."""
    from schemas import codebook

    mentions, events = home().read(CODED_MENTIONS), home().read(EVENTS)
    by = triggers.group_by(lever="meaning").agg(entries=pl.len(), stands=pl.col("stands").sum())
    found = codebook.table("levers").select("lever").join(by, on="lever", how="left")
    for name, frame in (("mentions", mentions), ("events", events)):
        found = found.join(frame.group_by("lever").len(name), on="lever", how="left")
    seen = pl.when(pl.col("mentions").fill_null(0) > 0).then(pl.lit("")).otherwise(pl.lit("never seen"))
    return found.with_columns(pl.col(pl.UInt32).fill_null(0), note=seen).sort("lever")


@speaking
def lexicon(
    word: Annotated[str, typer.Argument(help="Show the entries of one word, with their examples.")] = "",
    corpus: Annotated[bool, typer.Option(help="Count on the corpus of the home folder, too.")] = True,
    limit: Annotated[int, typer.Option(min=1, help="Rows to show of each table.")] = 30,
) -> None:
    """Check every entry: it must fire in its own example; tell where the coder reads the example otherwise, and what never fires.

    Exit code 1 if an entry does not fire in its own example.
    """
    from pipelines.lexicon import AS_CODED, MISSED, counts, examples

    found = examples(word)
    if word:
        if found.is_empty():
            raise ValueError(f"no list of the lexicon has {word!r}; the lists are in pipelines/extract/lexicon")
        show(found, f"Entries of {word!r}")
    show(found.group_by("list", "read").len("entries").sort("list", "read"), "How the coder reads the examples")
    silent = found.filter(~pl.col("fires"))
    wrong = found.filter(pl.col("fires") & (pl.col("read") == MISSED)).drop("fires", "read")
    if not word:
        show(wrong, f"Read wrongly: nothing of what {wrong.height} examples say", limit)
    if corpus and not word:
        counted = counts(_texts(), home().read(CODED_MENTIONS)["rule_id"])
        idle = counted.filter(pl.col("stands") == 0)
        show(idle.select("word", "meaning"), f"Never stand in the corpus: {idle.height} of {counted.height}", limit)
        barren = counted.filter((pl.col("stands") > 0) & (pl.col("mentions") == 0)).sort("stands", descending=True)
        show(barren, f"Stand there and never make a mention: {barren.height}", limit)
        show(_levers(counted), "Levers of the codebook", 100)
    right = found.filter(pl.col("read") == AS_CODED).height / found.height
    console().print(f"{found.height} entries, {silent.height} do not fire in their example; {right:.0%} read as coded")
    if silent.height:
        show(silent.drop("fires", "read"), "Do not fire in their own example", limit)
        raise typer.Exit(FAILURE)


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(lexicon)
