"""What tells whether a quantity belongs to a mention: where it stands, what it counts, and what else could claim it."""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from pipelines.extract.dating import distance
from pipelines.extract.features import Scene
from pipelines.extract.magnitude import Quantity
from pipelines.extract.parties import IMPLIED
from pipelines.extract.quantities import fitting, measured
from pipelines.extract.roles import phrase_of, role, token_at, verb_of
from pipelines.extract.triples import Candidate
from pipelines.parse import Parse
from schemas import codebook

CHANGE_FROM = re.compile(r"\b(?:from|previous|up from|down from|its|earlier|than|instead of)\s+$", re.IGNORECASE)
NEXT = re.compile(r"\W*(?:(?:on|for|against|from|to|in|by|of)\s+)?(?:the\s+|all\s+|its\s+)?")
UNITS = ("percent", "percent_gdp", "usd", "eur", "troops", "persons", "countries", "items")
FEATURES = (
    "edges_to_trigger", "rank_by_trigger", "words_to_trigger", "same_clause", "governed_by_trigger", "edges_to_target",
    "words_to_target", "rank_by_target", "edges_to_actor", "words_to_actor", "names_target_next", "names_other_next",
    "parties_between_target", "edges_to_other_lever", "nearer_other_lever", "others_of_lever", "place_less_target_place",
    "unit", "unit_rank", "lever", "listed", "fits_lever", "fitting", "same_unit", "changes_from", "is_zero", "size",
    "in_brackets", "stance", "status", "verbs_between", "prose", "role_place", "role_label", "subject_is_actor",
    "clause_names_target",
)  # fmt: skip
ROLES = ("mod", "arg", "same", "above", "below", "apart")
LABELS = (
    "dobj",
    "nsubj",
    "nsubjpass",
    "prep_of",
    "prep_to",
    "prep_by",
    "prep_with",
    "prep_on",
    "prep_in",
    "prep_from",
    "prep_at",
    "prep_for",
    "conj",
    "appos",
    "attr",
    "self",
    "compound",
    "nummod",
    "amod",
    "nmod",
)
Rows = npt.NDArray[np.float64]


@cache
def _places(table: str, column: str) -> dict[str, int]:
    return {one: n for n, one in enumerate(codebook.table(table)[column].to_list())}


class _Around:
    """Where things stand that every quantity of a mention is measured against."""

    def __init__(self, scene: Scene, candidate: Candidate, likely: Sequence[Candidate]) -> None:
        self.parse, (actor, self.lever, target) = scene.parse, candidate.code
        self.trigger, self.verb = candidate.reading.trigger.head, verb_of(scene.parse, candidate.reading.trigger.head)
        self.actor, self.target = candidate.actor.token, candidate.target.token
        named = [node for node in scene.nodes if node.token >= 0 and node.party.kind not in (IMPLIED, "pronoun")]
        self.parties = sorted({(node.party.start, node.token, node.party.code) for node in named})
        self.own_actor, self.code, self.own = actor, target, {actor, target}
        self.others = sorted({one.reading.trigger.head for one in likely if one.reading.lever != self.lever})
        mates = {one.target.token for one in likely if one.reading.lever == self.lever and one.target.token >= 0}
        self.mates = sorted(mates | {self.target} - {-1})

    def next_party(self, end: int) -> str:
        """Return the code of the party that is named right after a character, empty if none is."""
        after = NEXT.match(self.parse.text, end)
        start = after.end() if after else end
        return next((code for first, _, code in self.parties if first == start), "")

    def _parties_at(self, tokens: set[int]) -> set[str]:
        return {code for _, token, code in self.parties if token in tokens}

    def subject(self, head: int) -> float:
        """Tell whether the actor is the subject of a quantity's verb (1), or another party is (-1)."""
        verb = verb_of(self.parse, head)
        subjects = (
            [child for child in self.parse.children[verb] if self.parse.deps[child].startswith("nsubj")]
            if verb >= 0
            else []
        )
        codes = self._parties_at({below for one in subjects for below in (one, *self.parse.children[one])})
        return float(self.own_actor in codes) or -float(bool(codes))

    def clause_names_target(self, head: int) -> float:
        """Tell whether the target hangs on the verb of a quantity (1), or only others do (-1)."""
        verb = verb_of(self.parse, head)
        codes = {code for _, token, code in self.parties if verb_of(self.parse, token) == verb}
        return float(self.code in codes) or -float(bool(codes))

    def edges(self, one: int, two: int) -> float:
        """Return the number of edges between two tokens, unknown if the second stands outside the sentence."""
        return float(distance(self.parse, one, two)) if two >= 0 else np.nan

    def between(self, one: int, two: int) -> float:
        """Return how many other parties are named between two tokens."""
        if two < 0:
            return np.nan
        low, high = sorted((one, two))
        return float(sum(low < token < high and code not in self.own for _, token, code in self.parties))


def _ranks(values: Sequence[float]) -> list[int]:
    ordered = sorted(range(len(values)), key=lambda n: (np.nan_to_num(values[n], nan=99.0), n))
    return [ordered.index(n) for n in range(len(values))]


def _head(parse: Parse, quantity: Quantity) -> int:
    """Return the token that a quantity hangs by: its noun, or the number itself."""
    first, last = token_at(parse, quantity.start), token_at(parse, max(quantity.start, quantity.end - 1))
    inside = range(first, last + 1)
    return next((token for token in inside if parse.heads[token] not in inside), first)


def rows_of(
    scene: Scene, candidate: Candidate, fields: dict[str, str], likely: Sequence[Candidate]
) -> tuple[list[Quantity], Rows]:
    """Return the quantities that can measure a mention, and what the trees see of each, in the order of `FEATURES`.

    `likely` are the candidates published from the sentence: what belongs to them is not this one's.
    """
    found, at = fitting(scene, candidate.reading.lever), _Around(scene, candidate, likely)
    heads = [_head(scene.parse, one) for one in found]
    triggers, targets = ([at.edges(head, place) for head in heads] for place in (at.trigger, at.target))
    ranks = zip(_ranks(triggers), _ranks(targets), strict=True)
    rows = [
        _row(scene, at, one, head, rank, fields, found) for one, head, rank in zip(found, heads, ranks, strict=True)
    ]
    return found, np.array(rows, np.float64).reshape(-1, len(FEATURES))


def _row(
    scene: Scene,
    at: _Around,
    one: Quantity,
    head: int,
    rank: tuple[int, int],
    fields: dict[str, str],
    found: Sequence[Quantity],
) -> list[float]:
    parse, units = scene.parse, measured().get(at.lever, [])
    alike = [two for two in found if two.unit == one.unit]
    others = [at.edges(head, place) for place in at.others]
    edges, low, high = at.edges(head, at.trigger), *sorted((head, at.trigger))
    follows = at.next_party(one.end)
    order = alike.index(one) - at.mates.index(at.target) if at.target in at.mates else np.nan
    return [
        edges, rank[0], head - at.trigger, verb_of(parse, head) == at.verb, parse.heads[head] == at.trigger,
        at.edges(head, at.target), head - at.target if at.target >= 0 else np.nan, rank[1],
        at.edges(head, at.actor), head - at.actor if at.actor >= 0 else np.nan,
        follows == at.code, follows not in ("", at.code), at.between(head, at.target),
        min(others, default=np.nan), bool(others) and min(others) < edges, len(at.mates), order,
        UNITS.index(one.unit), units.index(one.unit) if one.unit in units else 9, _places("levers", "lever")[at.lever],
        one.is_listed, not one.levers or at.lever in one.levers, len(found), len(alike),
        bool(CHANGE_FROM.search(parse.text[max(0, one.start - 14) : one.start])), one.value == 0, np.log10(one.value + 1),
        parse.text[: one.start].count("(") > parse.text[: one.start].count(")"),
        _places("stances", "stance")[fields["stance"]], _places("statuses", "status")[fields["status"]],
        sum(parse.tags[n].startswith("VB") for n in range(low + 1, high)), scene.genre == "prose",
        *_role(parse, head, at.trigger), at.subject(head), at.clause_names_target(head),
    ]  # fmt: skip


def _role(parse: Parse, head: int, trigger: int) -> tuple[float, float]:
    """Return what a quantity is to the trigger, as places in `ROLES` and `LABELS`."""
    place, label, _ = role(parse, phrase_of(parse, head, outer=True), trigger).split(":")
    place = place.removesuffix("n") if place != "mod" else place
    return float(ROLES.index(place)), float(LABELS.index(label) if label in LABELS else len(LABELS))
