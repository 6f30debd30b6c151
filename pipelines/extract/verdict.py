"""The last word on a triple: what the trees and the encoder hold of it, weighed in log-odds.

The weights stand in `model.json`, one for each of `NAMES`, and are readable as they are.
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import logit

from pipelines.extract.context import GENRES
from pipelines.extract.encoder import BOUND
from pipelines.extract.values import Floats

ASKED = 0.05  # probability, after the appeal, of the likeliest triple of a sentence from which the encoder is asked
WHICH = sorted(GENRES)  # the first is the rule, the others may weigh trees and encoder otherwise
NAMES = (
    "appeal",
    "encoder",
    "encoder_of_lever",
    "encoder_of_pair",
    "encoder_of_actor",
    "encoder_of_target",
    "encoder_of_sentence",
    "encoder_expects",
    "encoder_reversed",
    "encoder_rank",
    "encoder_unread",
    *WHICH,
    *(f"{what}_in_{genre}" for what in ("appeal", "encoder") for genre in WHICH[1:]),
)


def is_asked(trees: Sequence[float] | Floats, asked: float = ASKED) -> bool:
    """Tell by the probabilities of a sentence's triples after the appeal whether the encoder is asked about them."""
    return bool(max(trees, default=-1.0) >= asked)


def log_odds(probability: Floats) -> Floats:
    """Return log-odds, bounded as the encoder's are."""
    bounded: Floats = np.clip(logit(probability), -BOUND, BOUND)
    return bounded


def weighed(appeal: Sequence[float], opinions: Floats, genre: str) -> Floats:
    """Return the numbers that are weighed, one row a triple, in the order of `NAMES`.

    `appeal` are the probabilities that the trees give, `opinions` the encoder's rows (see `Encoder.opinions`).
    """
    trees, own = log_odds(np.asarray(appeal, np.float64)), opinions[:, 0]
    which = np.array([float(genre == one) for one in WHICH])
    counts = np.log1p(opinions[:, [6, 8]])
    return np.column_stack(
        [
            trees,
            opinions[:, :6],
            counts[:, 0],
            opinions[:, 7],
            counts[:, 1],
            opinions[:, 9],
            np.tile(which, (len(own), 1)),
            np.outer(trees, which[1:]),
            np.outer(own, which[1:]),
        ]
    )
