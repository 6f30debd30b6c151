"""Quantities: what is read, and how ranges, scales and counts are taken."""

import pytest

from pipelines.extract.context import Source
from pipelines.extract.magnitude import find_quantities
from pipelines.extract.quantities import quantities, told
from pipelines.extract.scene import scene_alone
from pipelines.flat import flatten
from pipelines.parse import parse

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
    ("12,500 of its 40,250 troops", (12500.0, "troops")),
    ("after three days, 1,000 prisoners of war", (1000.0, "persons")),
    ("two hundred thousand troops", (200_000.0, "troops")),
    ("two F-16 fighter jets", (2.0, "items")),
    ("on 9 September ten Israeli missiles", (10.0, "items")),
    ("worth $1.5B", (1.5e9, "usd")),
    ("worth $140 mn", (140e6, "usd")),
    ("duties between 10% and 25%", (25.0, "percent")),
    ("between $1 billion and $2 billion", (2e9, "usd")),
    ("pledges $1 billion and $2 billion in loans", (1e9, "usd")),
    ("a 25-percent duty", (25.0, "percent")),
    ("500 million U.S. dollars", (500e6, "usd")),
    ("half a billion dollars", (500e6, "usd")),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_a_quantity_is_read_with_its_unit(text, expected):
    found = find_quantities(text)
    assert (found[0].value, found[0].unit) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Section 232 of the Act",
        "on April 5",
        "the G7 leaders",
        "Article 5 applies",
        "£120 million",
        "the 2013 air transport agreement",
        "In October 2019 hundreds of refugees came",
        "F-16 fighter jets",
        "COVID-19 refugees",
        "one of the strikes",
        "not one ship",
        "the 123 Nuclear Agreement",
        "NT$40 billion",
        "duty-free de minimis treatment",
    ],
)
def test_other_numbers_are_no_quantities(text):
    assert find_quantities(text) == []


def test_a_name_counts_as_one_word():
    text = "some 28,500 U.S. troops"
    assert find_quantities(text) == []
    (found,) = find_quantities(text, [(12, 16)])
    assert (found.value, found.unit, text[found.start : found.end]) == (28500.0, "troops", "28,500 U.S. troops")


def scene(text):
    return scene_alone(next(parse([flatten(text)])), Source("2025-10-14"))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("The Netherlands gives Ukraine 61 of them.", 61.0, "by lever"),
        ("An American battalion with thirty Abrams moves to Lithuania.", 30.0, "items"),
        ("Half a million shells had reached Ukraine by Monday.", 500_000.0, "items"),
        ("The United States deports 104 Indians.", 104.0, "persons"),
        ("Half a million soldiers stand ready in Poland.", 500_000.0, "troops"),
        ("Hamas hands over three emaciated Israeli hostages.", 3.0, "persons"),
        ("France expelled 60 diplomats, and after that Poland decided to expel four.", 4.0, "by lever"),
    ],
)
def test_what_no_list_names_is_counted_too(text, value, unit):
    assert (value, unit) in [(one.value, one.unit) for one in told(scene(text))]


@pytest.mark.parametrize("text", ["Canada waits for three days.", "Article 5 binds NATO.", "Japan is 40 miles away."])
def test_neither_measures_nor_designations_are_counted(text):
    assert told(scene(text)) == []


def test_the_lever_tells_what_is_counted_where_no_noun_does():
    some = scene("Germany frees ten Russians and Norway five of them.")
    assert (5.0, "persons") in [(one.value, one.unit) for one in quantities(some, "detention")]
    assert (5.0, "items") in [(one.value, one.unit) for one in quantities(some, "arms_sale")]


def test_a_bare_rate_is_read_beside_one_with_its_sign():
    found = find_quantities("duties of 49 percent on Cambodia, 48 on Laos and 46 on Vietnam")
    assert [one.value for one in found] == [49.0, 48.0, 46.0]
    assert find_quantities("talks in May, 48 on Laos") == []
    assert [one.value for one in find_quantities("a duty of 5 percent, 12 on Friday")] == [5.0]
