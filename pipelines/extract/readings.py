"""Readings of a sentence: each trigger as each lever that it may name, and every party scored in both roles."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.extract.arguments import argument_features
from pipelines.extract.features import Scene, trigger_features
from pipelines.extract.linear import Batch, Linear
from pipelines.extract.spoken import spoken_of, unlisted, unnamed
from pipelines.extract.triggers import Trigger

LEVER_FLOOR = -3.0  # log-odds below which a trigger is not read as the lever at all


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
