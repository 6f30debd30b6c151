"""Why an event changed between two states of the dataset: one reason of a closed list."""

import datetime as dt
from dataclasses import dataclass

import polars as pl

from pipelines.resolve.decisions import CODE

LATE_DAYS = 14  # a document this much older than the newest one of the last release is late


@dataclass(frozen=True)
class State:
    """What a release knows, as far as changes and their reasons are concerned."""

    version: str
    events: pl.DataFrame
    event_mentions: pl.DataFrame
    mentions: pl.DataFrame
    documents: pl.DataFrame
    sources: pl.DataFrame
    corrections: pl.DataFrame
    codebook_version: str
    coder_version: str

    def told_by(self) -> dict[str, frozenset[str]]:
        """Return event_id -> its documents."""
        joined = self.event_mentions.join(self.mentions.select("mention_id", "document_id"), on="mention_id")
        return {
            str(event): frozenset(documents)
            for event, documents in joined.group_by("event_id").agg("document_id").iter_rows()
        }

    def retracted(self) -> frozenset[str]:
        """Return the documents that a decision has retracted."""
        decided = self.corrections.filter((pl.col("action") == "retract") & (pl.col("outcome") == "applied"))
        return frozenset(self.sources.join(decided, on="source_key", how="semi")["document_id"])


class Reasons:
    """Finds why an event changed: by its corrections, its documents, then by what changed in the code."""

    def __init__(
        self, before: State, after: State, corrected: frozenset[str], successors: dict[str, frozenset[str]]
    ) -> None:
        """Compare two states; `successors` are the events that a split or a merge has led to, by that reason."""
        self.corrected, self.successors = corrected, successors
        self.known = frozenset(before.documents["document_id"])
        sources = after.sources
        self.current = frozenset(sources.filter(pl.col("is_current"))["document_id"])
        alive = sources.filter(pl.col("is_current"))["source_key"]
        self.replaced = frozenset(sources.filter(pl.col("source_key").is_in(alive.implode()))["document_id"])
        self.retracted = after.retracted() - before.retracted()
        self.readmitted = before.retracted() - after.retracted()
        self.published = dict(after.documents.select("document_id", "published").iter_rows())
        self.late_before = _late_limit(before.documents)
        changed = before.codebook_version != after.codebook_version
        recoded = before.coder_version != after.coder_version
        self.rest = "codebook_change" if changed else "coder_upgrade" if recoded else "new_document"

    def of(self, event: str, old: frozenset[str], new: frozenset[str]) -> str:
        """Return the reason; what changes while neither code nor its own documents did, other documents changed."""
        if event in self.corrected or new & self.readmitted:
            return "correction"
        if old & self.retracted:
            return "source_retracted"
        if old - self.current:
            return "source_corrected" if (old - self.current) & self.replaced else "source_retracted"
        fresh = new - self.known
        if fresh:
            return "late_document" if self._late(fresh) else "new_document"
        return next((reason for reason, events in self.successors.items() if event in events), self.rest)

    def _late(self, fresh: frozenset[str]) -> bool:
        days = [self.published[one] for one in fresh if self.published.get(one)]
        return bool(days) and all(day < self.late_before for day in days)


def _late_limit(documents: pl.DataFrame) -> str:
    newest = documents.filter(pl.col("published").str.len_chars() == 10)["published"].max()
    if newest is None:
        return ""
    return (dt.date.fromisoformat(str(newest)) - dt.timedelta(days=LATE_DAYS)).isoformat()


def corrected_events(before: State, after: State, new: pl.DataFrame) -> frozenset[str]:
    """Return the events that a decision touches which is new, gone, or has another outcome; retractions are the sources'."""
    touched = pl.concat([_differing(after, before), _differing(before, after)])
    ids = touched["correction_id"].unique().sort().to_list()
    if not ids:
        return frozenset()
    named = new.filter(pl.any_horizontal(pl.col("correction_ids").str.contains(one, literal=True) for one in ids))
    found = set(named["event_id"])
    for state in (before, after):
        told = state.event_mentions.join(state.mentions, on="mention_id")
        found |= set(told.join(touched, on=["source_key", "evidence_sha256", *CODE], how="semi")["event_id"])
    return frozenset(found)


def _differing(one: State, other: State) -> pl.DataFrame:
    decided = one.corrections.filter(pl.col("action") != "retract")
    return decided.join(other.corrections, on=["correction_id", "outcome"], how="anti")
