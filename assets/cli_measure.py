"""`measure`: measures the coder on gold and records the figures that every release carries in `quality.json`."""

import json
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from assets.cli_code import code_input
from assets.cli_output import console, show, speaking
from assets.release import ACCURACY
from pipelines.evaluate import read_gold
from pipelines.measure import measure as figures
from pipelines.version import coding_version
from warehouse import store


def _named(pair: str) -> tuple[str, Path]:
    kind, _, place = pair.partition("=")
    if not place:
        raise ValueError(f"{pair}: write KIND=FOLDER, such as news=gold/wikipedia")
    return kind, Path(place)


@speaking
def measure(
    gold: Annotated[
        list[str], typer.Argument(metavar="KIND=GOLD_DIR", help="Gold folders, each with its kind of text.")
    ],
    only: Annotated[
        Path | None, typer.Option(help="Text file of document ids to score, such as those held aside.")
    ] = None,
    out: Annotated[Path, typer.Option(help="File to write.")] = ACCURACY,
) -> None:
    """Score the coder by kind of text and lever, with confidence intervals, and record it for the releases."""
    wanted = set(only.read_text(encoding="utf-8").split()) if only else None
    kinds = {}
    for kind, folder in map(_named, gold):
        coded, _ = code_input(folder / "documents.jsonl", 0)
        known = read_gold(folder)
        if wanted is not None:
            known, coded = (f.filter(pl.col(c).is_in(list(wanted))) for f, c in ((known, "doc"), (coded, "source_key")))
        kinds[kind] = figures(coded, known)
    made = {"coding_version": coding_version(), "held_aside_from_training": wanted is not None, "kinds": kinds}
    store.write_text(out, json.dumps(made, indent=1) + "\n")
    rows = [
        {
            "kind": kind,
            **{n: one["overall"][n] for n in ("precision", "recall", "f1")},
            "f1 95 %": str(one["overall"]["f1_interval"]),
        }
        for kind, one in kinds.items()
    ]
    show(pl.DataFrame(rows), "Detection")
    console().print(f"written to {out}")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(measure)
