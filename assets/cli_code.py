"""`extract` and `evaluate`: the coder without Dagster, and its score against gold."""

import json
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from assets.cli_output import console, show, speaking
from assets.progress import counting, tracked
from assets.settings import home, workers
from pipelines import screen, segment
from pipelines.evaluate import Report, evaluate, read_gold
from pipelines.evaluate_events import evaluate_events
from pipelines.extract import coder
from pipelines.gold_acts import taught
from pipelines.read.documents import read_input
from pipelines.read.merge import merge_documents
from schemas.tables import CODED_MENTIONS, DOCUMENT_SOURCES, DOCUMENTS, EVENT_MENTIONS, EVENTS, INPUTS, MENTIONS
from warehouse import store


def code_input(place: Path, use: int) -> tuple[pl.DataFrame, int]:
    """Return the mentions of a file or folder, and how many parts of it were rejected."""
    reading = read_input(place, INPUTS.empty(), tracked("reading files"))
    documents = merge_documents(DOCUMENTS.empty(), reading.frame(DOCUMENTS)).filter(pl.col("language") == "en")
    sentences = segment.sentences(documents)
    passed = screen.candidates(screen.texts(sentences, documents))
    with counting("coding documents", documents.height) as advance:
        mentions = coder.code(
            documents, sentences, set(passed["sentence_id"]), use or workers(documents.height), advance
        )
    return _per_source(mentions, reading.sources), len(reading.rejected)


def _per_source(mentions: pl.DataFrame, sources: list[dict[str, str]]) -> pl.DataFrame:
    """Give each source of a document its mentions: exact duplicates keep their own keys."""
    keys = pl.DataFrame(sources, schema=DOCUMENT_SOURCES.schema)
    joined = mentions.drop("source_key").join(keys.select("source_key", "document_id").unique(), on="document_id")
    return joined.select(CODED_MENTIONS.schema.names()).sort("source_key", "mention_id")


@speaking
def extract(
    input_: Annotated[Path, typer.Argument(metavar="INPUT", help="A folder, a file, or JSON Lines with id and text.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Parquet file to write.")] = Path("mentions.parquet"),
    processes: Annotated[int, typer.Option(min=0, help="Processes to use; 0: one a core, at most four.")] = 0,
) -> None:
    """Code a folder or a JSON Lines file into one Parquet file of mentions. No Dagster, no database."""
    mentions, rejected = code_input(input_, processes)
    with store.replacing(out) as temporary:
        mentions.write_parquet(temporary, compression="zstd")
    console().print(
        f"{mentions.height} mentions in {mentions['document_id'].n_unique()} documents -> {out}; {rejected} inputs rejected"
    )


def _print(report: Report, errors: int) -> None:
    rows = [
        {"lever": name, **scores.as_dict()}
        for name, scores in (("all", report.overall), *sorted(report.per_lever.items()))
    ]
    show(pl.DataFrame(rows), "Detection: (actor, lever, target) by sentence, speculative left out", 40)
    fields = [
        {"field": name, "accuracy": round(right / of, 4) if of else None, "right": right, "of": of}
        for name, (right, of) in report.accuracy.items()
    ]
    show(pl.DataFrame(fields), "Fields, over the matched mentions (..._stated: where gold or coder gives one)")
    show(report.reliability, "Reliability: of mentions with this confidence, the share that is right")
    if errors:
        show(
            report.pairs.head(errors).with_columns(pl.col("text").str.slice(0, 200)).drop("start"),
            f"Errors: {errors} of {report.pairs.height}",
            errors,
        )


def _events(gold_dir: Path, as_json: bool, errors: int) -> None:
    """Score the events of the home folder against gold acts, and print the figures."""
    place = home()
    tables = (place.read(table) for table in (EVENTS, EVENT_MENTIONS, MENTIONS, DOCUMENTS))
    report = evaluate_events(taught(gold_dir), *tables)
    if as_json:
        print(json.dumps({**report.as_dict(), "merged": report.merged}, indent=2))
        return
    show(pl.DataFrame([{"figure": name, "value": value} for name, value in report.as_dict().items()], strict=False))
    show(report.acts.filter(pl.col("found") > 0).drop("event_ids"), "Acts that were found", errors or 20)
    for one, two in report.merged[: errors or 20]:
        console().print(f"two acts in one event: {one} and {two}")


@speaking
def evaluate_(
    gold_dir: Annotated[Path, typer.Argument(help="Folder with documents.jsonl, sentences.jsonl and gold.jsonl.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    errors: Annotated[int, typer.Option(help="List so many wrong and missed mentions.")] = 0,
    only: Annotated[Path | None, typer.Option(help="Text file of document ids to score; others are left out.")] = None,
    events: Annotated[
        bool,
        typer.Option("--events", help="Score the events of the home folder against acts.jsonl, pairs.jsonl or both."),
    ] = False,
) -> None:
    """Code a gold folder's documents and score the result as codebook section 7 defines it; or score events."""
    if events:
        _events(gold_dir, as_json, errors)
        return
    gold = read_gold(gold_dir)
    mentions, _ = code_input(gold_dir / "documents.jsonl", 0)
    if only is not None:
        wanted = only.read_text(encoding="utf-8").split()
        gold, mentions = gold.filter(pl.col("doc").is_in(wanted)), mentions.filter(pl.col("source_key").is_in(wanted))
    report = evaluate(mentions, gold)
    if not as_json:
        _print(report, errors)
        return
    accuracy = {name: round(right / of, 4) if of else None for name, (right, of) in report.accuracy.items()}
    levers = {name: scores.as_dict() for name, scores in report.per_lever.items()}
    print(
        json.dumps(
            {
                "overall": report.overall.as_dict(),
                "accuracy": accuracy,
                "per_lever": levers,
                "reliability": report.reliability.to_dicts(),
            },
            indent=2,
        )
    )


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(extract)
    app.command("evaluate")(evaluate_)
