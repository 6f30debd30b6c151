"""Linear models over hashed features: a weight table a role, scored by one look-up and sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipelines.extract.hashing import BITS, Hashes, folded

SIZE = 1 << BITS
SMALLEST = 0.03  # smaller weights are not kept: they move no decision and fill the file
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Linear:
    """Weights of one logistic model over features tied to a lever and features on their own."""

    weights: Floats
    bias: float


@dataclass(frozen=True)
class Batch:
    """Several feature sets laid end to end, so that one look-up scores them all."""

    flat: Hashes
    starts: npt.NDArray[np.int64]
    alone: npt.NDArray[np.int64]

    @classmethod
    def of(cls, bases: Sequence[Hashes]) -> "Batch":
        """Lay feature sets end to end."""
        starts = np.cumsum([0, *(len(base) for base in bases[:-1])])
        flat = np.concatenate(bases)
        return cls(flat, starts, folded(flat, ""))

    def logits(self, lever: str, models: Sequence[Linear]) -> list[list[float]]:
        """Return for each model the log-odds of every feature set for one lever."""
        tied = folded(self.flat, lever)
        sums = (np.add.reduceat(m.weights[tied] + m.weights[self.alone], self.starts) + m.bias for m in models)
        return [one.tolist() for one in sums]


def save(path: Path, models: dict[str, Linear]) -> None:
    """Write models as one compressed file of non-zero weights (half precision)."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for name, model in sorted(models.items()):
        at = np.flatnonzero(np.abs(model.weights) > SMALLEST)
        arrays[f"{name}_at"], arrays[f"{name}_w"] = at.astype(np.uint32), model.weights[at].astype(np.float16)
        arrays[f"{name}_b"] = np.array([model.bias], dtype=np.float32)
        arrays[f"{name}_n"] = np.array([len(model.weights)], dtype=np.int64)
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def read(path: Path) -> dict[str, Linear]:
    """Read the models that `save` wrote."""
    with np.load(path) as file:
        names = sorted(key[:-2] for key in file.files if key.endswith("_b"))
        models = {}
        for name in names:
            weights = np.zeros(int(file[f"{name}_n"][0]), dtype=np.float32)
            weights[file[f"{name}_at"]] = file[f"{name}_w"].astype(np.float32)
            models[name] = Linear(weights, float(file[f"{name}_b"][0]))
    return models
