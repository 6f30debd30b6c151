"""What the trees see of a candidate: one number a column, by name.

Unknown places are ABSENT; log-odds come from the linear models.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from pipelines.extract.context import GENRES
from pipelines.extract.features import Node, Scene, class_of
from pipelines.extract.readings import Reading
from pipelines.extract.roles import phrase_of
from pipelines.extract.spoken import UNLISTED
from pipelines.extract.triggers import Trigger
from schemas import codebook

ABSENT = -99.0
Six = tuple[float, float, float, float, float, float]
KINDS = (  # the trees know them by place: new ones go last
    "abbreviation",
    "capital",
    "city",
    "default",
    "demonym",
    "force",
    "group",
    "holder",
    "institution",
    "member",
    "name",
    "nickname",
    "office",
    "previous",
    "pronoun",
    "region",
    "title",
    "voice",
    "world",
    "implied",
)
CLASSES = ("USA", "alliance", "ally", "other", "partner", "rival")


class Sentence(NamedTuple):
    """What all candidates of a sentence share: the likeliest lever by either measure, and how much there is of everything."""

    lever_likeliest: float
    spoken_likeliest: float
    parties: int
    readings: int
    tokens: int


class Row(NamedTuple):
    """The columns, in their order.

    `lever` to `unlisted` tell of the trigger and the sentence; `as_actor` to `target_over` of the parties in their roles, and
    in those of each other; the others say who they are, where they stand, and whether they stand in one list.
    """

    lever: float
    lever_best: float
    lever_likeliest: float
    parties: float
    readings: float
    tokens: float
    spoken: float
    spoken_behind: float
    unlisted: float
    as_actor: float
    as_target: float
    actor_rank: float
    target_rank: float
    actor_behind: float
    target_behind: float
    target_as_actor: float
    actor_as_target: float
    actor_over: float
    target_over: float
    lever_code: float
    actor_class: float
    actor_kind: float
    target_class: float
    target_kind: float
    actor_named_by: float
    target_named_by: float
    genre: float
    actor_place: float
    target_place: float
    between: float
    actor_code: float
    target_code: float
    total: float
    likely_actors: float
    likely_targets: float
    actor_in_list_of_best: float
    target_in_list_of_best: float
    in_one_list: float


@dataclass(frozen=True, slots=True)
class Roles:
    """The best node of each code in either role of a reading, by index of `scene.nodes`, best first."""

    actors: dict[str, int]
    targets: dict[str, int]

    @classmethod
    def of(cls, scene: Scene, reading: Reading) -> "Roles":
        """Rank the parties of a reading."""
        return cls(_best(scene, reading.actors), _best(scene, reading.targets))


def _best(scene: Scene, scores: Sequence[float]) -> dict[str, int]:
    """Return for each code the index of its best node, best code first."""
    best: dict[str, int] = {}
    for index in sorted(range(len(scores)), key=lambda i: (-scores[i], i)):
        best.setdefault(scene.nodes[index].party.code, index)
    return best


def _parties(scene: Scene, reading: Reading, roles: Roles, pair: tuple[int, int]) -> Six:
    """Return the columns `actor_behind` to `target_over`: each party beside the best of its role, and in the other's role."""
    a, t = pair
    actor, target = (scene.nodes[n].party.code for n in pair)
    actors, targets = reading.actors, reading.targets
    other_actor, other_target = actors[roles.actors[target]], targets[roles.targets[actor]]
    behind = (
        actors[next(iter(roles.actors.values()))] - actors[a],
        targets[next(iter(roles.targets.values()))] - targets[t],
    )
    return *behind, other_actor, other_target, other_actor - actors[a], other_target - targets[t]


def row_of(
    scene: Scene,
    reading: Reading,
    roles: Roles,
    pair: tuple[int, int],
    ranks: tuple[int, int],
    lever_best: float,
    sentence: Sentence,
    levers: dict[str, int],
    codes: dict[str, int],
) -> Row:
    """Return the row of a pair of parties (places in `scene.nodes`), given with their ranks in their roles."""
    a, t = pair
    actor, target = scene.nodes[a], scene.nodes[t]
    top_actor, top_target = (scene.nodes[next(iter(one.values()))] for one in (roles.actors, roles.targets))
    return Row(
        reading.logit,
        lever_best,
        sentence.lever_likeliest,
        sentence.parties,
        sentence.readings,
        sentence.tokens,
        reading.spoken,
        sentence.spoken_likeliest - reading.spoken,
        float(reading.trigger.phrase == UNLISTED),
        reading.actors[a],
        reading.targets[t],
        *ranks,
        *_parties(scene, reading, roles, pair),
        levers[reading.lever],
        *_class(actor),
        *_class(target),
        KINDS.index(actor.party.kind),
        KINDS.index(target.party.kind),
        GENRES.index(scene.genre),
        _place(actor, reading.trigger),
        _place(target, reading.trigger),
        float(target.token - actor.token) if min(actor.token, target.token) >= 0 else ABSENT,
        codes.get(actor.party.code, -1),
        codes.get(target.party.code, -1),
        reading.logit + reading.actors[a] + reading.targets[t],
        sum(reading.actors[i] > 0 for i in roles.actors.values()),
        sum(reading.targets[i] > 0 for i in roles.targets.values()),
        _same_list(scene, actor, top_actor),
        _same_list(scene, target, top_target),
        _same_list(scene, actor, target),
    )


def _place(node: Node, trigger: Trigger) -> float:
    return float(node.token - trigger.head) if node.token >= 0 else ABSENT


def _same_list(scene: Scene, one: Node, other: Node) -> float:
    """Tell whether two parties stand in one coordination ("Japan, Korea and Taiwan")."""
    if min(one.token, other.token) < 0:
        return ABSENT
    return float(phrase_of(scene.parse, one.token).top == phrase_of(scene.parse, other.token).top)


@cache
def _entity_kinds() -> dict[str, int]:
    """Return the number of each kind of entity, 0 for the United States, which are a class of their own."""
    return {kind: n for n, kind in enumerate(["", *sorted(codebook.entities()["kind"].unique())])}


def _class(node: Node) -> tuple[int, int]:
    relation, _, kind = class_of(node.party.code).partition(":")
    return CLASSES.index(relation), _entity_kinds()[kind]
