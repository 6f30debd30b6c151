"""Sentences to mentions: scores the candidates of each parsed sentence and reads the fields of those that stand."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.extract.beside import beside
from pipelines.extract.dating import date_of, is_before
from pipelines.extract.features import Scene
from pipelines.extract.fields import read_fields
from pipelines.extract.governed import magnitude_of
from pipelines.extract.model import Model
from pipelines.extract.triggers import find_triggers
from pipelines.extract.triples import Candidate, candidates, matrix, read

Judged = list[tuple[float, Candidate]]
FIRST_DAY = dt.date(1991, 1, 1)  # the codebook codes no act before 1991


@dataclass(frozen=True, slots=True)
class Found:
    """A coded triple of a sentence with its fields; offsets are inside the sentence."""

    actor: str
    lever: str
    target: str
    stance: str
    status: str
    granularity: str
    date: str
    magnitude: tuple[float, str] | None
    confidence: float
    rule_id: str
    trigger_start: int
    trigger_end: int


def judged(scenes: Sequence[Scene], model: Model) -> list[Judged]:
    """Return for each sentence the best candidate of every triple with its probability, best first."""
    several = [
        candidates(
            scene,
            read(scene, find_triggers(scene.parse), model.linear, list(model.levers)),
            model.levers,
            model.codes,
        )
        for scene in scenes
    ]
    pair = model.linear["pair"]
    rows = [matrix(scene, found, pair) for scene, found in zip(scenes, several, strict=True) if found]
    if not rows:
        return [[] for _ in scenes]
    alone = model.alone(np.concatenate(rows)).tolist()
    return _appealed(several, np.concatenate(rows), alone, model)


def _appealed(
    several: Sequence[Sequence[Candidate]], rows: npt.NDArray[np.float32], alone: Sequence[float], model: Model
) -> list[Judged]:
    """Judge the best candidate of each triple again, beside the other triples of its sentence."""
    starts = np.cumsum([0, *(len(found) for found in several)]).tolist()
    kept = [best_of(found, alone[start : start + len(found)]) for found, start in zip(several, starts, strict=False)]
    others = [beside([(found[n].code, p) for n, p in best]) for found, best in zip(several, kept, strict=True)]
    index = [start + n for start, best in zip(starts, kept, strict=False) for n, _ in best]
    again = model.probability(np.column_stack([rows[index], np.concatenate([one for one in others if one])]))
    sure = iter(again.tolist())
    return [
        sorted(((next(sure), found[n]) for n, _ in best), key=lambda item: (-item[0], item[1].code))
        for found, best in zip(several, kept, strict=True)
    ]


def best_of(found: Sequence[Candidate], scores: Sequence[float]) -> list[tuple[int, float]]:
    """Return the position and the score of the best candidate of each triple, in order of first appearance."""
    best: dict[tuple[str, str, str], tuple[int, float]] = {}
    for n, (candidate, score) in enumerate(zip(found, scores, strict=True)):
        if candidate.code not in best or score > best[candidate.code][1]:
            best[candidate.code] = (n, score)
    return list(best.values())


def _rule(candidate: Candidate) -> str:
    """Name what was read: the lexicon entry and how each party was found."""
    reading = candidate.reading
    return f"{reading.trigger.phrase}>{reading.lever}:{candidate.actor.party.kind}>{candidate.target.party.kind}"


def mentions_of(scene: Scene, scored: Judged, model: Model, published: dt.date | None) -> list[Found]:
    """Return the mentions of one sentence from its judged candidates, in order of their code."""
    found = []
    for probability, candidate in scored:
        if probability < model.thresholds[scene.genre]:
            break
        actor, lever, target = candidate.code
        trigger = candidate.reading.trigger
        fields = read_fields(scene, trigger, lever, actor, target, model.linear)
        date = date_of(scene, trigger, lever, fields["status"], published, model.linear["date"])
        if is_before(scene, trigger, fields["status"], published, FIRST_DAY):
            continue
        found.append(
            Found(
                actor,
                lever,
                target,
                fields["stance"],
                fields["status"],
                fields["granularity"],
                date,
                magnitude_of(scene, candidate),
                round(probability, 4),
                _rule(candidate),
                scene.parse.starts[trigger.first],
                scene.parse.ends[trigger.last],
            )
        )
    return sorted(found, key=lambda one: (one.actor, one.lever, one.target))
