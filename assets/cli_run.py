"""`run`: the whole pipeline on an input, with a summary that a person wants to read."""

import logging
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import dagster as dg
import polars as pl
import typer

from assets.cli_output import FAILURE, console, show, speaking
from assets.progress import CONSOLE
from assets.settings import Home, home
from schemas.tables import DOCUMENT_SOURCES, DOCUMENTS, EVENTS, INPUTS, MENTIONS, REJECTED_DOCUMENTS

if TYPE_CHECKING:
    from dagster_shared.error import SerializableErrorInfo

TOP = 12
INTERRUPT_CODE = 130
INTERRUPTED = "DagsterExecutionInterruptedError"


def quiet() -> None:
    """Keep Dagster's log to errors."""
    logging.getLogger("dagster").setLevel(logging.ERROR)


def _execute(input_: str, day: str, channel: str, may_shrink: bool, verbose: bool) -> dg.ExecuteInProcessResult:
    """Run the job in this process."""
    config = {
        "loggers": {"console": {"config": {"log_level": "INFO" if verbose else "CRITICAL"}}},
        "ops": {
            "read_documents": {"config": {"input": input_}},
            "record_changes": {"config": {"day": day}},
            "release": {"config": {"day": day, "channel": channel, "may_shrink": may_shrink}},
        },
    }
    from assets.definitions import defs

    job = defs.resolve_job_def("whole_chain")
    instance = dg.DagsterInstance.get() if os.environ.get("DAGSTER_HOME") else dg.DagsterInstance.ephemeral()
    return job.execute_in_process(run_config=config, instance=instance, raise_on_error=False)


def _reason(error: "SerializableErrorInfo") -> str:
    """Return what went wrong first, in its own words: Dagster wraps it, and puts the name of its class before it."""
    while error.cause:
        error = error.cause
    kind, _, words = error.message.strip().partition(": ")
    return words if words and kind.endswith(error.cls_name or kind) else error.message.strip()


def failures(result: dg.ExecuteInProcessResult) -> list[str]:
    """Return what went wrong in a run: failed steps and failed checks."""
    found = [
        f"{event.step_key}: {_reason(event.step_failure_data.error)}"
        for event in result.all_events
        if event.is_step_failure and event.step_failure_data.error
    ]
    for event in result.get_asset_check_evaluations():
        if not event.passed:
            found.append(
                f"check {event.check_name} of {event.asset_key.to_user_string()}: {event.metadata.get('failures')}"
            )
    return found


def metadata(result: dg.ExecuteInProcessResult, asset: str) -> dict[str, object]:
    """Return the metadata that an asset recorded in this run."""
    for event in result.get_asset_materialization_events():
        if event.asset_key and event.asset_key.path[-1] == asset:
            return {name: value.value for name, value in event.materialization.metadata.items()}
    return {}


def _counted(events: pl.DataFrame, name: str) -> pl.DataFrame:
    return events.group_by(name).agg(events=pl.len()).sort("events", name, descending=[True, False]).head(TOP)


def _summary(result: dg.ExecuteInProcessResult, place: Home, seconds: float) -> None:
    read, coded, made = (metadata(result, name) for name in (DOCUMENTS.name, "coded_mentions", "release"))
    out = console()
    documents, events = place.read(DOCUMENTS), place.read(EVENTS)
    english = documents.filter(pl.col("language") == "en").height
    current = place.read(DOCUMENT_SOURCES).filter("is_current")
    replaced = documents.join(current, on="document_id", how="anti").height
    older = f"{replaced} older texts kept, " if replaced else ""
    out.print(
        f"[bold]Documents[/]  {documents.height - replaced} in all, {older}{read.get('new', 0)} read now, "
        f"{read.get('files_skipped', 0)} files known from before, {read.get('rejected', 0)} rejected now, "
        f"{documents.height - english} not in English (kept, not coded)"
    )
    out.print(
        f"[bold]Coding[/]     {coded.get('coded', 0)} documents coded, {coded.get('skipped', 0)} skipped as coded before, "
        f"{place.read(MENTIONS).height} mentions in all"
    )
    out.print(
        f"[bold]Events[/]     {events.height}, of which {events.filter(pl.col('ally').is_not_null()).height} concern an ally"
    )
    allied = events.filter(pl.col("ally").is_not_null())
    by_ally = _counted(allied, "ally").rename({"events": "ally_events"})
    show(pl.concat([_counted(allied, "lever"), by_ally], how="horizontal_extend"), "Events by lever and by ally")
    rejected = place.read(REJECTED_DOCUMENTS)
    if rejected.height:
        show(
            rejected.select("path", "item", "reason", "advice").head(TOP),
            f"Rejected ({rejected.height} in all, see table rejected_documents)",
        )
    state = "new" if made.get("is_new") else "unchanged: the tables equal the last release, none was made"
    out.print(f"[bold]Release[/]    {made.get('version')} ({state}) in {made.get('path')}")
    for warning in made.get("warnings") or []:  # type: ignore[attr-defined]
        out.print(f"[yellow]Warning[/]    {warning}")
    out.print(f"[bold]Time[/]       {seconds:.1f} s, {place.read(INPUTS).height} files in the ledger")
    out.print("\nQuery it:")
    print(
        '  .venv/bin/alliance-events sql "SELECT event_on, actor, lever, ally, status, evidence FROM alliance_events LIMIT 10"'
    )


@speaking
def run(
    input_: Annotated[
        str,
        typer.Option(
            "--input", "-i", help="File or folder to read; default: the landing folder, or the bundled sample."
        ),
    ] = "",
    day: Annotated[str, typer.Option(help="Day that names the release (YYYY-MM-DD); default: today.")] = "",
    channel: Annotated[
        str, typer.Option(help="stable, or candidate: a release that `latest` does not point to.")
    ] = "stable",
    may_shrink: Annotated[
        bool, typer.Option("--may-shrink", help="Release also if far fewer rows are left than before: you know why.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show Dagster's log.")] = False,
) -> None:
    """Read, code, resolve, check and release. What was done before is skipped."""
    quiet()
    if input_ and not Path(input_).exists():
        raise FileNotFoundError(f"there is no file or folder {input_}: give an existing one with --input")
    start = time.monotonic()
    CONSOLE.print(f"home folder: {home().root}")
    result = _execute(str(Path(input_).resolve()) if input_ else "", day, channel, may_shrink, verbose)
    if not result.success:
        if any(INTERRUPTED in line for line in failures(result)):
            typer.secho("interrupted: nothing half-written is left, the next run goes on from here", err=True)
            raise typer.Exit(INTERRUPT_CODE)
        for line in failures(result):
            typer.secho(f"error: {line}", err=True, fg=typer.colors.RED)
        typer.secho("the last release is untouched; --verbose shows the whole log", err=True)
        raise typer.Exit(FAILURE)
    _summary(result, home(), time.monotonic() - start)


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(run)
