"""Stance, status and granularity of a mention, from what surrounds the trigger."""

import numpy as np

from pipelines.extract.features import Hashes, Scene, hashed, trigger_features
from pipelines.extract.linear import Linear
from pipelines.extract.triggers import Trigger
from schemas import codebook

FIELDS = {"stance": "stances", "status": "statuses", "granularity": "granularities"}


def field_models() -> list[tuple[str, str]]:
    """Return (field, value) for every value that has a model of its own."""
    return [(field, value) for field, codes in FIELDS.items() for value in sorted(codebook.code_list(codes))]


def read_fields(
    scene: Scene, trigger: Trigger, lever: str, actor: str, target: str, models: dict[str, Linear]
) -> dict[str, str]:
    """Return the best value of each field."""
    base = field_features(scene, trigger, actor, target)
    best: dict[str, tuple[float, str]] = {}
    for field, value in field_models():
        if (model := models.get(f"{field}:{value}")) is not None:
            logit = model.logit(base, lever)
            if field not in best or logit > best[field][0]:
                best[field] = (logit, value)
    return {field: value for field, (_, value) in best.items()}


def field_features(scene: Scene, trigger: Trigger, actor: str, target: str) -> Hashes:
    """Return the hashed features for the fields of one mention."""
    extra = [f"actor={actor}", f"target={target}", f"pair={actor}>{target}"]
    return np.concatenate([trigger_features(scene, trigger), hashed(extra)])
