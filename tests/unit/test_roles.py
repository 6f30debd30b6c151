"""Grammatical roles on sentences whose analysis nobody disputes."""

import pytest

from pipelines.extract.roles import phrase_of, role
from pipelines.parse import parse

CASES = [
    ("Canada imposed tariffs on China.", "Canada", "tariffs", "same:nsubj:dobj"),
    ("Canada imposed tariffs on China.", "China", "tariffs", "same:prep_on:dobj"),
    ("Canada imposed tariffs on China, Mexico and Japan.", "Japan", "tariffs", "same:prep_on:dobj"),
    ("Tariffs were imposed by Canada.", "Canada", "Tariffs", "same:agent_by:nsubjpass"),
    ("The tariffs on China hurt Mexico.", "China", "tariffs", "arg:prep_on:"),
    ("Canadian tariffs hurt China.", "Canadian", "tariffs", "mod:amod:"),
    ("China criticized the tariffs.", "China", "tariffs", "same:nsubj:dobj"),
    ("Canada plans to impose tariffs.", "Canada", "tariffs", "above:nsubj:xcomp"),
]


@pytest.mark.parametrize(("sentence", "party", "trigger", "expected"), CASES, ids=[f"{c[1]} in {c[0]}" for c in CASES])
def test_a_party_has_its_role(sentence, party, trigger, expected):
    parsed = next(parse([sentence]))
    token, head = parsed.words.index(party), parsed.words.index(trigger)
    assert role(parsed, phrase_of(parsed, token), head) == expected
