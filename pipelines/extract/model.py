"""The coder's fitted models: linear ones for levers, roles and fields, and two boosted ones that judge candidates.

The judge weighs each candidate alone, the appeal each triple beside the others of its sentence.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pipelines.extract.linear import Linear, read

if TYPE_CHECKING:
    from lightgbm import Booster

FOLDER = Path(__file__).parent / "model"


@dataclass(frozen=True)
class Model:
    """Everything that scores: `linear` by name, `judge` and `appeal` over dense features, thresholds by genre, code tables."""

    linear: dict[str, Linear]
    judge: "Booster"
    appeal: "Booster"
    thresholds: dict[str, float]
    levers: dict[str, int]
    codes: dict[str, int]
    calibration: tuple[tuple[float, ...], tuple[float, ...]]

    def alone(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """Return how likely each candidate is by itself."""
        return np.asarray(self.judge.predict(rows, num_threads=1), dtype=np.float64)

    def probability(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return the calibrated probability that each triple is right."""
        raw = np.asarray(self.appeal.predict(rows, num_threads=1), dtype=np.float64)
        return np.interp(raw, *self.calibration)


@cache
def model(folder: Path = FOLDER) -> Model:
    """Load the models; raise FileNotFoundError with the command that makes them."""
    from lightgbm import Booster  # seconds to import: only a process that codes pays for it

    card = folder / "model.json"
    if not card.exists():
        raise FileNotFoundError(f"{card} is missing: fit the models with `alliance-events train GOLD_DIR ...`")
    facts = json.loads(card.read_text(encoding="utf-8"))
    return Model(
        read(folder / "linear.npz"),
        Booster(model_file=str(folder / "judge.txt")),
        Booster(model_file=str(folder / "appeal.txt")),
        facts["thresholds"],
        {lever: n for n, lever in enumerate(facts["levers"])},
        {code: n for n, code in enumerate(facts["codes"])},
        (tuple(facts["calibration"]["raw"]), tuple(facts["calibration"]["probability"])),
    )
