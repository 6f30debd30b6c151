"""Gives every act its identifier: the one it was published under, else a new one made from its first mention.

The last release is the registry. A cluster of mentions takes over the identifier of the released event whose mentions
it holds, found by mention or, after another coding, by the same words under two equal codes. Later dates, levers or
sources never change it. Two released events in one cluster are a merge; one in several clusters is a split.
An event that was withdrawn comes back under its identifier with the mention that gave its evidence.
"""

from dataclasses import dataclass, field
from itertools import count

import polars as pl

from schemas.ids import event_id, short_id
from schemas.tables import EVENT_VERSIONS, ID_MAP

FACTS = [
    "mention_id",
    "document_id",
    "source_key",
    "evidence_start",
    "evidence_end",
    "evidence_sha256",
    "actor",
    "lever",
    "target",
]


@dataclass(frozen=True)
class Registry:
    """What the last release knows: its mentions, which event each told, what became of older identifiers, all versions."""

    mentions: pl.DataFrame
    event_mentions: pl.DataFrame
    id_map: pl.DataFrame
    versions: pl.DataFrame = field(default_factory=EVENT_VERSIONS.empty)

    def withdrawn(self) -> pl.DataFrame:
        """Return the events that are gone without a successor, with each mention that ever gave their evidence."""
        fate = self.id_map.group_by("old_id").agg("redirect")
        left = fate.filter(
            pl.col("redirect").list.contains("withdrawn") & ~pl.col("redirect").list.contains("merged_into")
        )
        gone = self.versions.join(left, left_on="event_id", right_on="old_id", how="semi")
        lost = gone.join(self.event_mentions, on="event_id", how="anti")
        return lost.select("event_id", "mention_id").unique(maintain_order=True)


def _recoded(known: pl.DataFrame, present: pl.DataFrame) -> pl.DataFrame:
    """Match released mentions that are gone to present ones that say the same.

    The same is said by the same words, or at the same place of the same text, under two equal codes; at the same place of
    the text that took its place, under three.
    """
    both = known.join(present, on="source_key", suffix="_now")
    overlap = (pl.col("evidence_start") < pl.col("evidence_end_now")) & (
        pl.col("evidence_start_now") < pl.col("evidence_end")
    )
    is_same_text = pl.col("document_id") == pl.col("document_id_now")
    same = pl.sum_horizontal((pl.col(c) == pl.col(f"{c}_now")).cast(pl.Int8) for c in ("actor", "lever", "target"))
    needed = pl.when(is_same_text).then(2).otherwise(3)
    met = both.filter(
        (overlap & (same >= needed)) | ((pl.col("evidence_sha256") == pl.col("evidence_sha256_now")) & (same >= 2))
    )
    best = met.with_columns(same=same).sort("same", "mention_id_now", descending=[True, False])
    return best.unique("mention_id", keep="first", maintain_order=True).select(
        "event_id", "mention_id", mention_now="mention_id_now"
    )


def _votes(members: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """Return act, event_id, and how strongly the act may claim that identifier, the strongest claim first.

    Whoever holds the mention it was made from goes first, and of several the one told first, as if all had come at once;
    the others by how many of its mentions they hold. Events that live go before those that were withdrawn.
    """
    known = registry.event_mentions.join(registry.mentions.select(FACTS), on="mention_id")
    kept = known.join(members, on="mention_id", how="semi").select("event_id", "mention_id", mention_now="mention_id")
    lost = known.join(members, on="mention_id", how="anti")
    fresh = members.join(registry.event_mentions, on="mention_id", how="anti").select(FACTS)
    back = registry.withdrawn().join(fresh, on="mention_id", how="semi").with_columns(mention_now="mention_id")
    claims = pl.concat([kept, _recoded(lost, fresh), back])
    is_first = pl.col("event_id").str.slice(3) == pl.col("mention_id").str.slice(2)
    joined = claims.join(
        members.select(mention_now="mention_id", act="act", published_on="published_on"), on="mention_now"
    )
    claimed = joined.group_by("act", "event_id").agg(
        first=is_first.any(), n=pl.len(), published_on=pl.col("published_on").min()
    )
    held = pl.when("first").then(0).otherwise("n")
    lives = pl.col("event_id").is_in(registry.event_mentions["event_id"].implode())
    return claimed.sort(
        ~lives, ~pl.col("first"), -held.cast(pl.Int64), "published_on", "event_id", "act", nulls_last=True
    )


def _minted(members: pl.DataFrame, taken: frozenset[str], known: frozenset[str]) -> dict[str, str]:
    """Return act -> the identifier of its first published mention that no other event has; one `known` before goes first.

    An act of whose mentions every identifier is taken gets one of its own.
    """
    ids: dict[str, str] = {}
    ordered = members.sort("published_on", "mention_id", nulls_last=True).select("act", "mention_id").rows()
    for act, mention in sorted(ordered, key=lambda row: event_id(row[1]) not in known):
        if act not in ids and event_id(mention) not in taken:
            ids[act] = event_id(mention)
    for act, mention in ordered:
        if act not in ids:
            again = (event_id(short_id("M", mention, str(n))) for n in count(1))
            ids[act] = next(one for one in again if one not in taken)
    return ids


def identify(members: pl.DataFrame, registry: Registry) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """Return act -> event_id, and the redirects (old_id, redirect, new_id) that arise.

    `members` has a row a mention: FACTS, `act` and `published_on`.
    """
    votes = _votes(members, registry)
    ids: dict[str, str] = {}
    owner: dict[str, str] = {}
    for act, old in votes.select("act", "event_id").iter_rows():
        if act not in ids and old not in owner:
            ids[act], owner[old] = old, act
    known = frozenset(registry.id_map["old_id"])
    new = _minted(members.filter(~pl.col("act").is_in(list(ids))), frozenset(owner), known)
    ids |= new
    redirects = _redirects(votes, ids, owner, registry)
    return ids, redirects


def redirects_to(members: pl.DataFrame, registry: Registry) -> list[tuple[str, str, str]]:
    """Return the redirects to finished events, of which `act` is the identifier: nothing is decided a second time."""
    ids = {event: event for event in members["act"].unique()}
    released = frozenset(registry.event_mentions["event_id"])
    owner = {event: event for event in ids if event in released}
    return _redirects(_votes(members, registry), ids, owner, registry)


def _redirects(
    votes: pl.DataFrame, ids: dict[str, str], owner: dict[str, str], registry: Registry
) -> list[tuple[str, str, str]]:
    released = frozenset(registry.event_mentions["event_id"])
    found = set()
    for act, old in votes.select("act", "event_id").iter_rows():
        if ids[act] == old:
            continue
        lives = old in owner
        found.add((old, "split_into" if lives else "merged_into", ids[act]))
    seen = frozenset(votes["event_id"])
    found |= {(old, "withdrawn", "") for old in released - seen if old not in ids.values()}
    gone = frozenset(registry.id_map.filter(pl.col("redirect").is_in(["withdrawn", "merged_into"]))["old_id"])
    found |= {(new, "restored", new) for new in ids.values() if new in gone - released}
    return sorted(found)


def resolve_id(old: str, events: frozenset[str], id_map: pl.DataFrame) -> list[str]:
    """Return the events of a release that an identifier leads to: itself, its successors, or none if withdrawn."""
    found, todo, seen = set(), [old], set()
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        if one in events:
            found.add(one)
            if one == old:
                continue
        following = id_map.filter((pl.col("old_id") == one) & (pl.col("new_id") != ""))["new_id"]
        todo += [] if one in events else list(following)
    return sorted(found)


def redirect_rows(redirects: list[tuple[str, str, str]], version: str, reasons: dict[str, str]) -> pl.DataFrame:
    """Return rows of `id_map` for a release; `reasons` gives the reason of an event's change."""
    plain = {"merged_into": "merge", "split_into": "split"}
    rows = [
        {
            "old_id": old,
            "redirect": redirect,
            "new_id": new,
            "version": version,
            "reason": plain.get(redirect) or reasons.get(old, "coder_upgrade"),
        }
        for old, redirect, new in redirects
    ]
    return pl.DataFrame(rows, schema=ID_MAP.schema)
