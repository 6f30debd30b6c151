"""`bench`: how fast text is coded, side by side with running the parser over every sentence."""

import resource
import time
from collections import deque
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from assets.cli_output import show, speaking
from assets.settings import workers

PARSED = 3000  # sentences for the parser alone: its speed does not depend on more
WARM = 50  # sentences parsed before the time counts
MEGABYTE = 1024


def _peak() -> float:
    """Return the largest memory of this process and of its largest child, in MB."""
    own, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round(max(own, children) / MEGABYTE, 0)


def _sample(texts: pl.DataFrame) -> list[str]:
    """Return an even sample of all sentences, flat."""
    from pipelines.flat import flatten
    from pipelines.segment import LONGEST

    parsable = texts.filter(pl.col("text").str.len_chars() <= LONGEST)
    return [flatten(text) for text in parsable.gather_every(max(1, texts.height // PARSED))["text"]]


class _Watch:
    """Times steps, one after the other."""

    def __init__(self) -> None:
        self.steps: list[dict[str, object]] = []
        self.seconds = 0.0  # of all steps whose time counts
        self.start = time.perf_counter()

    def again(self) -> None:
        """Leave out what was done since the last step."""
        self.start = time.perf_counter()

    def done(self, step: str, count: int, what: str) -> float:
        """Write down a step that did `count` of something; return how many a second."""
        seconds = time.perf_counter() - self.start
        row = {
            "step": step,
            "count": count,
            "of": what,
            "seconds": round(seconds, 1),
            "per_second": round(count / seconds),
        }
        self.steps.append(row)
        self.seconds += seconds
        self.again()
        return count / seconds


def _documents(input_: Path) -> pl.DataFrame:
    from pipelines.read.documents import read_input
    from pipelines.read.merge import merge_documents
    from schemas.tables import DOCUMENTS, INPUTS

    found = merge_documents(DOCUMENTS.empty(), read_input(input_, INPUTS.empty()).frame(DOCUMENTS))
    return found.filter(pl.col("language") == "en")


def _parsers(flat: list[str], watch: _Watch) -> list[float]:
    """Time the parser alone, as its library sets it and as set here; return both speeds in sentences a second."""
    from pipelines.parse import as_shipped, parse

    speeds = []
    for name, run in (("parser alone, as the library sets it", as_shipped()), ("parser alone, as set here", parse)):
        deque(run(flat[:WARM]), maxlen=0)
        watch.again()
        deque(run(flat), maxlen=0)
        speeds.append(watch.done(f"{name}, 1 process", len(flat), "sentences"))
    return speeds


@speaking
def bench(
    input_: Annotated[Path, typer.Argument(metavar="INPUT", help="A folder or file to code.")],
    processes: Annotated[int, typer.Option(min=0, help="Processes to use; 0: one a core, at most four.")] = 0,
) -> None:
    """Time each step on an input, and the parser alone over a sample of all its sentences."""
    from pipelines import screen, segment
    from pipelines.extract import coder

    reading = _Watch()
    documents = _documents(input_)
    reading.done("read", documents.height, "documents")
    watch, use = _Watch(), processes or workers(documents.height)
    sentences = segment.sentences(documents)
    watch.done("split", sentences.height, "sentences")
    texts = screen.texts(sentences, documents)
    passed = screen.candidates(texts)
    watch.done("screen", sentences.height, "sentences")
    mentions = coder.code(documents, sentences, set(passed["sentence_id"]), use)
    watch.done(f"code, {use} processes", passed.height, "candidates")
    speed = sentences.height / watch.seconds
    shipped, here = _parsers(_sample(texts), watch)
    steps = pl.DataFrame([*reading.steps, *watch.steps])
    show(steps, f"{mentions.height} mentions; peak memory {_peak():.0f} MB a process")
    print(
        f"split + screen + code: {speed:.0f} sentences/s with {use} processes, "
        f"{speed / shipped:.1f} times the parser over every sentence, {speed / here:.1f} times the parser as set here"
    )


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(bench)
