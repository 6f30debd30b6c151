"""Which quantity of a sentence belongs to a mention: the lever says which can measure it, fitted trees decide."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from pipelines.extract.belonging import rows_of
from pipelines.extract.features import Scene
from pipelines.extract.triples import Candidate

if TYPE_CHECKING:
    from lightgbm import Booster

ENOUGH = 0.5  # probability from which a quantity belongs to a mention


def magnitude_of(
    scene: Scene, candidate: Candidate, fields: dict[str, str], likely: Sequence[Candidate], trees: "Booster"
) -> tuple[float, str] | None:
    """Return value and unit of the quantity that most likely belongs to a mention, if it does so more likely than not.

    `likely` are the candidates that the sentence is published with.
    """
    found, rows = rows_of(scene, candidate, fields, likely)
    if not found:
        return None
    chances = np.asarray(trees.predict(rows, num_threads=1))
    best = int(chances.argmax())
    return (found[best].value, found[best].unit) if chances[best] > ENOUGH else None
