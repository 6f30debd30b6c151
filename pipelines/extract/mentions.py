"""Sentences to mentions: scores the candidates of each parsed sentence and reads the fields of those that stand."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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
        candidates(scene, read(scene, find_triggers(scene.parse), model.linear), model.levers, model.codes)
        for scene in scenes
    ]
    pair = model.linear["pair"]
    rows = [matrix(scene, found, pair) for scene, found in zip(scenes, several, strict=True) if found]
    if not rows:
        return [[] for _ in scenes]
    probabilities = iter(model.probability(np.concatenate(rows)).tolist())
    return [_best([(next(probabilities), candidate) for candidate in found]) for found in several]


def _best(scored: Judged) -> Judged:
    best: dict[tuple[str, str, str], tuple[float, Candidate]] = {}
    for probability, candidate in scored:
        if probability > best.get(candidate.code, (-1.0, None))[0]:
            best[candidate.code] = (probability, candidate)
    return sorted(best.values(), key=lambda item: (-item[0], item[1].code))


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
