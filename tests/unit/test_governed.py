"""Which quantity belongs to a mention: the one that its own clause and its own target carry."""

import pytest

from pipelines.explain import explain
from pipelines.extract.context import Source

CASES = [
    (
        "The White House announces duties of 49 percent on Cambodia, 48 on Laos and 46 on Vietnam.",
        {"KHM": 49.0, "LAO": 48.0, "VNM": 46.0},
    ),
    ("The United States raises its tariff on steel from Canada from 25% to 50%.", {"CAN": 50.0}),
    ("The European Union imposes a 25% tariff on American motorcycles, three days after talks failed.", {"USA": 25.0}),
]


@pytest.mark.parametrize(("text", "rates"), CASES)
def test_each_target_has_its_own_rate(text, rates):
    found = explain(text, Source("2025-04-02", "", "Wikipedia Current events")).mentions
    assert {one.target: one.magnitude[0] for one in found if one.lever == "tariff" and one.magnitude} == rates
