"""Quantities: what is read, and how ranges, scales and counts are taken."""

import pytest

from pipelines.extract.magnitude import find_quantities

CASES = [
    ("imposes a 25% tariff", (25.0, "percent")),
    ("duties ranging from 20 to 30 percent", (30.0, "percent")),
    ("raise defense spending to 5% of GDP", (5.0, "percent_gdp")),
    ("spend 3.5 percent of their GDP", (3.5, "percent_gdp")),
    ("a US$1.96 billion deal", (1.96e9, "usd")),
    ("pledges €522 million in aid", (522e6, "eur")),
    ("invest $350 billion", (350e9, "usd")),
    ("a zero-tariff deal", (0.0, "percent")),
    ("sends 3,000 more soldiers", (3000.0, "troops")),
    ("five Patriot missile defense systems", (5.0, "items")),
    ("releases 123 political prisoners", (123.0, "persons")),
    ("tariffs on more than 90 countries", (90.0, "countries")),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_a_quantity_is_read_with_its_unit(text, expected):
    found = find_quantities(text)
    assert (found[0].value, found[0].unit) == expected


@pytest.mark.parametrize(
    "text", ["Section 232 of the Act", "on April 5", "the G7 leaders", "Article 5 applies", "£120 million"]
)
def test_other_numbers_are_no_quantities(text):
    assert find_quantities(text) == []
