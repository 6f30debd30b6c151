"""Scores events against gold acts: one act told by several documents is one row, and two acts stay two.

A gold folder holds `acts.jsonl`, one JSON object a telling: act, actor, lever, target, day (EDTF, may be empty),
source_key, quote. Beside it may stand `pairs.jsonl`, one JSON object a pair of tellings of which somebody judged whether they
tell one act: same (true or false), left and right (each with actor, lever, target, source_key, quote).
"""

import json
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from schemas.edtf import bounds

TELLING = ("actor", "lever", "target", "source_key", "quote")
NEEDED = ("act", "actor", "lever", "target", "day", "source_key", "quote")


@dataclass(frozen=True)
class EventReport:
    """Counts over the gold acts, and one row an act."""

    acts: pl.DataFrame
    tellings: int
    found: int
    merged: list[tuple[str, str]]

    def as_dict(self) -> dict[str, float]:
        """Return the figures."""
        met = self.acts.filter(pl.col("found") > 0)
        several = self.acts.filter(pl.col("found") > 1)
        dated = met.filter(pl.col("day").str.len_chars() == 10)
        return {
            "acts": self.acts.height,
            "acts_found": met.height,
            "acts_with_several_tellings_found": several.height,
            "tellings": self.tellings,
            "tellings_found": self.found,
            "events_per_act": round(float(several["events"].sum()) / max(several.height, 1), 3),
            "acts_in_one_event": several.filter(pl.col("events") == 1).height,
            "pairs_of_acts_merged": len(self.merged),
            "dates_to_the_day": dated.height,
            "dates_right": dated.filter(pl.col("is_dated_right")).height,
        }


def read_pairs(folder: Path) -> pl.DataFrame:
    """Return the judged pairs of a gold folder: pair, same, left and right (structs); none if it has no `pairs.jsonl`."""
    path = folder / "pairs.jsonl"
    side = pl.Struct(dict.fromkeys(TELLING, pl.String))
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "pair": pl.Int64,
        "same": pl.Boolean,
        "left": side,
        "right": side,
    }
    rows: list[tuple[int, bool, dict[str, str], dict[str, str]]] = []
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for n, line in enumerate(lines, 1):
        row = json.loads(line)
        try:
            left, right = ({name: row[one][name] for name in TELLING} for one in ("left", "right"))
            rows.append((n, row["same"], left, right))
        except KeyError as error:
            raise ValueError(f"{path}, line {n}: {error.args[0]} is missing") from error
    return pl.DataFrame(rows, schema=schema, orient="row")


def read_acts(folder: Path) -> pl.DataFrame:
    """Return the tellings of a gold folder; raise ValueError naming the line that lacks a key."""
    path = folder / "acts.jsonl"
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: one JSON object a telling with {', '.join(NEEDED)}")
    rows = []
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        if missing := [name for name in NEEDED if name not in row]:
            raise ValueError(f"{path}, line {n}: {missing[0]} is missing")
        bounds(row["day"])
        rows.append({name: str(row[name]) for name in NEEDED})
    return pl.DataFrame(rows, schema=dict.fromkeys(NEEDED, pl.String)).with_row_index("telling")


def placed(gold: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Add where each quote stands: document and offsets; quotes that are not found have none."""
    joined = gold.join(documents.select("source_key", "document_id", "text"), on="source_key", how="left")
    at = joined.select(
        pl.struct("text", "quote").map_elements(
            lambda row: (row["text"] or "").find(row["quote"]), return_dtype=pl.Int64
        )
    ).to_series()
    return joined.drop("text").with_columns(start=at, end=at + pl.col("quote").str.len_chars())


def evaluate_events(
    gold: pl.DataFrame,
    events: pl.DataFrame,
    event_mentions: pl.DataFrame,
    mentions: pl.DataFrame,
    documents: pl.DataFrame,
) -> EventReport:
    """Compare: a telling is found if a mention with its code overlaps its quote; its event is that mention's."""
    told = mentions.join(event_mentions, on="mention_id").select(
        "document_id", "actor", "lever", "target", "evidence_start", "evidence_end", "event_id"
    )
    quotes = placed(gold, documents).filter(pl.col("start") >= 0)
    met = quotes.join(told, on=["document_id", "actor", "lever", "target"]).filter(
        (pl.col("start") < pl.col("evidence_end")) & (pl.col("evidence_start") < pl.col("end"))
    )
    days = events.select("event_id", on=pl.coalesce("date_start", "date_end").cast(pl.String))
    per_act = (
        met.join(days, on="event_id")
        .group_by("act")
        .agg(
            found=pl.col("telling").n_unique(),
            events=pl.col("event_id").n_unique(),
            is_dated_right=(pl.col("on") == pl.col("day")).any(),
            event_ids=pl.col("event_id").unique().sort().str.join(" "),
        )
    )
    acts = gold.group_by("act", "day").agg(tellings=pl.len()).join(per_act, on="act", how="left").sort("act")
    shared = met.select("act", "event_id").unique()
    both = (
        shared.join(shared, on="event_id")
        .filter(pl.col("act") < pl.col("act_right"))
        .select("act", "act_right")
        .unique()
    )
    filled = acts.with_columns(pl.col("found", "events").fill_null(0), pl.col("is_dated_right").fill_null(False))
    return EventReport(filled, gold.height, met["telling"].n_unique(), sorted(both.iter_rows()))
