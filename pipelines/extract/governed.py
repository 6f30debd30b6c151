"""Which quantity of a sentence belongs to a mention: the lever says which can measure it, fitted trees decide."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from pipelines.extract.around import Rows
from pipelines.extract.belonging import rows_of
from pipelines.extract.features import Scene
from pipelines.extract.triples import Candidate

if TYPE_CHECKING:
    from lightgbm import Booster

ENOUGH = 0.5  # probability from which a quantity belongs to a mention


def chosen(rows: Rows, trees: "Booster") -> int:
    """Return the row that most likely belongs to a mention, -1 if none does so more likely than not."""
    chances = np.asarray(trees.predict(rows, num_threads=1)) if len(rows) else np.zeros(1)
    best = int(chances.argmax())
    return best if chances[best] > ENOUGH else -1


def magnitude_of(
    scene: Scene, candidate: Candidate, fields: dict[str, str], likely: Sequence[Candidate], trees: "Booster"
) -> tuple[float, str] | None:
    """Return value and unit of the quantity that belongs to a mention; `likely` are the candidates that are published."""
    found, rows = rows_of(scene, candidate, fields, likely)
    best = chosen(rows, trees)
    return (found[best].value, found[best].unit) if best >= 0 else None
