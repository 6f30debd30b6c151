"""The coder's fitted models: linear ones for levers, roles and fields, and what judges candidates.

The judge weighs each candidate alone, the appeal each triple beside the others of its sentence, the verdict what they and
the encoder hold of it.
"""

import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from pipelines.extract.encoder import Encoder
from pipelines.extract.linear import Linear, read
from pipelines.extract.verdict import NAMES

if TYPE_CHECKING:
    from lightgbm import Booster

CARD, MAGNITUDE = "model.json", "magnitude.txt"
FOLDER = Path(__file__).parent / "model"


@dataclass(frozen=True)
class Model:
    """Everything that scores: `linear` by name, `judge` and `appeal` over dense features; `verdict` and `fields` weigh."""

    linear: dict[str, Linear]
    judge: "Booster"
    appeal: "Booster"
    encoder: Encoder
    verdict: tuple[float, ...]
    fields: dict[str, dict[str, float]]
    thresholds: dict[str, float]
    levers: dict[str, int]
    codes: dict[str, int]
    folder: Path

    @cached_property
    def magnitude(self) -> "Booster":
        """The trees that tell which quantity belongs to a mention."""
        from lightgbm import Booster

        if not (self.folder / MAGNITUDE).exists():
            raise FileNotFoundError(
                f"{self.folder / MAGNITUDE} is missing: make it with `alliance-events train-magnitude GOLD_DIR ...`"
            )
        return Booster(model_file=str(self.folder / MAGNITUDE))

    def alone(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """Return how likely each candidate is by itself."""
        return np.asarray(self.judge.predict(rows, num_threads=1), dtype=np.float64)

    def beside(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return how likely each triple is beside the others of its sentence."""
        return np.asarray(self.appeal.predict(rows, num_threads=1), dtype=np.float64)

    def probability(self, weighed: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return the probability that each triple is right, from what is weighed of it."""
        return np.asarray(expit(weighed @ np.array(self.verdict)), dtype=np.float64)


@cache
def model(folder: Path = FOLDER) -> Model:
    """Load the models; raise FileNotFoundError or ValueError with the command that makes them."""
    found, facts = load(folder)
    if facts.get("encoder") != found.encoder.digest:
        raise ValueError(
            f"{folder / CARD} was not fitted with the encoder beside it: run `alliance-events train GOLD_DIR ...`, or"
            " `alliance-events train-verdict GOLD_DIR ...` to keep the trees"
        )
    return found


def load(folder: Path) -> tuple[Model, dict[str, Any]]:
    """Load the models, fitted with the encoder beside them or not, and their card."""
    from lightgbm import Booster  # seconds to import: only a process that codes pays for it

    card = folder / CARD
    if not card.exists():
        raise FileNotFoundError(f"{card} is missing: fit the models with `alliance-events train GOLD_DIR ...`")
    facts, encoder = json.loads(card.read_text(encoding="utf-8")), Encoder.read(folder)
    found = Model(
        read(folder / "linear.npz"),
        Booster(model_file=str(folder / "judge.txt")),
        Booster(model_file=str(folder / "appeal.txt")),
        encoder,
        tuple(facts["verdict"][name] for name in NAMES),
        facts["fields"],
        facts["thresholds"],
        {lever: n for n, lever in enumerate(facts["levers"])},
        {code: n for n, code in enumerate(facts["codes"])},
        folder,
    )
    return found, facts
