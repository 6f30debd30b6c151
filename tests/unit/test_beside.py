"""A triple is judged beside the others of its sentence, and levers are heard that no listed word names."""

import pytest

from pipelines.extract.beside import beside, best_of
from pipelines.extract.context import Source
from pipelines.extract.judging import judged
from pipelines.extract.model import model
from pipelines.extract.scene import scene_alone
from pipelines.extract.spoken import UNLISTED, UNLISTED_FLOOR, spoken_of, unlisted, unnamed
from pipelines.flat import flatten
from pipelines.parse import parse

TARIFF, REVERSED, OTHER = ("USA", "tariff", "CAN"), ("CAN", "tariff", "USA"), ("USA", "criticism", "CAN")


def scene(text):
    return scene_alone(next(parse([flatten(text)])), Source("2025-06-01"))


def test_a_triple_knows_the_best_of_each_kind_beside_it():
    first, second, third = beside([(TARIFF, 0.8), (REVERSED, 0.4), (OTHER, 0.2)])
    assert (first[:3], second[:3]) == ([0.8, 0.0, 0.0], [0.4, 1.0, 0.4])
    assert first[5:7] == [0.4, 0.4]  # of all, of the lever
    assert third[7] == 0.8  # of the pair
    assert (first[-2:], second[-2:]) == ([0.4, 0.4], [0.8, 0.8])  # the reverse


def test_a_triple_alone_has_nothing_beside_it():
    ((own, *rest),) = beside([(TARIFF, 0.5)])
    assert own == 0.5
    assert rest[4:] == [0.0] * 9


@pytest.mark.parametrize(
    ("text", "lever"),
    [
        ("The United States imposes a 25% tariff on steel from Canada.", "tariff"),
        ("Russian drones kill four people in Kharkiv.", "military_force"),
    ],
)
def test_the_words_of_a_sentence_speak_of_its_lever(text, lever):
    spoken = spoken_of(scene(text), list(model().levers), model().linear["sentence"])
    assert max(spoken, key=lambda name: spoken[name]) == lever


def test_only_levers_without_a_listed_word_are_read_from_the_sentence():
    found = scene("The United States imposes a 25% tariff on steel from Canada.")
    loud = {"tariff": 3.0, "intelligence": 1.0, "hedging": UNLISTED_FLOOR - 1}
    assert unnamed(loud, {"tariff"}) == {"intelligence": 1.0}
    assert unlisted(found).phrase == UNLISTED
    assert unlisted(found).head == found.root


def test_sentences_are_judged_alike_alone_and_together():
    found = [scene(text) for text in ("The USA imposes a tariff on Canada.", "Rain falls.", "Russia attacks Ukraine.")]
    together = judged(found, model())
    assert [len(one) > 0 for one in together] == [True, False, True]
    alone = [judged([one], model())[0] for one in found]
    said, again = (
        [[(round(j.probability, 6), j.candidate.code) for j in one] for one in way] for way in (together, alone)
    )
    assert said == again
    assert judged([], model()) == []


def test_of_the_candidates_of_a_triple_the_best_stands():
    (best,) = judged([scene("The USA imposes a tariff on Canada.")], model())
    candidate = best[0].candidate
    assert best_of([TARIFF, REVERSED, TARIFF], [0.2, 0.1, 0.7]) == [2, 1]
    assert candidate.row.as_actor == candidate.reading.actors[_place(candidate)]


def _place(candidate):
    return max(range(len(candidate.reading.actors)), key=lambda n: candidate.reading.actors[n])
