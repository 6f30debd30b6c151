"""Sentences to mentions: scores the candidates of each parsed sentence and reads the fields of those that stand."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.extract.beside import beside, best_of
from pipelines.extract.dating import date_of, is_before
from pipelines.extract.features import Scene
from pipelines.extract.fields import read_fields
from pipelines.extract.governed import magnitude_of
from pipelines.extract.model import Model
from pipelines.extract.triggers import find_triggers
from pipelines.extract.triples import Candidate, candidates, matrix, read
from pipelines.extract.verdict import ASKED, weighed

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


def judged(scenes: Sequence[Scene], model: Model, asked: float = ASKED) -> list[Judged]:
    """Return for each sentence the best candidate of every triple with its probability, best first.

    Nothing is returned for a sentence of which no triple reaches the probability `asked` before the encoder is asked.
    """
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
    whole = np.concatenate(rows)
    kept = _appealed(several, whole, model.alone(whole).tolist(), model)
    return [_final(scene, best, model, asked) for scene, best in zip(scenes, kept, strict=True)]


def _appealed(
    several: Sequence[Sequence[Candidate]], rows: npt.NDArray[np.float32], alone: Sequence[float], model: Model
) -> list[Judged]:
    """Judge the best candidate of each triple again, beside the other triples of its sentence."""
    kept, start = [], 0
    for found in several:
        places = best_of([one.code for one in found], alone[start : start + len(found)])
        kept.append([(start + n, found[n]) for n in places])
        start += len(found)
    others = [beside([(one.code, alone[n]) for n, one in best]) for best in kept if best]
    index = [n for best in kept for n, _ in best]
    again = iter(model.beside(np.column_stack([rows[index], np.concatenate(others)])).tolist())
    return [[(next(again), one) for _, one in best] for best in kept]


def _final(scene: Scene, likely: Judged, model: Model, asked: float) -> Judged:
    """Weigh the encoder's opinion in, best first; a sentence of which nothing is likely is not read by it."""
    appeal = [probability for probability, _ in likely]
    if not appeal or max(appeal) < asked:
        return []
    opinions = model.encoder.opinions(scene, [candidate.code for _, candidate in likely])
    sure = model.probability(weighed(appeal, opinions, scene.genre)).tolist()
    final = [(probability, candidate) for probability, (_, candidate) in zip(sure, likely, strict=True)]
    return sorted(final, key=lambda item: (-item[0], item[1].code))


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
