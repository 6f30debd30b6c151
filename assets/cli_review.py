"""`review`, `event` and `why`: look at single events, and decide on those the coder is unsure of."""

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer
import yaml

from assets.cli_output import console, show, speaking
from assets.settings import Home, home, registry
from pipelines.resolve.decisions import parse_corrections
from pipelines.resolve.explain_pair import explain_pair
from pipelines.resolve.identity import resolve_id
from pipelines.resolve.review import queue
from schemas.tables import DOCUMENTS, EPISODES, EVENT_MENTIONS, EVENT_VERSIONS, EVENTS, MENTIONS
from warehouse import store

SHOWN = ("event_id", "confidence", "actor", "lever", "target", "status", "evidence")
SEEN = ("stance", "status", "granularity", "date", "magnitude_value", "magnitude_unit")


def _told(place: Home, event: str) -> pl.DataFrame:
    """Return the mentions of an event, raise ValueError if no event of the tables has that identifier."""
    links = place.read(EVENT_MENTIONS).filter(pl.col("event_id") == event)
    told = links.join(place.read(MENTIONS), on="mention_id").sort("confidence", "mention_id", descending=[True, False])
    if told.is_empty():
        raise ValueError(f"no event {event}: list the unsure ones with `alliance-events review`")
    return told


def _append(path: Path, entries: list[dict[str, Any]]) -> None:
    """Add entries to corrections.yml; what stands there, comments included, stays as it is."""
    old = (
        path.read_text(encoding="utf-8") if path.exists() else "# Decisions of people; see the README, `Correct it`.\n"
    )
    text = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=1000)
    whole = old.rstrip("\n") + "\n" + text
    parse_corrections(whole, path)  # a decision with a defect must not reach the file: no run could read it any more
    store.write_text(path, whole)


def _action(accept: bool, reject: bool, values: list[str]) -> str:
    chosen = [name for name, given in (("accept", accept), ("reject", reject), ("fix", bool(values))) if given]
    if len(chosen) != 1:
        raise ValueError("decide one thing: --accept, --reject, or --set FIELD=VALUE (as often as needed)")
    return chosen[0]


def _entry(row: dict[str, Any], action: str, values: dict[str, str]) -> dict[str, Any]:
    """Return the decision on a mention; what is kept is kept with the values that the person saw."""
    seen = {name: "" if row[name] is None else str(row[name]) for name in SEEN}
    return {
        "action": action,
        "document": row["source_key"],
        "expect": row["evidence"],
        "code": [row["actor"], row["lever"], row["target"]],
        **({} if action == "reject" else {"set": {**seen, **values}}),
    }


def _values(pairs: list[str]) -> dict[str, str]:
    if bad := [pair for pair in pairs if "=" not in pair]:
        raise ValueError(f"--set {bad[0]}: write FIELD=VALUE, such as --set status=announced")
    return dict(pair.split("=", 1) for pair in pairs)


@speaking
def review(
    event: Annotated[str, typer.Argument(help="Event to decide on; empty: list the unsure ones.")] = "",
    accept: Annotated[bool, typer.Option("--accept", help="The text says so.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="The text does not say so.")] = False,
    set_: Annotated[list[str] | None, typer.Option("--set", help="Fix a field: FIELD=VALUE.")] = None,
    reason: Annotated[str, typer.Option(help="Why; needed to decide.")] = "",
    by: Annotated[str, typer.Option(help="Who decides; needed to decide.")] = "",
    on: Annotated[str, typer.Option(help="Day of the decision (YYYY-MM-DD); default: today.")] = "",
    limit: Annotated[int, typer.Option(help="Events to list.")] = 20,
) -> None:
    """List the events that the coder is unsure of, or accept, reject or fix one. Decisions go to corrections.yml."""
    place = home()
    if not event:
        listed = queue(place.read(EVENTS), place.read(MENTIONS), place.read(DOCUMENTS))
        show(listed.select(SHOWN), f"{listed.height} unsure events, all in {place.queue}", limit)
        return
    action = _action(accept, reject, set_ or [])
    if not (reason and by):
        raise ValueError("a decision needs --reason and --by")
    told = _told(place, event)
    shown = place.read(EVENTS).filter(pl.col("event_id") == event).select("mention_id")
    decided = told.join(shown, on="mention_id", how="semi") if action == "accept" else told
    day = on or dt.date.today().isoformat()
    signed = {"reason": reason, "decided_on": day, "decided_by": by}
    entries = [{**_entry(row, action, _values(set_ or [])), **signed} for row in decided.iter_rows(named=True)]
    _append(place.corrections, entries)
    console().print(
        f"{len(entries)} decision(s) added to {place.corrections}; the next `alliance-events run` applies them"
    )


@speaking
def event(
    identifier: Annotated[str, typer.Argument(metavar="EVENT_ID", help="Any event identifier ever published.")],
) -> None:
    """Show one event: its evidence, its history, its episode. Old identifiers lead to their successors."""
    place = home()
    events, known = place.released(EVENTS), registry(place)
    own = known.event_mentions.filter(pl.col("mention_id").str.slice(2) == identifier.removeprefix("AE-"))["event_id"]
    found = resolve_id(identifier, frozenset(events["event_id"]), known.id_map) or list(own)
    for one in found:
        if one != identifier:
            console().print(f"{identifier} lives on as {one}")
        row = events.filter(pl.col("event_id") == one)
        show(row.transpose(include_header=True, header_name="field", column_names=["value"]), one)
        told = known.mentions.join(known.event_mentions.filter(pl.col("event_id") == one), on="mention_id")
        show(told.select("mention_id", "gives", "source_key", "status", "date", "confidence", "evidence"), "told by")
        history = place.released(EVENT_VERSIONS).filter(pl.col("event_id") == one)
        show(
            history.select("revision", "recorded_from", "from_version", "change_type", "reason", "status", "date"),
            "history",
        )
        life = place.released(EPISODES).filter(pl.col("episode_id") == row["episode_id"][0])
        if life.height:
            show(life.select("episode_id", "stage", "furthest", "^.*_on$", "n_events"), "episode")
    if not found:
        gone = known.id_map.filter(pl.col("old_id") == identifier)
        if gone.is_empty():
            raise ValueError(f"{identifier} was never published; identifiers look like AE-0123456789ABCDEF")
        show(gone, f"{identifier} is withdrawn")


@speaking
def why(
    one: Annotated[str, typer.Argument(metavar="MENTION", help="Identifier of a mention.")],
    two: Annotated[str, typer.Argument(metavar="MENTION", help="Identifier of another.")],
) -> None:
    """Show why two mentions are one act, or two."""
    place = home()
    levels, verdict = explain_pair(one, two, place.read(MENTIONS), place.read(DOCUMENTS))
    if levels.height:
        show(levels)
    console().print(verdict)


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    for command in (review, event, why):
        app.command()(command)
