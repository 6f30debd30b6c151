"""`train` and `train-resolution`: fit the coder on hand-coded folders, and the resolution on gold acts."""

import time
from pathlib import Path
from typing import Annotated

import typer

from assets.cli_output import console, speaking
from assets.settings import home
from pipelines.evaluate_events import read_acts, read_pairs
from pipelines.extract.model import FOLDER
from pipelines.resolve.model import MODEL
from schemas.tables import DOCUMENTS, MENTIONS


@speaking
def train(
    gold: Annotated[list[Path], typer.Argument(help="Folders with documents.jsonl, sentences.jsonl and gold.jsonl.")],
    held_aside: Annotated[
        Path | None, typer.Option(help="Text file of document ids that must not be learnt from.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the models.")] = FOLDER,
) -> None:
    """Fit the coder on hand-coded folders and the lexicon's own examples. Same folders in the same order, same bytes."""
    from pipelines.learn.examples import lexicon_examples, read_folder
    from pipelines.learn.fit import fit

    start = time.monotonic()

    def say(line: str) -> None:
        console().print(f"{time.monotonic() - start:6.0f} s  {line}")

    skip = frozenset(held_aside.read_text(encoding="utf-8").split()) if held_aside else frozenset[str]()
    examples = [example for folder in gold for example in read_folder(folder, skip)]
    say(f"{len(examples)} sentences in {len(gold)} folders")
    examples += lexicon_examples()
    say(f"{len(examples)} with the examples of the lexicon")
    fit(examples, out, say)


@speaking
def train_resolution(
    acts: Annotated[
        Path,
        typer.Argument(
            help="Folder with acts.jsonl, and pairs.jsonl if there is one; its documents must be in the home folder."
        ),
    ],
    out: Annotated[Path, typer.Option(help="Model file to write.")] = MODEL,
) -> None:
    """Fit the judge of which mentions tell one act, on gold acts and the mentions of the home folder."""
    from pipelines.learn.same_act import fit_judge, labelled, write_judge

    place = home()
    labels = labelled(read_acts(acts), read_pairs(acts), place.read(MENTIONS), place.read(DOCUMENTS))
    if labels["same"].n_unique() < 2:
        raise ValueError(
            f"{acts}: too few of its acts are told by the mentions of {place.root}; run on its documents first"
        )
    write_judge(fit_judge(labels), out)
    print(f"{labels.height} pairs, {int(labels['same'].sum())} of them one act -> {out}")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(train)
    app.command()(train_resolution)
