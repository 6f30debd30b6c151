"""Names to entity codes: who is meant, when a name counts, and when it does not."""

import datetime as dt

import pytest

from pipelines.extract.parties import find_parties
from pipelines.parse import flatten
from schemas import codebook

DAY = dt.date(2025, 9, 1)
CASES = [
    ("U.S. President Donald Trump calls Ottawa", ["USA", "USA", "CAN"]),
    ("Zelenskyy meets Rutte in Brussels", ["UKR", "NATO", "EU"]),
    ("the Kremlin and the IDF", ["RUS", "ISR"]),
    ("Danish troops in Nuuk", ["DNK", "GRL"]),
    ("He left the Paris Agreement", ["PARIS_AGREEMENT"]),
    ("drones over Kharkiv", ["UKR"]),
    ("the Republic of Korea’s navy", ["KOR"]),
    ("talks between India and Pakistan", ["IND", "PAK"]),
    ("Houthi missiles hit Eilat", ["HOUTHIS", "ISR"]),
]
NOBODY = [
    "a woman in a romance",
    "give us the goods",
    "The New York Times reports",
    "New Mexico votes",
    "he will turkey shoot",
]


@pytest.mark.parametrize(("text", "codes"), CASES, ids=[text for text, _ in CASES])
def test_names_stand_for_their_entity(text, codes):
    assert [party.code for party in find_parties(flatten(text), DAY)] == codes


@pytest.mark.parametrize("text", NOBODY)
def test_lookalikes_stand_for_nobody(text):
    assert find_parties(flatten(text), DAY) == []


def test_a_holder_counts_only_while_in_office():
    assert [p.code for p in find_parties("Joe Biden speaks", dt.date(2023, 5, 1))] == ["USA"]
    assert find_parties("Joe Biden speaks", dt.date(2025, 9, 1)) == []


def test_a_former_holder_stands_for_nobody():
    assert find_parties("former president Donald Trump speaks", dt.date(2025, 9, 1)) == []


def test_every_code_of_the_alias_tables_is_in_the_register():
    known = codebook.code_list("entities") | {""}
    for name in ("aliases", "office_holders"):
        assert set(codebook.table(name)["entity"]) <= known
