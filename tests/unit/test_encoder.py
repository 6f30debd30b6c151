"""What the encoder reads of a sentence, and how its opinion is weighed."""

import shutil

import numpy as np
import pytest

from pipelines.extract.context import Source
from pipelines.extract.encoder import BOUND, GRAPH, LISTS, OUTPUTS, WIDTH, Encoder
from pipelines.extract.features import Scene
from pipelines.extract.judging import judged
from pipelines.extract.model import FOLDER, model
from pipelines.extract.scene import scene_alone
from pipelines.extract.sheet import MAX_HERE, MAX_PARTIES, Tables, sheet_of
from pipelines.extract.verdict import NAMES, WHICH, log_odds, weighed
from pipelines.flat import flatten
from pipelines.learn.verdict import fit_weights
from pipelines.parse import parse
from pipelines.pieces import END, START, pieces

TABLES = Tables(["tariff"], ["-", "USA"], ["-", "name", "title"], ["-", "USA", "CAN"], [])
TARIFF = "The United States imposes a 25% tariff on steel from Canada."


def scene(text: str, title: str = "") -> Scene:
    return scene_alone(next(parse([flatten(text)])), Source("2025-03-04", title=title))


@pytest.mark.parametrize(("word", "found"), [("tariff", 1), ("F-35s", 4), ("Türkiye", 3), ("   ", 0), ("", 0)])
def test_a_word_becomes_its_pieces(word, found):
    assert len(pieces(word)) == found


def test_accents_and_case_make_no_other_piece():
    assert pieces("Türkiye") == pieces("turkiye")


def test_each_party_is_marked_where_it_is_named():
    sheet = sheet_of(scene(TARIFF), TABLES)
    ids, marks = sheet.arrays["ids"], sheet.arrays["party_pieces"]
    assert (ids[0], ids[-1]) == (START, END)
    assert tuple(ids[marks[sheet.codes.index("CAN")] > 0]) == pieces("Canada")
    assert tuple(ids[marks[sheet.codes.index("USA")] > 0]) == pieces("United") + pieces("States")
    assert sheet.arrays["party_code"][sheet.codes.index("CAN")] == 2


def test_a_party_of_the_title_is_marked_there_and_known_as_such():
    sheet = sheet_of(scene("A new tariff takes effect.", title="Trade war with Japan"), TABLES)
    at = sheet.codes.index("JPN")
    assert tuple(sheet.arrays["ids"][sheet.arrays["party_pieces"][at] > 0]) == pieces("Japan")
    assert sheet.arrays["segment"][sheet.arrays["party_pieces"][at] > 0].tolist() == [0]
    assert sheet.arrays["party_kinds"][at, 2] == 1
    assert not sheet.explicit[at]


def test_pairs_know_their_order_only_where_both_stand_in_the_sentence():
    sheet = sheet_of(scene(TARIFF), TABLES)
    usa, canada, world = (sheet.codes.index(code) for code in ("USA", "CAN", "WORLD"))
    pair = sheet.arrays["pair"]
    assert pair[usa, canada, :2].tolist() == [1.0, 1.0]
    assert pair[canada, usa, :2].tolist() == [1.0, 0.0]
    assert not pair[usa, world].any()
    assert not pair[usa, usa].any()


def test_long_sentences_and_lists_are_cut():
    names = (
        "Canada, Mexico, Japan, Germany, France, Italy, Spain, Norway, Sweden, Finland, Poland, Greece, Turkey, Chile"
    )
    sheet = sheet_of(scene(f"The United States imposes tariffs on {names}, " + "and so on, " * 60), TABLES)
    assert len(sheet.codes) == MAX_PARTIES
    assert "WORLD" in sheet.codes
    assert len(sheet.arrays["ids"]) == MAX_HERE + 3


def test_a_party_behind_the_cut_is_known_as_not_read():
    text = "The United States, " + "as ever, " * 60 + "imposes tariffs on Canada."
    sheet = sheet_of(scene(text), TABLES)
    assert dict(zip(sheet.codes, sheet.unread, strict=True)) == {"USA": False, "CAN": True, "WORLD": False}
    titled = sheet_of(scene(text, title="Tariffs on Canada"), TABLES)
    assert not titled.arrays["pair"][titled.codes.index("USA"), titled.codes.index("CAN")].any()


def test_words_that_name_two_parties_belong_to_both():
    sheet = sheet_of(scene("Trump meets Ishiba in Tokyo, and the two leaders sign a trade deal."), TABLES)
    marks = dict(zip(sheet.codes, sheet.arrays["party_pieces"], strict=True))
    assert (marks["USA"] * marks["JPN"]).sum() > 0


def test_nothing_is_asked_about_no_triple():
    assert model().encoder.opinions(scene("Rain falls."), []).rows.shape == (0, WIDTH)


def test_opinions_are_the_same_each_time_and_bounded():
    triples = [("USA", "tariff", "CAN"), ("USA", "tariff", "FRA"), ("USA", "no_lever", "CAN")]
    opinions, again = (model().encoder.opinions(scene(TARIFF), triples) for _ in range(2))
    first = opinions.rows
    assert first.shape == (3, WIDTH)
    assert np.array_equal(first, again.rows)
    assert np.array_equal(opinions.fields, again.fields)
    assert opinions.fields[0].any()
    assert not opinions.fields[1:].any()
    assert first[0, 0] > 0 > first[1, 0] == first[2, 0] == -BOUND


def test_the_encoder_tells_who_acts_on_whom():
    (there, back) = (
        model().encoder.opinions(scene(TARIFF), [("USA", "tariff", "CAN"), ("CAN", "tariff", "USA")]).rows[:, 0]
    )
    assert there > back


PROSE, NEWS = Source("2025-03-04", n_sentences=40), Source("2025-03-04")


def read_as(encoder: Encoder, source: Source):
    """Return the log-odds of a sentence by all networks that read it, and by the small one alone."""
    sheet = sheet_of(scene_alone(next(parse([flatten(TARIFF)])), source), encoder.tables)
    small = encoder.small.run(OUTPUTS, {name: one[None] for name, one in sheet.arrays.items()})[0][0]
    small[np.eye(len(sheet.codes), dtype=bool)] = -np.inf
    return encoder.read_sheet(sheet)[0], small


def test_the_deep_network_reads_prose_alone():
    own = Encoder.read(FOLDER)
    both, small = read_as(own, NEWS)
    assert np.array_equal(both, small)
    assert "deep" not in vars(own)  # not even loaded
    both, small = read_as(own, PROSE)
    assert not np.allclose(both, small)


def test_without_the_deep_network_the_small_one_reads_everything(tmp_path):
    for name in (GRAPH, LISTS):
        shutil.copy(FOLDER / name, tmp_path)
    own = Encoder.read(tmp_path)
    both, small = read_as(own, PROSE)
    assert np.array_equal(both, small)
    assert own.digest != Encoder.read(FOLDER).digest


def test_every_number_that_is_weighed_has_a_name():
    (row,) = weighed([0.9], np.arange(WIDTH, dtype=float).reshape(1, -1), "government")
    named = dict(zip(NAMES, row.round(3).tolist(), strict=True))
    assert [named[genre] for genre in WHICH] == [0.0, 1.0, 0.0]
    assert (named["appeal"], named["encoder"], named["encoder_of_lever"], named["encoder_of_sentence"]) == (
        2.197,
        0,
        1,
        5,
    )
    assert (named["encoder_expects"], named["encoder_rank"]) == (round(np.log1p(6), 3), round(np.log1p(8), 3))
    assert (named["encoder_reversed"], named["encoder_unread"]) == (7, 9)
    assert (named["appeal_in_government"], named["appeal_in_prose"]) == (2.197, 0)
    assert log_odds(np.array([0.0, 0.5, 1.0])).tolist() == [-BOUND, 0.0, BOUND]


def test_a_sentence_in_which_nothing_is_likely_is_not_read_by_the_encoder():
    talk = scene("France sells wine in Canada.")
    assert judged([talk], model()) == [[]]
    assert judged([talk], model(), asked=0.0) != [[]]
    assert judged([scene(TARIFF)], model(), asked=1.1) == [[]]


def test_weights_carry_the_constant():
    rng = np.random.default_rng(0)
    rows = np.concatenate([weighed([p], rng.normal(size=(1, WIDTH)) ** 2, "prose") for p in rng.uniform(size=800)])
    truth = rows[:, 0] > 1.0
    weights = fit_weights(rows, truth)
    assert ((rows @ weights > 0) == truth).mean() > 0.95
