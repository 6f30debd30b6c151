"""Candidates for (actor, lever, target): which parties each trigger may tie together, and what speaks for it.

Training and coding share this module, so that a model sees at work what it saw when it was fitted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from pipelines.extract.arguments import argument_features
from pipelines.extract.context import GENRES
from pipelines.extract.features import Node, Scene, class_of, trigger_features
from pipelines.extract.hashing import Hashes
from pipelines.extract.linear import Batch, Linear
from pipelines.extract.pairs import pair_features
from pipelines.extract.roles import phrase_of
from pipelines.extract.spoken import UNLISTED, spoken_of, unlisted, unnamed
from pipelines.extract.triggers import Trigger

LEVER_FLOOR = -3.0  # log-odds below which a trigger is not read as the lever at all
PAIR_FLOOR = -4.0  # bound on the sum of the three log-odds below which the models are not fitted on a pair
# the same at work: of what is accepted out of fold, 99.9 % lies above, and half of all pairs lie below
WORK_FLOOR = -1.0
MAX_ACTORS, MAX_TARGETS = 5, 10
CAP = 3.0
ABSENT = -99.0
KINDS = (
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
)
CLASSES = ("USA", "alliance", "ally", "other", "partner", "rival")
Row = list[float]
AS_ACTOR, AS_TARGET = 9, 10  # places in a row


@dataclass(frozen=True, slots=True)
class Reading:
    """One trigger read as one lever, with the log-odds of the lever here and in the whole sentence, and of each party.

    Parties are scored in either role, by index of `scene.nodes`.
    """

    trigger: Trigger
    lever: str
    logit: float
    spoken: float
    actors: Sequence[float]
    targets: Sequence[float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible mention: the reading, its two parties and the dense features of the last model."""

    reading: Reading
    actor: Node
    target: Node
    row: Row

    @property
    def actor_logit(self) -> float:
        """Log-odds of the actor in its role."""
        return self.row[AS_ACTOR]

    @property
    def target_logit(self) -> float:
        """Log-odds of the target in its role."""
        return self.row[AS_TARGET]

    @property
    def code(self) -> tuple[str, str, str]:
        """Actor, lever and target codes."""
        return self.actor.party.code, self.reading.lever, self.target.party.code


def levers_of(
    scene: Scene, triggers: Sequence[Trigger], models: dict[str, Linear], levers: Sequence[str]
) -> list[tuple[Trigger, str, float, float]]:
    """Return each trigger with each lever that it may name, its log-odds above the floor, and the sentence's for that lever."""
    found, spoken = [], spoken_of(scene, levers, models["sentence"])
    for trigger in triggers:
        batch = Batch.of([trigger_features(scene, trigger)])
        for lever in trigger.levers:
            logit = batch.logits(lever, (models["lever"],))[0][0]
            if logit > LEVER_FLOOR:
                found.append((trigger, lever, logit, spoken[lever]))
    named = {lever for _, lever, _, _ in found}
    return found + [(unlisted(scene), lever, logit, logit) for lever, logit in unnamed(spoken, named).items()]


def read(scene: Scene, triggers: Sequence[Trigger], models: dict[str, Linear], levers: Sequence[str]) -> list[Reading]:
    """Score the levers of the triggers and of the sentence, and the parties in both roles."""
    batches: dict[Trigger, Batch] = {}
    found = []
    for trigger, lever, logit, spoken in levers_of(scene, triggers, models, levers):
        if trigger not in batches:
            batches[trigger] = Batch.of([argument_features(scene, trigger, node) for node in scene.nodes])
        actors, targets = batches[trigger].logits(lever, (models["actor"], models["target"]))
        found.append(Reading(trigger, lever, logit, spoken, actors, targets))
    return found


def _best(scene: Scene, scores: Sequence[float]) -> dict[str, int]:
    """Return for each code the index of its best node, best code first."""
    best: dict[str, int] = {}
    for index in sorted(range(len(scores)), key=lambda i: (-scores[i], i)):
        best.setdefault(scene.nodes[index].party.code, index)
    return best


def candidates(
    scene: Scene,
    readings: Sequence[Reading],
    levers: dict[str, int],
    codes: dict[str, int],
    floor: float = WORK_FLOOR,
) -> list[Candidate]:
    """Return the pairs of parties worth judging, with their dense features."""
    per_lever: dict[str, float] = {}
    for reading in readings:
        per_lever[reading.lever] = max(per_lever.get(reading.lever, ABSENT), reading.logit)
    top, loudest = max(per_lever.values(), default=ABSENT), max((one.spoken for one in readings), default=ABSENT)
    facts = (len({node.party.code for node in scene.nodes if node.token >= 0}), len(readings), len(scene.parse))
    found = []
    for reading in readings:
        actors, targets = _best(scene, reading.actors), _best(scene, reading.targets)
        whole = (reading.spoken, loudest - reading.spoken, float(reading.trigger.phrase == UNLISTED))
        shared = (per_lever[reading.lever], top, *facts, *whole)
        for rank, (actor, a) in enumerate(list(actors.items())[:MAX_ACTORS]):
            for place, (target, t) in enumerate(list(targets.items())[:MAX_TARGETS]):
                bound = reading.logit + min(reading.actors[a], CAP) + min(reading.targets[t], CAP)
                if actor != target and bound >= floor:
                    row = _row(scene, reading, (a, t), (rank, place), (actors, targets), shared, levers, codes)
                    found.append(Candidate(reading, scene.nodes[a], scene.nodes[t], row))
    return found


def _row(
    scene: Scene,
    reading: Reading,
    pair: tuple[int, int],
    ranks: tuple[int, int],
    best: tuple[dict[str, int], dict[str, int]],
    shared: tuple[float, ...],
    levers: dict[str, int],
    codes: dict[str, int],
) -> Row:
    (a, t), (actors, targets) = pair, best
    actor, target = scene.nodes[a], scene.nodes[t]
    as_actor, as_target = reading.actors, reading.targets
    top_actor, top_target = next(iter(actors.values())), next(iter(targets.values()))
    other_actor, other_target = as_actor[actors[target.party.code]], as_target[targets[actor.party.code]]
    between = float(target.token - actor.token) if min(actor.token, target.token) >= 0 else ABSENT
    return [
        reading.logit,
        *shared,
        as_actor[a],
        as_target[t],
        *ranks,
        as_actor[top_actor] - as_actor[a],
        as_target[top_target] - as_target[t],
        other_actor,
        other_target,
        other_actor - as_actor[a],
        other_target - as_target[t],
        levers[reading.lever],
        *_class(actor),
        *_class(target),
        KINDS.index(actor.party.kind),
        KINDS.index(target.party.kind),
        GENRES.index(scene.genre),
        _place(actor, reading.trigger),
        _place(target, reading.trigger),
        between,
        codes.get(actor.party.code, -1),
        codes.get(target.party.code, -1),
        reading.logit + as_actor[a] + as_target[t],
        sum(as_actor[i] > 0 for i in actors.values()),
        sum(as_target[i] > 0 for i in targets.values()),
        _same_list(scene, actor, scene.nodes[top_actor]),
        _same_list(scene, target, scene.nodes[top_target]),
        _same_list(scene, actor, target),
    ]


def _place(node: Node, trigger: Trigger) -> float:
    return float(node.token - trigger.head) if node.token >= 0 else ABSENT


def _same_list(scene: Scene, one: Node, other: Node) -> float:
    """Tell whether two parties stand in one coordination ("Japan, Korea and Taiwan")."""
    if min(one.token, other.token) < 0:
        return ABSENT
    return float(phrase_of(scene.parse, one.token).top == phrase_of(scene.parse, other.token).top)


def _class(node: Node) -> tuple[int, int]:
    relation, _, kind = class_of(node.party.code).partition(":")
    return CLASSES.index(relation), len(kind)


def pair_bases(scene: Scene, found: Sequence[Candidate]) -> Iterator[tuple[str, list[Hashes]]]:
    """Yield for each reading in turn its lever and the pair features of its candidates."""
    for _, several in groupby(found, key=lambda candidate: id(candidate.reading)):
        group = list(several)
        reading = group[0].reading
        yield reading.lever, pair_features(scene, reading.trigger, [(one.actor, one.target) for one in group])


def matrix(scene: Scene, found: Sequence[Candidate], pair: Linear) -> npt.NDArray[np.float32]:
    """Return the dense features of candidates, one row each; the last column is the log-odds of the pair."""
    logits: list[float] = []
    for lever, bases in pair_bases(scene, found):
        logits += Batch.of(bases).logits(lever, (pair,))[0]
    return np.column_stack([np.array([one.row for one in found], np.float32), np.array(logits, np.float32)])
