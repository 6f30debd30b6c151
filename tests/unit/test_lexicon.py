"""The lexicon agrees with the codebook, and its entries can fire."""

import polars as pl
import pytest

from pipelines.extract.fields import cues
from pipelines.extract.governed import measured
from pipelines.extract.magnitude import counted
from pipelines.extract.triggers import find_triggers, lexicon
from pipelines.parse import lemma, parse
from schemas import codebook


def test_every_lever_of_the_lexicon_is_in_the_codebook_and_every_lever_has_words():
    named = {lever for several in lexicon()["levers"] for lever in several.split(";")}
    assert named == codebook.code_list("levers")


def test_a_trigger_stands_once():
    assert not lexicon()["trigger"].is_duplicated().any()


def test_cues_speak_for_known_statuses_in_dictionary_form():
    assert set(cues().values()) <= codebook.code_list("statuses")
    assert [word for word in cues() if lemma(word) != word] == []


def test_units_and_levers_of_quantities_are_known():
    levers, units = codebook.code_list("levers"), codebook.code_list("units")
    assert {unit for unit, _ in counted().values()} <= units
    assert {lever for _, several in counted().values() for lever in several} <= levers
    assert set(measured()) <= levers
    assert {unit for several in measured().values() for unit in several} <= units


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("Washington slapped tariffs on Canada.", "tariff"),
        ("They demanded more burden-sharing.", "burden-sharing"),
        ("Article 5 is conditional.", "article 5"),
        ("It withdrew from the pact.", "withdraw"),
    ],
)
def test_a_trigger_fires_in_any_form(sentence, phrase):
    found = find_triggers(next(parse([sentence])))
    assert phrase in {trigger.phrase for trigger in found}


def test_a_longer_phrase_beats_the_word_inside_it():
    phrases = [t.phrase for t in find_triggers(next(parse(["The free trade agreement failed."])))]
    assert "free trade" in phrases or "trade agreement" in phrases
    assert isinstance(lexicon(), pl.DataFrame)
