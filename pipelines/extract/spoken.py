"""What a whole sentence speaks of: the log-odds of every lever from its words, also of levers that no listed word names.

A lever that is likely enough although no word of the lexicon names it here, or none is read as naming it, is read from the
sentence itself: its trigger is the main verb.
"""

from collections.abc import Collection, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np

from pipelines.extract.features import Scene, setting
from pipelines.extract.hashing import SPREAD, Hashes, hashed
from pipelines.extract.linear import Linear
from pipelines.extract.triggers import Trigger

UNLISTED = "(unlisted)"  # phrase of the trigger of a lever that no listed word names
UNLISTED_FLOOR = -2.5  # log-odds below which a lever without a listed word is not read at all
SENTENCE_BITS = 22  # the table of the sentence model has 2 ** SENTENCE_BITS places


def sentence_features(scene: Scene) -> Hashes:
    """Return the features of a sentence as a whole: its words, pairs of neighbouring words, classes of parties, title."""
    lemmas = scene.parse.lemmas
    return np.unique(np.concatenate([setting(scene), hashed([f"b={a} {b}" for a, b in pairwise(lemmas)])]))


def spoken_of(scene: Scene, levers: Sequence[str], model: Linear) -> dict[str, float]:
    """Return the log-odds that the sentence tells an event of each lever."""
    base = sentence_features(scene)
    keys = np.array([crc32(lever.encode()) for lever in levers], dtype=np.uint32)
    at = ((base[None, :] ^ keys[:, None]) * SPREAD) >> np.uint32(32 - SENTENCE_BITS)
    return dict(zip(levers, (model.weights[at].sum(axis=1) + model.bias).tolist(), strict=True))


def unlisted(scene: Scene, levers: Sequence[str] = ()) -> Trigger:
    """Return the trigger that stands for the whole sentence."""
    return Trigger(UNLISTED, tuple(levers), scene.root, scene.root, scene.root)


def unnamed(spoken: dict[str, float], named: Collection[str]) -> dict[str, float]:
    """Return the levers that the sentence is likely to tell although no listed word of it names them."""
    return {lever: logit for lever, logit in spoken.items() if logit > UNLISTED_FLOOR and lever not in named}
