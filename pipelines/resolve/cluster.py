"""Pairs to acts: the likest tellings are joined first, and never two that contradict each other.

Two groups are joined by their likest pair, if they are alike on average: chains of reports do not join acts.
Joining goes by score and identifier, so neither the order of arrival nor the order of rows changes the result.
"""

import datetime as dt
from dataclasses import dataclass, field

import polars as pl

from pipelines.resolve.compare import MENDED, TELLING_UNITS
from pipelines.resolve.model import NEEDED, scored

DAYS_APART = 1  # days that the texts of one act may give: time zones
UNLIKE = -3.0  # score of a pair that is not compared
SLACK = 0.3  # how far the mean score of two groups may lie below what a pair needs
LONGEST = 400  # days from an act, or its first report, to the last report that does not date it
EARLY = 14  # days that an undated report may come before the day that another gives: what is announced for a day
Span = tuple[dt.date | None, dt.date | None, bool]  # first and last day that a text gives, and whether it gives one day
Rate = tuple[str, str, dt.date | None]  # quantity, unit, and the day that speaks for it


def _overlap(one: Span, two: Span) -> bool:
    """Tell whether two spans can hold one day; of two days, DAYS_APART decides."""
    (start, end, is_day), (start_too, end_too, is_day_too) = one, two
    if is_day and is_day_too:
        return True
    limits = ((start or start_too, end_too or end), (start_too or start, end or end_too))
    return all(not (first and last) or first <= last for first, last in limits)


def _contradict(one: Rate, two: Rate) -> bool:
    (quantity, unit, day), (quantity_too, unit_too, day_too) = one, two
    if day is None or day_too is None or unit != unit_too:
        return False
    return quantity != quantity_too and abs((day - day_too).days) > MENDED


@dataclass
class Group:
    """Tellings joined so far, the days that they give, and when those that give none were published."""

    members: list[str]
    days: set[dt.date] = field(default_factory=set)
    reports: set[dt.date] = field(default_factory=set)
    phase: str = ""
    spans: set[Span] = field(default_factory=set)
    rates: set[Rate] = field(default_factory=set)

    def agrees(self, other: "Group") -> bool:
        """Tell whether two groups can be one act: one phase, and days that fit; see `compare.rules`."""
        if self.phase != other.phase or self._contradicts(other):
            return False
        days, reports = self.days | other.days, self.reports | other.reports
        if not days:
            return not reports or (max(reports) - min(reports)).days <= LONGEST
        if (max(days) - min(days)).days > DAYS_APART:
            return False
        return not reports or ((min(days) - min(reports)).days <= EARLY and (max(reports) - max(days)).days <= LONGEST)

    def _contradicts(self, other: "Group") -> bool:
        """Tell whether the texts give spans that do not overlap, or two rates or numbers of people, days apart."""
        if any(not _overlap(one, two) for one in self.spans for two in other.spans):
            return True
        return any(_contradict(one, two) for one in self.rates for two in other.rates)

    def join(self, other: "Group") -> None:
        """Take over the members of another group."""
        self.members += other.members
        self.days |= other.days
        self.reports |= other.reports
        self.spans |= other.spans
        self.rates |= other.rates


def _alone(told: pl.DataFrame) -> dict[str, Group]:
    groups = {}
    facts = ("mention_id", "text_start", "text_end", "precision", "anchor", "phase", "quantity", "unit")
    for name, start, end, precision, anchor, phase, quantity, unit in told.select(facts).iter_rows():
        is_day = precision == "day" and bool(start)
        days = {start} if is_day else set()
        reports = {anchor} if anchor and not days else set()
        spans = {(start, end, is_day)} if start or end else set()
        rates = {(quantity, unit, anchor)} if unit in TELLING_UNITS else set()
        groups[name] = Group([name], days, reports, phase, spans, rates)
    return groups


def _likeness(one: Group, two: Group, scores: dict[tuple[str, str], float]) -> float:
    """Return the mean score between the tellings of two groups; a pair too far apart to be compared counts as UNLIKE."""
    total = 0.0
    for left in one.members:
        for right in two.members:
            total += scores.get((left, right) if left < right else (right, left), UNLIKE)
    return total / (len(one.members) * len(two.members))


def _join(group_of: dict[str, Group], every: pl.DataFrame) -> None:
    """Join the groups of a block, the tellings of one actor and lever, along its scored pairs."""
    scores = {(left, right): score for left, right, score in every.iter_rows()}
    alike = every.filter(pl.col("score") >= NEEDED)
    ranked = alike.sort("score", "mention_id", "mention_id_right", descending=[True, False, False])
    least = NEEDED - SLACK
    refused: set[tuple[str, int, str, int]] = set()  # groups that did not fit, by first member and size
    for left, right in ranked.select("mention_id", "mention_id_right").iter_rows():
        one, two = group_of[left], group_of[right]
        asked = (one.members[0], len(one.members), two.members[0], len(two.members))
        if one is two or asked in refused:
            continue
        if not one.agrees(two) or _likeness(one, two, scores) < least:
            refused.add(asked)
            continue
        large, small = (one, two) if len(one.members) >= len(two.members) else (two, one)
        large.join(small)
        for member in small.members:
            group_of[member] = large


def cluster(told: pl.DataFrame) -> pl.DataFrame:
    """Return mention_id and `act`, the smallest mention_id of its act; blocks are independent of each other."""
    group_of = _alone(told)
    if told.height:
        for block in scored(told).partition_by("actor", "lever"):
            _join(group_of, block.select("mention_id", "mention_id_right", "score"))
    first = {id(group): min(group.members) for group in group_of.values()}
    rows = [(member, first[id(group)]) for member, group in group_of.items()]
    return pl.DataFrame(rows, schema={"mention_id": pl.String, "act": pl.String}, orient="row").sort("mention_id")
