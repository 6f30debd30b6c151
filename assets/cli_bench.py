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


@speaking
def bench(
    input_: Annotated[Path, typer.Argument(metavar="INPUT", help="A folder or file to code.")],
    processes: Annotated[int, typer.Option(min=0, help="Processes to use; 0: one a core, at most four.")] = 0,
) -> None:
    """Time each step on an input, and the parser alone over a sample of all its sentences."""
    from pipelines import screen, segment
    from pipelines.extract import coder
    from pipelines.parse import as_shipped, parse
    from pipelines.read.documents import read_input
    from pipelines.read.merge import merge_documents
    from schemas.tables import DOCUMENTS, INPUTS

    steps: list[dict[str, object]] = []
    start = time.perf_counter()

    def done(step: str, count: int, what: str) -> None:
        nonlocal start
        seconds = time.perf_counter() - start
        steps.append(
            {
                "step": step,
                "count": count,
                "of": what,
                "seconds": round(seconds, 1),
                "per_second": round(count / seconds),
            }
        )
        start = time.perf_counter()

    documents = merge_documents(DOCUMENTS.empty(), read_input(input_, INPUTS.empty()).frame(DOCUMENTS))
    documents = documents.filter(pl.col("language") == "en")
    done("read", documents.height, "documents")
    sentences = segment.sentences(documents)
    done("split", sentences.height, "sentences")
    texts = screen.texts(sentences, documents)
    passed = screen.candidates(texts)
    done("screen", sentences.height, "sentences")
    use = processes or workers(documents.height)
    mentions = coder.code(documents, sentences, set(passed["sentence_id"]), use)
    done(f"code, {use} processes", passed.height, "candidates")
    whole = sum(float(str(step["seconds"])) for step in steps[1:])
    flat = _sample(texts)
    for name, run in (("parser alone, as the library sets it", as_shipped()), ("parser alone, as set here", parse)):
        deque(run(flat[:50]), maxlen=0)
        start = time.perf_counter()
        deque(run(flat), maxlen=0)
        done(f"{name}, 1 process", len(flat), "sentences")
    show(pl.DataFrame(steps), f"{mentions.height} mentions; peak memory {_peak():.0f} MB a process")
    speed, (shipped, here) = sentences.height / whole, (float(str(step["per_second"])) for step in steps[-2:])
    print(
        f"split + screen + code: {speed:.0f} sentences/s with {use} processes, "
        f"{speed / shipped:.1f} times the parser over every sentence, {speed / here:.1f} times the parser as set here"
    )


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(bench)
