"""Feature names as 32-bit numbers, and numbers tied to names: what every linear model sees.

Tying works on whole arrays ("every word of the sentence, with this trigger"), so that most features are never spelled out.
"""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint32]
BITS = 20
SPREAD = np.uint32(2654435761)


def hashed(names: Sequence[str]) -> Hashes:
    """Hash feature names."""
    return np.fromiter([crc32(name.encode()) for name in names], dtype=np.uint32, count=len(names))


def tied(base: Hashes, name: str) -> Hashes:
    """Tie each feature to a name."""
    return (base ^ np.uint32(crc32(name.encode()))) * SPREAD


def folded(base: Hashes, name: str, bits: int = BITS) -> npt.NDArray[np.int64]:
    """Tie features to a name and fold them into places of a weight table of 2 ** bits."""
    return (tied(base, name) >> np.uint32(32 - bits)).astype(np.int64)
