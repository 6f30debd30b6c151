"""`train`: fits the coder's models on hand-coded folders."""

import time
from pathlib import Path
from typing import Annotated

import typer

from assets.cli_output import console, speaking
from pipelines.extract.model import FOLDER


@speaking
def train(
    gold: Annotated[list[Path], typer.Argument(help="Folders with documents.jsonl, sentences.jsonl and gold.jsonl.")],
    held_aside: Annotated[
        Path | None, typer.Option(help="Text file of document ids that must not be learnt from.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the models.")] = FOLDER,
) -> None:
    """Fit the screen, the linear models and the judge. Same folders in the same order, same bytes."""
    from pipelines.learn.examples import read_folder
    from pipelines.learn.fit import fit
    from pipelines.learn.screen import fit_screen

    start = time.monotonic()

    def say(line: str) -> None:
        console().print(f"{time.monotonic() - start:6.0f} s  {line}")

    skip = frozenset(held_aside.read_text(encoding="utf-8").split()) if held_aside else frozenset[str]()
    examples = [example for folder in gold for example in read_folder(folder, skip)]
    say(f"{len(examples)} sentences in {len(gold)} folders")
    fit_screen(examples, out / "screen.csv", say)
    fit(examples, out, say)


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(train)
