"""Scores events against gold acts: one act told by several documents is one row, and two acts stay two."""

from dataclasses import dataclass

import polars as pl

from pipelines.gold_acts import BOTH, mentions_of_pairs, met


@dataclass(frozen=True)
class EventReport:
    """Counts over the gold acts, one row an act; and the judged pairs whose mentions have events: same, is_joined."""

    acts: pl.DataFrame
    tellings: int
    found: int
    merged: list[tuple[str, str]]
    pairs: pl.DataFrame

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
            **self._of_pairs(),
        }

    def _of_pairs(self) -> dict[str, int]:
        one, two = (self.pairs.filter(pl.col("same") == same)["is_joined"] for same in (True, False))
        return {
            "pairs_judged_one_act": one.len(),
            "of_these_in_one_event": int(one.sum()),
            "pairs_judged_two_acts": two.len(),
            "of_those_in_one_event": int(two.sum()),
        }


def evaluate_events(
    gold: tuple[pl.DataFrame, pl.DataFrame],
    events: pl.DataFrame,
    event_mentions: pl.DataFrame,
    mentions: pl.DataFrame,
    documents: pl.DataFrame,
) -> EventReport:
    """Compare gold acts and judged pairs with the events: a telling's event is that of the mention with its code and words."""
    acts, judged = gold
    of_mention = event_mentions.select("mention_id", "event_id")
    told = met(acts, mentions, documents).join(of_mention, on="mention_id")
    shared = told.select("act", "event_id").unique()
    both = shared.join(shared, on="event_id").filter(pl.col("act") < pl.col("act_right")).select("act", "act_right")
    pairs = _joined(mentions_of_pairs(judged, mentions, documents), of_mention)
    return EventReport(
        _per_act(acts, told, events), acts.height, told["telling"].n_unique(), sorted(both.unique().iter_rows()), pairs
    )


def _per_act(acts: pl.DataFrame, told: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Return the acts with how many of their tellings were found, in how many events, and whether one has their day."""
    days = events.select("event_id", on=pl.coalesce("date_start", "date_end").cast(pl.String))
    per_act = (
        told.join(days, on="event_id")
        .group_by("act")
        .agg(
            found=pl.col("telling").n_unique(),
            events=pl.col("event_id").n_unique(),
            is_dated_right=(pl.col("on") == pl.col("day")).any(),
            event_ids=pl.col("event_id").unique().sort().str.join(" "),
        )
    )
    every = acts.group_by("act", "day").agg(tellings=pl.len()).join(per_act, on="act", how="left").sort("act")
    return every.with_columns(pl.col("found", "events").fill_null(0), pl.col("is_dated_right").fill_null(False))


def _joined(pairs: pl.DataFrame, of_mention: pl.DataFrame) -> pl.DataFrame:
    """Return the judged pairs whose mentions have events, with whether it is one."""
    right = of_mention.rename({"mention_id": BOTH[1]})
    found = pairs.unique().join(of_mention, on=BOTH[0]).join(right, on=BOTH[1], suffix="_right")
    return found.select(*BOTH, "same", is_joined=pl.col("event_id") == pl.col("event_id_right")).sort(*BOTH, "same")
