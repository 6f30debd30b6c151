"""What is fitted on what: the encoder never on the documents that measure it, the verdict on nothing else."""

import random

import numpy as np
import pytest

from pipelines.extract.context import Source
from pipelines.extract.model import model
from pipelines.extract.scene import scene_alone
from pipelines.flat import flatten
from pipelines.learn.examples import Example, is_unseen, unseen
from pipelines.learn.judge import Triples
from pipelines.learn.verdict import verdicts_out_of_fold, weigh
from pipelines.parse import parse

NAMES = ["Canada", "Mexico", "Japan", "Germany", "France", "Italy", "Spain", "Norway", "Sweden", "Finland", "Poland"]
ROW = {"actor": "USA", "lever": "tariff", "stance": "pressure", "status": "enacted", "granularity": "act", "date": ""}


def examples(count: int) -> list[Example]:
    texts = [f"The United States imposes a {n + 3}% tariff on {NAMES[n % len(NAMES)]}." for n in range(count)]
    scenes = [scene_alone(parsed, Source("2025-03-04")) for parsed in parse(flatten(text) for text in texts)]
    targets = [next(n.party.code for n in s.nodes if n.token > 2) for s in scenes]
    return [
        Example(f"document {n}", n % 4, s, [], [{**ROW, "target": target}])
        for n, (s, target) in enumerate(zip(scenes, targets, strict=True))
    ]


def test_a_sentence_that_the_encoder_read_elsewhere_is_not_unseen():
    some = examples(120)
    first = min(unseen(some))
    copied = Example("document 0", 0, some[first].scene, [], [])
    assert not is_unseen("document 0")
    assert first not in unseen([*some, copied])


def test_the_verdict_is_fitted_on_unseen_documents_alone():
    some = examples(120)
    codes = [code for one in some for triple in one.triples for code in (triple, triple[::-1])]
    order = [n for n in range(120) for _ in range(2)]
    truth, folds = np.array([True, False] * 120), np.array([n % 4 for n in order])
    triples = Triples(np.zeros((240, 1)), truth, folds, order, codes)
    appeal = np.where(np.arange(240) < 200, 0.6, 0.01)
    found = weigh(some, triples, appeal, model().encoder)
    assert set(found.example) == {n for n in unseen(some) if n < 100}
    assert found.truth.tolist() == [True, False] * (len(found.truth) // 2)
    assert len(verdicts_out_of_fold(found)) == len(found.rows)


def test_without_likely_events_there_is_nothing_to_fit():
    some = examples(3)
    triples = Triples(np.zeros((3, 1)), np.ones(3, bool), np.zeros(3, int), [0, 1, 2], [min(x.triples) for x in some])
    with pytest.raises(ValueError, match="too little gold"):
        weigh(some, triples, np.zeros(3), model().encoder)


def test_lessons_mark_events_and_hide_some_names():
    tune = pytest.importorskip("pipelines.learn.tune", reason="needs the extra `encoder`")
    some = examples(12)
    tables = tune.tables_of(some, ["tariff"])
    lesson = tune.lesson_of(some[0], tables)
    ((actor, target, lever),) = lesson.events
    assert (lesson.sheet.codes[actor], lesson.sheet.codes[target], lever) == ("USA", "CAN", 0)
    assert tune.widest(some, tables).sheet.codes
    masked = [tune._masked(lesson, random.Random(n))["ids"] for n in range(40)]
    assert {int((ids == tune.MASK).sum()) for ids in masked} > {0, 1}


def test_the_exported_graph_says_what_the_network_says(tmp_path):
    tune = pytest.importorskip("pipelines.learn.tune", reason="needs the extra `encoder`")
    torch = pytest.importorskip("torch")
    from pipelines.extract.encoder import Encoder
    from pipelines.learn import export, network

    some = examples(8)
    tables = tune.tables_of(some, ["tariff", "sanctions"])
    sizes = network.Sizes(len(tables.classes), len(tables.kinds), len(tables.codes), 3, 2)
    torch.manual_seed(0)
    made = network.Network(sizes).eval()
    lessons = [tune.lesson_of(one, tables) for one in some]
    export.write(made, tables, lessons[0], tmp_path)
    encoder = Encoder.read(tmp_path)
    for lesson in lessons:
        with torch.no_grad():
            (wanted,) = made(tune.stacked([lesson.sheet.arrays])).numpy()
        off = ~np.eye(len(lesson.sheet.codes), dtype=bool)
        assert np.abs(encoder.scores(lesson.sheet)[off] - wanted[off]).max() < 0.5
