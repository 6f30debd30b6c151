"""The lexicon agrees with the codebook, and its entries can fire."""

import polars as pl
import pytest

from pipelines.extract.entries import LISTS, entries, listed, reading
from pipelines.extract.exceptions import exceptions, is_exempt
from pipelines.extract.fields import cues
from pipelines.extract.magnitude import counted
from pipelines.extract.quantities import measured
from pipelines.extract.triggers import find_triggers, lexicon
from pipelines.extract.values import FIELDS
from pipelines.lexicon import MISSED, examples
from pipelines.parse import lemma, parse
from schemas import codebook
from schemas.edtf import bounds


def test_every_lever_of_the_lexicon_is_in_the_codebook_and_every_lever_has_words():
    named = {lever for several in lexicon()["levers"] for lever in several}
    assert named == codebook.code_list("levers")


@pytest.mark.parametrize("name", LISTS)
def test_an_entry_stands_once(name):
    assert listed(name).select(LISTS[name]).is_duplicated().sum() == 0


def test_every_entry_has_an_example_coded_by_the_codebook_that_says_what_it_speaks_for():
    lists = {field: codebook.code_list(codes) for field, codes in FIELDS.items()} | {
        "lever": codebook.code_list("levers")
    }
    for entry in entries():
        assert entry.example.strip(), entry.key
        assert bounds(entry.published).end, entry.key
        for row in entry.reads:
            assert {name for name, codes in lists.items() if row[name] not in codes} == set(), (entry.key, row)
            assert {row["actor"], row["target"]} <= set(codebook.entities()["entity"]), (entry.key, row)
        told = [row for row in entry.reads if row["status"] != "speculative"]
        said = {row["lever"] for row in told} | {row["status"] for row in told}
        said |= {row["magnitude"]["unit"] for row in told if row["magnitude"]}
        assert entry.meaning in said, entry.key


@pytest.fixture(scope="module")
def read_examples():
    return examples()


def test_every_entry_fires_in_its_own_example(read_examples):
    assert read_examples.filter(~pl.col("fires")).select("list", "word", "meaning").rows() == []


def test_the_coder_reads_most_examples_as_they_are_meant(read_examples):
    assert (read_examples["read"] != MISSED).mean() > 0.85


def test_one_word_can_be_asked_for():
    found = examples("retaliate")
    assert set(found["word"]) == {"retaliate"}
    assert {"military_force", "tariff"} <= set(found["meaning"])


def test_a_reading_that_cannot_be_read_is_named():
    with pytest.raises(ValueError, match="must begin with 6 words"):
        reading("USA tariff CAN pressure")
    assert reading("USA tariff CAN pressure announced act @2025-04-02 =25 percent") == {
        "actor": "USA", "lever": "tariff", "target": "CAN", "stance": "pressure", "status": "announced",
        "granularity": "act", "date": "2025-04-02", "magnitude": {"value": 25.0, "unit": "percent"},
    }  # fmt: skip


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


@pytest.mark.parametrize(
    ("word", "tag", "form"),
    [
        ("F-35s", "NNP", "f-35"),
        ("Eurofighters", "NNPS", "eurofighter"),
        ("ATACMS", "NNPS", "atacms"),
        ("normalised", "VBD", "normalize"),
        ("contour", "NN", "contour"),
        ("honours", "VBZ", "honor"),
        ("promise", "VB", "promise"),
        ("hour", "NN", "hour"),
        ("shot", "VBD", "shoot"),
        ("shot", "NN", "shot"),
    ],
)
def test_a_word_has_one_dictionary_form(word, tag, form):
    assert lemma(word, tag) == form


def left_out(text):
    """Return the words of a sentence at which a party would be left out."""
    (parsed,) = parse([text])
    return [word for at, word in enumerate(parsed.words) if is_exempt(parsed, at)]


@pytest.mark.parametrize(("words", "example", "party"), exceptions().rows())
def test_words_of_exception_leave_out_the_party_of_their_example(words, example, party):
    assert party in left_out(example)
    assert party not in left_out(example.replace(words, "and"))


def test_what_is_said_of_the_others_is_not_said_of_who_is_left_out():
    assert left_out("All countries except Canada pay, but Mexico pays more.") == ["Canada", "pay"]
    assert left_out("The duty is not charged on goods from any country except Cuba.") == []
