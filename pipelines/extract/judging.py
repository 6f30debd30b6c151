"""Judges the candidates of parsed sentences: each alone, each beside the others, and with the encoder's opinion."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipelines.extract.beside import beside, best_of
from pipelines.extract.features import Scene
from pipelines.extract.model import Model
from pipelines.extract.readings import read
from pipelines.extract.triggers import find_triggers
from pipelines.extract.triples import Candidate, candidates, matrix
from pipelines.extract.verdict import ASKED, is_asked, weighed


class Judgement(NamedTuple):
    """A candidate, how likely it is right, and what that rests on.

    `trees` is the probability before the encoder is asked, `encoder` its log-odds, `fields` its scores of the fields' values,
    `row` what is weighed, in the order of `verdict.NAMES`.
    """

    probability: float
    candidate: Candidate
    trees: float
    encoder: float
    fields: npt.NDArray[np.float64]
    row: npt.NDArray[np.float64]


def judged(scenes: Sequence[Scene], model: Model, asked: float = ASKED) -> list[list[Judgement]]:
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
) -> list[list[tuple[float, Candidate]]]:
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


def _final(scene: Scene, likely: Sequence[tuple[float, Candidate]], model: Model, asked: float) -> list[Judgement]:
    """Weigh the encoder's opinion in, best first; a sentence of which nothing is likely is not read by it."""
    trees = [probability for probability, _ in likely]
    if not is_asked(trees, asked):
        return []
    found = [candidate for _, candidate in likely]
    opinions = model.encoder.opinions(scene, [candidate.code for candidate in found])
    rows = weighed(trees, opinions.rows, scene.genre)
    sure = model.probability(rows).tolist()
    own = opinions.rows[:, 0].tolist()
    final = [Judgement(*one) for one in zip(sure, found, trees, own, opinions.fields, rows, strict=True)]
    return sorted(final, key=lambda one: (-one.probability, one.candidate.code))
