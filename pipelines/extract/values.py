"""The fields of a mention that are chosen among values, and the order in which scores of all values stand."""

import numpy as np
import numpy.typing as npt

from schemas import codebook

FIELDS = {"stance": "stances", "status": "statuses", "granularity": "granularities"}
FIELD_VALUES = {field: sorted(codebook.code_list(codes)) for field, codes in FIELDS.items()}
Floats = npt.NDArray[np.float64]


def value_names() -> list[str]:
    """Return every value of every field as "field:value", in the order of all scores."""
    return [f"{field}:{value}" for field, values in FIELD_VALUES.items() for value in values]


def _places() -> dict[str, slice]:
    found, first = {}, 0
    for field, values in FIELD_VALUES.items():
        found[field] = slice(first, first + len(values))
        first += len(values)
    return found


PLACES = _places()  # where the values of each field stand


def field_scores(linear: Floats, own: Floats, field: str, weights: dict[str, float]) -> Floats:
    """Weigh both scores of a field's values (last axis), and how often a value stands: the higher the likelier."""
    here = PLACES[field]
    usual = np.array([weights[value] for value in FIELD_VALUES[field]])
    total: Floats = weights["linear"] * linear[..., here] + weights["encoder"] * own[..., here] + usual
    return total
