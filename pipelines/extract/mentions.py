"""Judged candidates to mentions: those likely enough, with their fields."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipelines.extract.dating import date_of, is_before
from pipelines.extract.exceptions import is_exempt
from pipelines.extract.features import Scene
from pipelines.extract.fields import read_fields
from pipelines.extract.governed import magnitude_of
from pipelines.extract.judging import Judgement
from pipelines.extract.model import Model
from pipelines.extract.triples import Candidate

QUESTION = re.compile(r"(?<!\bright)(?<!\bokay)(?<!\bno)\?[\s\"'”’)]*$", re.IGNORECASE)  # a tag still asserts
ASKED_AFTER = 0.75  # probability from which a question presupposes an act instead of asking for it
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


def _rule(candidate: Candidate) -> str:
    """Name what was read: the lexicon entry and how each party was found."""
    reading = candidate.reading
    return f"{reading.trigger.phrase}>{reading.lever}:{candidate.actor.party.kind}>{candidate.target.party.kind}"


def needed(scene: Scene, model: Model) -> float:
    """Return the probability from which a triple of a sentence is a mention: a question asserts little."""
    usual = model.thresholds[scene.genre]
    return max(usual, ASKED_AFTER) if QUESTION.search(scene.parse.text) else usual


def mentions_of(scene: Scene, scored: Sequence[Judgement], model: Model, published: dt.date | None) -> list[Found]:
    """Return the mentions of one sentence from its judged candidates (likeliest first), in order of their code."""
    least = needed(scene, model)
    likely = list(takewhile(lambda one: one.probability >= least, scored))
    beside = [one.candidate for one in likely]
    found = (_found(scene, one, beside, model, published) for one in likely)
    return sorted((one for one in found if one), key=lambda one: (one.actor, one.lever, one.target))


def _found(
    scene: Scene, one: Judgement, beside: Sequence[Candidate], model: Model, published: dt.date | None
) -> Found | None:
    """Return the mention that a judged candidate makes, None if its act is too old to be coded."""
    candidate, trigger = one.candidate, one.candidate.reading.trigger
    actor, lever, target = candidate.code
    exempt = is_exempt(scene.parse, candidate.target.token)
    fields = read_fields(scene, trigger, candidate.code, one.fields, model, exempt)
    date = date_of(scene, trigger, lever, fields["status"], published, model.linear["date"])
    if is_before(scene, trigger, fields["status"], date, published, FIRST_DAY):
        return None
    return Found(
        actor=actor,
        lever=lever,
        target=target,
        **fields,
        date=date,
        magnitude=magnitude_of(scene, candidate, fields, beside, model.magnitude),
        confidence=round(one.probability, 4),
        rule_id=_rule(candidate),
        trigger_start=scene.parse.starts[trigger.first],
        trigger_end=scene.parse.ends[trigger.last],
    )
