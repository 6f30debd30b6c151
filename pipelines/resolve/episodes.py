"""Events to episodes: the life of one measure, from the first threat to its end.

A measure is one lever of one actor toward one target. Its lever is a burden, as a tariff is, or a benefit, as aid is (column
`measure` of `levers.csv`; where it can be either, the first event decides). Lifting a burden has the stance `support` and
cutting a benefit the stance `pressure`. A measure that is over, or silent for longer than SILENCE, begins a new episode.
"""

import datetime as dt
from functools import cache
from typing import Any

import polars as pl

from schemas import codebook
from schemas.ids import episode_id
from schemas.tables import EPISODES

SILENCE = 270  # days without an event after which the next one begins another episode
SURE, DOCUMENTS = 0.9, 2  # an event is sure from this confidence, or when so many documents tell it
STEPS = {
    "threatened": ("demanded", "threatened"),
    "announced": ("proposed", "announced"),
    "effective": ("in_force",),
    "suspended": ("suspended",),
    "ended": ("ended",),
}
WORDS = ("stated", "threatened")  # stages that words alone bring a measure to, whichever way they point
UNDONE = {"pressure": "support", "support": "pressure"}


@cache
def _stages() -> dict[str, str]:
    """Return status -> the stage that it brings a measure to."""
    return dict(codebook.table("statuses").select("status", "stage").iter_rows())


def stage(measure: str, stance: str, status: str) -> str:
    """Return the stage an event brings a measure to. Against its own direction a step undoes it; what undoes that resumes."""
    plain = _stages()[status]
    if status == "reversed":
        return "in_force" if stance == measure else "suspended"
    if stance == UNDONE[measure] and plain not in WORDS:
        return "ended" if status == "enacted" else "suspended"
    return plain


def _measure(kind: str, event: dict[str, Any]) -> str:
    """Return which stance furthers the measure: the opposite one undoes it."""
    if kind != "either":
        return "pressure" if kind == "burden" else "support"
    stance = "pressure" if event["stance"] == "neutral" else str(event["stance"])
    return UNDONE[stance] if event["status"] == "reversed" else stance


def _over(steps: list[dict[str, Any]], day: dt.date | None) -> bool:
    last = steps[-1]
    if last["stage"] == "ended":
        return True
    gap = (day - last["day"]).days if day and last["day"] else 0
    return gap > SILENCE


def _lives(events: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Cut the events of one actor, lever and target into lives; each event gets its stage."""
    lives: list[list[dict[str, Any]]] = []
    for event in events:
        if not lives or _over(lives[-1], event["day"]):
            measure = _measure(event["kind"], event)
            lives.append([])
        else:
            measure = lives[-1][0]["measure"]
        step = stage(measure, event["stance"], event["status"])
        lives[-1].append({**event, "measure": measure, "stage": step})
    return lives


def _precision(event: dict[str, Any]) -> str:
    return str(event["date_precision"]) if event["date_basis"] == "text" else "before" if event["day"] else "unknown"


def _is_sure(event: dict[str, Any]) -> bool:
    return bool(event["confidence"] >= SURE or event["n_documents"] >= DOCUMENTS)


def _row(steps: list[dict[str, Any]], rank: dict[str, int]) -> dict[str, Any]:
    """Return the life that its steps make: the earliest of a kind would as a rule be a mistake, so what is sure goes first."""
    first, days = steps[0], [step["day"] for step in steps if step["day"]]
    sure = [step for step in steps if _is_sure(step)] or steps
    dated = [step for step in sure if step["day"]]
    known_first = sorted(steps, key=lambda step: (not step["day"], not _is_sure(step)))
    row: dict[str, Any] = {
        "episode_id": episode_id(first["event_id"]),
        **{name: first[name] for name in ("actor", "lever", "target", "ally", "measure")},
        "stage": (dated or sure)[-1]["stage"],
        "furthest": max(
            (s["stage"] for s in sure), key=lambda name: rank[name] if rank[name] <= rank["in_force"] else 0
        ),
        "first_on": min(days, default=None),
        "last_on": max(days, default=None),
        "n_events": len(steps),
    }
    for name, stages in STEPS.items():
        met = next((step for step in known_first if step["stage"] in stages), None)
        row |= {
            f"{name}_on": met["day"] if met else None,
            f"{name}_precision": _precision(met) if met else "",
            f"{name}_event_id": met["event_id"] if met else "",
        }
    return row


def episodes(events: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return `episodes`, and `events` with their episode_id. Patterns and levers that are mere words have no episode."""
    kinds = codebook.table("levers").filter(pl.col("measure") != "").select("lever", kind="measure")
    rank = {name: int(number) for name, number in codebook.table("stages").select("stage", "rank").iter_rows()}
    order = codebook.table("statuses").select("status", order=pl.col("rank").cast(pl.Int8))
    acts = (
        events.filter(pl.col("granularity") == "act")
        .join(kinds, on="lever")
        .with_columns(day=pl.coalesce("date_start", "date_end"))
        .join(order, on="status")
        .sort("actor", "lever", "target", "day", "order", "event_id", nulls_last=True)
    )
    rows: list[dict[str, Any]] = []
    links: dict[str, str] = {}
    for group in acts.partition_by("actor", "lever", "target", maintain_order=True):
        for steps in _lives(group.to_dicts()):
            rows.append(_row(steps, rank))
            links |= {step["event_id"]: rows[-1]["episode_id"] for step in steps}
    named = pl.DataFrame(
        {"event_id": list(links), "episode_id": list(links.values())},
        schema={"event_id": pl.String, "episode_id": pl.String},
    )
    joined = events.drop("episode_id").join(named, on="event_id", how="left")
    return EPISODES.conform(pl.DataFrame(rows, schema=EPISODES.schema)), joined.with_columns(
        pl.col("episode_id").fill_null("")
    ).select(events.columns)
