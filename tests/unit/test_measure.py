"""Intervals are those of the textbooks, and the same each time."""

import numpy as np
import pytest

from pipelines.measure import bootstrap, wilson


@pytest.mark.parametrize(
    ("right", "of", "interval"),
    [(8, 10, (0.4902, 0.9433)), (0, 10, (0.0, 0.2775)), (10, 10, (0.7225, 1.0)), (0, 0, None)],
)
def test_the_wilson_interval(right, of, interval):
    assert wilson(right, of) == interval


def test_the_bootstrap_is_deterministic_and_holds_the_estimate():
    matched, predicted, gold = np.array([3, 0, 2, 5]), np.array([4, 1, 2, 6]), np.array([5, 1, 3, 5])
    low, high = bootstrap(matched, predicted, gold)
    assert low <= 2 * 10 / (13 + 14) <= high
    assert bootstrap(matched, predicted, gold) == (low, high)
    assert bootstrap(np.array([0]), np.array([0]), np.array([0])) is None
