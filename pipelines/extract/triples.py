"""Candidates for (actor, lever, target): which parties each reading may tie together.

Training and coding share this module, so that a model sees at work what it saw when it was fitted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from pipelines.extract.features import Node, Scene
from pipelines.extract.hashing import Hashes
from pipelines.extract.linear import Batch, Linear
from pipelines.extract.pairs import pair_features
from pipelines.extract.readings import Reading
from pipelines.extract.rows import ABSENT, Roles, Row, Sentence, row_of

PAIR_FLOOR = -4.0  # bound on the sum of the three log-odds below which the models are not fitted on a pair
# the same at work: of what is accepted out of fold, 99.9 % lies above, and half of all pairs lie below
WORK_FLOOR = -1.0
MAX_ACTORS, MAX_TARGETS = 5, 10
CAP = 3.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible mention: the reading, its two parties and what the trees see of it."""

    reading: Reading
    actor: Node
    target: Node
    row: Row

    @property
    def code(self) -> tuple[str, str, str]:
        """Actor, lever and target codes."""
        return self.actor.party.code, self.reading.lever, self.target.party.code


def candidates(
    scene: Scene,
    readings: Sequence[Reading],
    levers: dict[str, int],
    codes: dict[str, int],
    floor: float = WORK_FLOOR,
) -> list[Candidate]:
    """Return the pairs of parties worth judging, with what the trees see of them."""
    best: dict[str, float] = {}
    for reading in readings:
        best[reading.lever] = max(best.get(reading.lever, ABSENT), reading.logit)
    sentence = _sentence(scene, readings, max(best.values(), default=ABSENT))
    found = []
    for reading in readings:
        roles = Roles.of(scene, reading)
        for pair, ranks in _pairs(reading, roles, floor):
            row = row_of(scene, reading, roles, pair, ranks, best[reading.lever], sentence, levers, codes)
            found.append(Candidate(reading, scene.nodes[pair[0]], scene.nodes[pair[1]], row))
    return found


def _sentence(scene: Scene, readings: Sequence[Reading], likeliest: float) -> Sentence:
    loudest = max((one.spoken for one in readings), default=ABSENT)
    parties = len({node.party.code for node in scene.nodes if node.token >= 0})
    return Sentence(likeliest, loudest, parties, len(readings), len(scene.parse))


def _pairs(reading: Reading, roles: Roles, floor: float) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the places and the ranks of the parties that a reading may tie together."""
    for rank, (actor, a) in enumerate(list(roles.actors.items())[:MAX_ACTORS]):
        for place, (target, t) in enumerate(list(roles.targets.items())[:MAX_TARGETS]):
            bound = reading.logit + min(reading.actors[a], CAP) + min(reading.targets[t], CAP)
            if actor != target and bound >= floor:
                yield (a, t), (rank, place)


def pair_bases(scene: Scene, found: Sequence[Candidate]) -> Iterator[tuple[str, list[Hashes]]]:
    """Yield for each reading in turn its lever and the pair features of its candidates."""
    for _, several in groupby(found, key=lambda candidate: id(candidate.reading)):
        group = list(several)
        reading = group[0].reading
        yield reading.lever, pair_features(scene, reading.trigger, [(one.actor, one.target) for one in group])


def matrix(scene: Scene, found: Sequence[Candidate], pair: Linear) -> npt.NDArray[np.float32]:
    """Return what the trees see of candidates, one row each; the last column is the log-odds of the pair."""
    logits: list[float] = []
    for lever, bases in pair_bases(scene, found):
        logits += Batch.of(bases).logits(lever, (pair,))[0]
    return np.column_stack([np.array([one.row for one in found], np.float32), np.array(logits, np.float32)])
