"""What stands around a mention: parties, other acts, clauses; against it a quantity of the sentence is measured."""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from pipelines.extract.features import Scene
from pipelines.extract.parties import IMPLIED
from pipelines.extract.roles import distance, phrase_of, role, verb_of
from pipelines.extract.triples import Candidate
from pipelines.parse import Parse
from schemas import codebook

NEXT = re.compile(r"\W*(?:(?:on|for|against|from|to|in|by|of)\s+)?(?:the\s+|all\s+|its\s+)?")
ROLES = ("mod", "arg", "same", "above", "below", "apart")
LABELS = (
    "dobj", "nsubj", "nsubjpass", "prep_of", "prep_to", "prep_by", "prep_with", "prep_on", "prep_in", "prep_from", "prep_at",
    "prep_for", "conj", "appos", "attr", "self", "compound", "nummod", "amod", "nmod",
)  # fmt: skip
Rows = npt.NDArray[np.float64]


@cache
def places(table: str, column: str) -> dict[str, int]:
    """Return the place of each code in a table of the codebook."""
    return {one: n for n, one in enumerate(codebook.table(table)[column].to_list())}


class Around:
    """Where things stand that a part of the sentence is measured against, to tell whether it belongs to a mention."""

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
        """Tell whether the actor is the subject of the verb of a part (1), or another party is (-1)."""
        verb = verb_of(self.parse, head)
        subjects = (
            [child for child in self.parse.children[verb] if self.parse.deps[child].startswith("nsubj")]
            if verb >= 0
            else []
        )
        codes = self._parties_at({below for one in subjects for below in (one, *self.parse.children[one])})
        return float(self.own_actor in codes) or -float(bool(codes))

    def clause_names_target(self, head: int) -> float:
        """Tell whether the target hangs on the verb of a part (1), or only others do (-1)."""
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

    def nearer_other(self, head: int) -> tuple[float, float]:
        """Return the edges to the nearest act of another lever, and whether that is nearer than this one."""
        others = [self.edges(head, place) for place in self.others]
        return min(others, default=np.nan), float(bool(others) and min(others) < self.edges(head, self.trigger))


def ranks(values: Sequence[float]) -> list[int]:
    """Return the rank of each number, the smallest first; unknown ones last."""
    order: list[int] = np.argsort(np.argsort(values, kind="stable"), kind="stable").tolist()
    return order


def role_of(parse: Parse, head: int, trigger: int) -> tuple[float, float]:
    """Return what a part is to the trigger, as places in `ROLES` and `LABELS`."""
    place, label, _ = role(parse, phrase_of(parse, head, outer=True), trigger).split(":")
    place = place.removesuffix("n") if place != "mod" else place
    return float(ROLES.index(place)), float(LABELS.index(label) if label in LABELS else len(LABELS))


def verbs_between(parse: Parse, one: int, two: int) -> int:
    """Return how many verbs stand between two tokens."""
    low, high = sorted((one, two))
    return sum(parse.tags[n].startswith("VB") for n in range(low + 1, high))
