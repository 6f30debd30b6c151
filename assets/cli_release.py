"""`releases`, `verify`, `diff`, `publish`, `serve`, `ask`: what one does with finished releases."""

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from assets.cli_output import FAILURE, console, show, speaking
from assets.progress import counting
from assets.settings import home
from schemas import dataset
from warehouse import database
from warehouse.release import index, questions
from warehouse.release.diff import difference
from warehouse.release.versions import folder_of

Version = Annotated[str, typer.Argument(help="A version such as v2026.11.0, `latest`, `newest`, or a folder.")]


def _folder(version: str) -> Path:
    """Return the folder of a version of this home, or the folder that was given."""
    given = Path(version)
    return given.resolve() if (given / "manifest.json").exists() else folder_of(home().releases, version)


@speaking
def releases() -> None:
    """List the releases of this home: channel, day, counts, size."""
    known = index.entries(home().releases)
    if not known:
        raise FileNotFoundError(f"no release in {home().releases} yet: make one with `alliance-events run`")
    columns = ("version", "channel", "created_on", "events", "schema_version", "previous_version", "bytes")
    show(pl.DataFrame(known).select(columns), str(home().releases))
    failed = sorted(path.parent.name for path in (home().releases / "failed").glob("*/failure.json"))
    if failed:
        console().print(f"failed candidates, with their reasons in failure.json: {', '.join(failed)}")


@speaking
def verify(version: Version = "newest") -> None:
    """Check that a release is intact: hashes, rows, schema, replay, citation. Exit code 1 if anything is wrong."""
    from warehouse.release.verify import verify as check

    folder = _folder(version)
    found = check(folder)
    words = {True: "yes", False: "NO", None: "not checked"}
    rows = [{"check": one.check, "holds": words[one.holds], "what is wrong": one.detail} for one in found]
    show(pl.DataFrame(rows), str(folder))
    if any(one.holds is False for one in found):
        raise typer.Exit(FAILURE)


@speaking
def diff(
    old: Version,
    new: Version = "newest",
    limit: Annotated[int, typer.Option(help="Rows to print of each table.")] = 20,
) -> None:
    """Show what differs between two releases."""
    found = difference(_folder(old), _folder(new))
    show(found.tables, "Rows")
    counted = found.events.group_by("change").agg(events=pl.len()).sort("events", "change", descending=[True, False])
    show(counted, "Events by change")
    show(found.events, "Events", limit)
    show(found.fields, "Fields", limit)


@speaking
def publish(
    target: Annotated[str, typer.Argument(help="A folder, or s3://bucket/prefix.")],
    endpoint: Annotated[str, typer.Option(help="Address of an S3-compatible store that is not AWS.")] = "",
    region: Annotated[str, typer.Option(help="Region of the store.")] = "us-east-1",
) -> None:
    """Copy all releases to a folder or an S3-compatible store: files first and read back, pointers last. Resumable.

    Credentials come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
    """
    from warehouse.release.publish import count, target_store
    from warehouse.release.publish import publish as send

    place = home().releases
    folder_of(place)
    with counting("publishing", count(place)) as advance:
        done = send(place, target_store(target, endpoint, region), advance)
    console().print(f"{done.copied} files copied ({done.bytes} bytes), {done.present} were there already -> {target}")


@speaking
def serve(
    folder: Annotated[Path | None, typer.Argument(help="Releases folder; default: that of the home.")] = None,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 8020,
) -> None:
    """Serve a releases folder on loopback with Range requests, for trying remote reading."""
    import uvicorn

    from assets.server import application

    place = (folder or home().releases).resolve()
    if not place.is_dir():
        raise FileNotFoundError(f"there is no folder {place}: make a release with `alliance-events run`")
    console().print(f"{place} is at http://127.0.0.1:{port}/ (ends with Ctrl-C)")
    uvicorn.run(application(place), host="127.0.0.1", port=port, log_level="warning")


@speaking
def ask(
    name: Annotated[str, typer.Argument(help="Name of a saved question; empty lists them.")] = "",
    release: Annotated[str, typer.Option(help="Version, `latest` or `newest`.")] = "newest",
    show_sql: Annotated[bool, typer.Option("--sql", help="Print the SQL too.")] = False,
) -> None:
    """Answer a saved question from a release, with a one-line reading."""
    saved = questions.questions()
    if not name:
        show(pl.DataFrame([{"name": one.name, "question": one.words} for one in saved]), "Saved questions")
        return
    chosen = [one for one in saved if one.name == name]
    if not chosen:
        raise ValueError(f"there is no question {name!r}: list them with `alliance-events ask`")
    answer = database.query(_folder(release) / dataset.DATABASE, chosen[0].sql)
    if show_sql:
        print(chosen[0].sql)
    show(answer, chosen[0].words)
    console().print(f"Reading: {chosen[0].read(answer)}")


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    for command in (releases, verify, diff, publish, serve, ask):
        app.command()(command)
