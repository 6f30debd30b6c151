"""`bench-tables`: how resolution, history and release grow with the number of mentions."""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Annotated, Any

import dagster as dg
import polars as pl
import typer

from assets.cli_output import show, speaking
from assets.cli_run import quiet
from assets.resources import HomeResource
from assets.settings import Home, home
from schemas.ids import mention_id
from schemas.tables import (
    CODED_MENTIONS,
    CODINGS,
    DOCUMENT_SOURCES,
    DOCUMENTS,
    EVENTS,
    INPUTS,
    REJECTED_DOCUMENTS,
)

SHIFT_DAYS = 30  # between one copy of the corpus and the next: copies overlap, as sources do
CODE = ("document_id", "evidence_start", "evidence_end", "actor", "lever", "target")
UPSTREAM = ("read_documents", "split_sentences", "screen_sentences", "code_mentions")
SIZES = (1_000, 10_000, 100_000)


def _shifted(column: str, days: int) -> pl.Expr:
    """Return an EDTF column whose days are shifted; coarser dates stay."""
    day = pl.col(column).str.to_date("%Y-%m-%d", strict=False)
    return pl.coalesce((day + dt.timedelta(days=days)).cast(pl.String), pl.col(column)).alias(column)


def _copy(mentions: pl.DataFrame, documents: pl.DataFrame, n: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the n-th copy of a corpus, later by SHIFT_DAYS each, with identifiers of its own."""
    days = n * SHIFT_DAYS
    own = [pl.concat_str(name, pl.lit(f"-{n}")).alias(name) for name in ("document_id", "source_key")]
    later = [(pl.col(name) + dt.timedelta(days=days)).alias(name) for name in ("date_start", "date_end")]
    told = mentions.with_columns(*own, _shifted("date", days), *later)
    ids = [mention_id(*row) for row in told.select(CODE).iter_rows()]
    return told.with_columns(pl.Series("mention_id", ids)), documents.with_columns(*own, _shifted("published", days))


def grown(place: Home, size: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return `size` mentions with their documents: the home's own, copied with shifted dates as often as needed."""
    mentions, documents = place.read(CODED_MENTIONS), place.read(DOCUMENTS)
    if mentions.is_empty():
        raise ValueError(f"{place.root} has no mentions to copy: run `alliance-events run --input ...` first")
    copies = [_copy(mentions, documents, n) for n in range(-(-size // mentions.height))]
    told = pl.concat([one for one, _ in copies]).unique("mention_id", keep="first", maintain_order=True).head(size)
    known = pl.concat([two for _, two in copies]).unique("document_id", keep="first", maintain_order=True)
    return told, known.join(told, on="document_id", how="semi")


def _prepare(place: Home, told: pl.DataFrame, known: pl.DataFrame) -> None:
    """Write a home that looks as if reading and coding were done."""
    sources = known.select(
        "source_key", "document_id", path="source_key", file_sha256="source_key", is_current=pl.lit(True)
    )
    written = {CODED_MENTIONS: told, DOCUMENTS: known, DOCUMENT_SOURCES: sources}
    for table in (CODED_MENTIONS, DOCUMENTS, DOCUMENT_SOURCES, REJECTED_DOCUMENTS, INPUTS, CODINGS):
        place.write(table, written.get(table, table.empty()))


def _seconds(result: dg.ExecuteInProcessResult) -> dict[str, float]:
    found = {}
    for event in result.all_events:
        data: Any = event.event_specific_data
        if event.event_type_value == "STEP_SUCCESS" and event.step_key:
            found[event.step_key] = round(data.duration_ms / 1000, 1)
    return found


def _measure(place: Home, size: int, root: Path) -> dict[str, object]:
    from assets.definitions import build_defs

    told, known = grown(place, size)
    there = HomeResource(root=str(root))
    _prepare(there.get(), told, known)
    job = build_defs(there).resolve_job_def("whole_chain")
    graph = build_defs(there).resolve_asset_graph()
    upstream = {key for key in graph.get_all_asset_keys() if graph.get(key).assets_def.op.name in UPSTREAM}
    below = [key for key in graph.get_all_asset_keys() if key not in upstream]
    config = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    result = job.execute_in_process(run_config=config, asset_selection=below, raise_on_error=False)
    if not result.success:
        raise ValueError(f"the run on {size} mentions failed: try `alliance-events run --verbose` on a small input")
    seconds = _seconds(result)
    release = next(path for path in there.get().releases.iterdir() if path.is_dir() and path.name.startswith("v"))
    size_of = sum(file.stat().st_size for file in release.rglob("*") if file.is_file())
    return {
        "mentions": told.height,
        "documents": known.height,
        "events": there.get().read(EVENTS).height,
        "resolve_s": seconds["resolve_events"],
        "history_s": seconds["record_changes"],
        "release_s": seconds["release"],
        "release_mb": round(size_of / 1e6, 1),
    }


@speaking
def bench_tables(
    sizes: Annotated[list[int] | None, typer.Argument(help="Numbers of mentions; default: 1000 10000 100000.")] = None,
) -> None:
    """Time resolution, history and release on the home's mentions, copied with shifted dates to each size."""
    quiet()
    rows = []
    for size in sizes or SIZES:
        with tempfile.TemporaryDirectory() as root:
            rows.append(_measure(home(), size, Path(root)))
    show(pl.DataFrame(rows), f"copies of the mentions of {home().root}, {SHIFT_DAYS} days apart")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(bench_tables)
