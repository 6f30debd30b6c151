"""What is fitted on what: the encoder never on the documents that measure it, the verdict on nothing else."""

import dataclasses
import json
import random
import shutil

import numpy as np
import pytest

from pipelines.extract.context import Source
from pipelines.extract.encoder import DEEP, GRAPH, LISTS, OUTPUTS, Encoder, _session
from pipelines.extract.model import FOLDER, load, model
from pipelines.extract.scene import scene_alone
from pipelines.extract.triggers import find_triggers
from pipelines.extract.values import FIELD_VALUES, FIELDS, PLACES, value_names
from pipelines.flat import flatten
from pipelines.learn import cuts, settle
from pipelines.learn.examples import Example, is_unseen, unseen
from pipelines.learn.fields import Told, fit_fields, right, told
from pipelines.learn.judge import Triples
from pipelines.learn.linear import prepare
from pipelines.learn.magnitude import fit_magnitude
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
    lessons = pytest.importorskip("pipelines.learn.lessons", reason="needs the extra `encoder`")
    some = examples(12)
    tables = lessons.tables_of(some, ["tariff"])
    lesson = lessons.lesson_of(some[0], tables)
    ((actor, target, lever),) = lesson.events
    assert (lesson.sheet.codes[actor], lesson.sheet.codes[target], lever) == ("USA", "CAN", 0)
    rows = some[0].rows[0]
    assert [tables.fields[place] for place in lesson.fields[0]] == [
        f"{field}:{rows[field]}" for field in ("stance", "status", "granularity")
    ]
    assert lessons.widest(some, tables).sheet.codes
    masked = [lessons.masked(lesson, random.Random(n))["ids"] for n in range(40)]
    assert {int((ids == lessons.MASK).sum()) for ids in masked} > {0, 1}


def test_the_exported_graph_says_what_the_network_says(tmp_path):
    lessons = pytest.importorskip("pipelines.learn.lessons", reason="needs the extra `encoder`")
    torch = pytest.importorskip("torch")
    from pipelines.learn import export, network

    some = examples(8)
    tables = lessons.tables_of(some, ["tariff", "sanctions"])
    sizes = network.Sizes(len(tables.classes), len(tables.kinds), len(tables.codes), 3, 2, len(tables.fields))
    torch.manual_seed(0)
    made = network.Network(sizes).eval()
    several = [lessons.lesson_of(one, tables) for one in some]
    export.write(made, tables, several[0], tmp_path)
    encoder = Encoder.read(tmp_path)
    for lesson in several:
        with torch.no_grad():
            wanted, values = (one[0].numpy() for one in made(lessons.stacked([lesson.sheet.arrays])))
        off = ~np.eye(len(lesson.sheet.codes), dtype=bool)
        scores, fields = encoder.read_sheet(lesson.sheet)
        assert np.abs(scores[off] - wanted[off]).max() < 0.5
        assert np.abs(fields - values).max() < 0.5


def test_an_encoder_goes_on_from_its_own_graph(tmp_path):
    lessons = pytest.importorskip("pipelines.learn.lessons", reason="needs the extra `encoder`")
    torch = pytest.importorskip("torch")
    from pipelines.learn import export, network, resumed

    some = examples(8)
    tables = lessons.tables_of(some, ["tariff", "sanctions"])
    sizes = network.Sizes(len(tables.classes), len(tables.kinds), len(tables.codes), 3, 2, len(tables.fields))
    made, other = (network.Network(sizes).eval() for _ in range(2))
    for one in made.parameters():  # numbers that are the same in two places would be stored once
        one.data += 0.02 * torch.randn(one.shape)
    export.write(made, tables, lessons.lesson_of(some[0], tables), tmp_path)
    assert resumed.tables_before(tmp_path) == tables
    read = dict(resumed.resumed(other, tmp_path).named_parameters())
    for name, wanted in made.named_parameters():
        step = wanted.abs().amax() / 60  # the graph holds seven bits a weight
        assert (read[name] - wanted).abs().max() <= step, name
    wider = network.Network(network.Sizes(*(size + 1 for size in vars(sizes).values())))
    with pytest.raises(ValueError, match="another network"):
        resumed.resumed(wider, tmp_path)


def test_a_deep_network_is_written_in_blocks_and_read_back(tmp_path):
    lessons = pytest.importorskip("pipelines.learn.lessons", reason="needs the extra `encoder`")
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx_ir", reason="needs the extra `encoder`")
    from pipelines.learn import body, export, network, resumed

    some, tiny = examples(8), dataclasses.replace(body.MPNET, width=64, inner=128, heads=4, layers=2, frozen=1)
    tables = lessons.tables_of(some, ["tariff", "sanctions"])
    sizes = network.Sizes(len(tables.classes), len(tables.kinds), len(tables.codes), 3, 2, len(tables.fields))
    made, other = (network.Network(sizes, tiny).eval() for _ in range(2))
    for one in made.parameters():
        one.data += 0.02 * torch.randn(one.shape)
    lesson = lessons.lesson_of(some[0], tables)
    export.write(made, tables, lesson, tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == [DEEP, LISTS]
    read = dict(resumed.resumed(other, tmp_path).named_parameters())
    for name, wanted in made.named_parameters():
        if wanted.requires_grad:
            assert (read[name] - wanted).abs().max() <= wanted.abs().amax() / 7, name  # four bits a weight
    given = {name: array[None] for name, array in lesson.sheet.arrays.items()}
    told, wanted = _session(tmp_path / DEEP).run(OUTPUTS, given)[0], made(lessons.stacked([lesson.sheet.arrays]))[0]
    assert np.abs(told - wanted.detach().numpy()).max() < 0.5
    with pytest.raises(FileNotFoundError, match="nothing to go on from"):
        resumed.resumed(network.Network(sizes), tmp_path)


def test_distances_between_pieces_are_exact_nearby_and_grow_coarse():
    body = pytest.importorskip("pipelines.learn.body", reason="needs the extra `encoder`")
    classes = body.apart(32)
    assert classes[5, :14].tolist() == [5, 4, 3, 2, 1, 0, 17, 18, 19, 20, 21, 22, 23, 24]
    assert classes[0, 100] == classes[0, 127] == 31
    assert classes[127, 0] == 15


def test_weights_of_an_unknown_model_are_refused(tmp_path):
    pretrained = pytest.importorskip("pipelines.learn.pretrained", reason="needs the extra `encoder`")
    torch = pytest.importorskip("torch")
    from safetensors.torch import save_file

    from pipelines.learn.network import Sizes

    save_file({"embeddings.word_embeddings.weight": torch.zeros(3, 384)}, tmp_path / "other.safetensors")
    with pytest.raises(
        ValueError, match=r"other\.safetensors does not hold the weights of all-MiniLM-L6-v2 or all-mpnet"
    ):
        pretrained.pretrained(Sizes(1, 1, 1, 3, 1, 1), tmp_path / "other.safetensors")


def test_an_encoder_made_before_is_changed_more_gently(tmp_path):
    tune = pytest.importorskip("pipelines.learn.tune", reason="needs the extra `encoder`")
    anew, on, gentle = (
        tune.Start(tmp_path, before, None, pace).rates for before, pace in ((None, 1), (tmp_path, 1), (tmp_path, 0.5))
    )
    assert all(one > two for one, two in zip(anew, on, strict=True))
    assert gentle == tuple(rate / 2 for rate in on)


def test_the_fields_trust_whoever_is_right():
    rng = np.random.default_rng(0)
    values = len(value_names())
    truth = {field: rng.integers(0, len(FIELD_VALUES[field]), 300) for field in FIELDS}
    own, noise = rng.normal(size=(300, values)), rng.normal(size=(300, values))
    for field, right_ones in truth.items():
        own[np.arange(300), PLACES[field].start + right_ones] += 4
    found = Told(noise, own, truth, np.ones(300))
    weights = fit_fields(found)
    assert all(weights[field]["encoder"] > 5 * abs(weights[field]["linear"]) for field in FIELDS)
    assert min(right(found, weights).values()) > 0.9
    swapped = Told(own, noise, truth, np.ones(300))
    assert all(one["linear"] > 5 * abs(one["encoder"]) for one in fit_fields(swapped).values())


def test_each_coded_row_weighs_the_fields_once():
    some = examples(20)
    found = told(some, model().linear, model().encoder)
    assert len(found.linear) == len(found.encoder) == len(some)
    assert set(found.truth["status"]) == {FIELD_VALUES["status"].index("enacted")}
    with pytest.raises(ValueError, match="too little gold"):
        told([], model().linear, model().encoder)


def test_field_models_that_are_weighed_see_no_unseen_document():
    (parsed,) = parse([flatten("On 4 March 2025 the United States imposes a 5% tariff on Canada.")])
    scene, triggers = scene_alone(parsed, Source("2025-03-04")), find_triggers(parsed)
    some = [Example(one.document, one.fold, scene, triggers, one.rows) for one in examples(120)]
    fields = prepare(some).fields
    kept = fields.shown()
    assert 0 < len(kept.fold) == int(fields.is_shown.sum()) < len(fields.fold)
    assert kept.matrix.shape[0] == len(kept.fold) == len(kept.labels["status:enacted"])


def test_an_encoder_of_another_codebook_is_refused(tmp_path):
    for name in (GRAPH, LISTS):
        shutil.copy(FOLDER / name, tmp_path / name)
    lists = json.loads((tmp_path / LISTS).read_text())
    (tmp_path / LISTS).write_text(json.dumps({**lists, "fields": lists["fields"][::-1]}))
    with pytest.raises(ValueError, match="train-encoder"):
        Encoder.read(tmp_path)


def test_dropout_drops_its_share_in_training_alone():
    network = pytest.importorskip("pipelines.learn.body", reason="needs the extra `encoder`")
    torch = pytest.importorskip("torch")
    drop, ones = network.Dropout(0.25), torch.ones(40, 500)
    dropped = drop(ones)
    assert abs((dropped == 0).float().mean() - 0.25) < 0.01
    assert abs(dropped.mean() - 1) < 0.02
    assert torch.equal(drop.eval()(ones), ones)


def test_the_trees_of_magnitudes_are_written_where_the_model_lies(tmp_path):
    told = [
        dataclasses.replace(one, rows=[{**one.rows[0], "magnitude": {"value": n + 3, "unit": "percent"}}])
        for n, one in enumerate(examples(60))
    ]
    lines: list[str] = []
    own = dataclasses.replace(model(), folder=tmp_path)
    with pytest.raises(FileNotFoundError, match="train-magnitude"):
        assert own.magnitude
    fit_magnitude(told, own, lines.append)
    assert "60 coded rows: 60 right of 60" in lines[0]
    assert own.magnitude.num_trees() > 0


@pytest.mark.parametrize(("margin", "anew"), [(-1.0, True), (1.0, False)])
def test_the_verdict_is_settled_anew_only_where_that_is_better_by_the_margin(tmp_path, monkeypatch, margin, anew):
    monkeypatch.setattr(settle, "MARGIN", margin)
    for name in ("model.json", GRAPH, DEEP, LISTS, "judge.txt", "appeal.txt", "linear.npz"):
        shutil.copy(FOLDER / name, tmp_path)
    card = json.loads((tmp_path / "model.json").read_text())
    (tmp_path / "model.json").write_text(json.dumps(card | {"encoder": "another"}))
    with pytest.raises(ValueError, match="train-verdict"):
        model(tmp_path)
    lines: list[str] = []
    settle.settle_anew(examples(60), load(tmp_path)[0], lines.append)
    settled = json.loads((tmp_path / "model.json").read_text())
    assert settled["encoder"] == model().encoder.digest
    assert settled["levers"] == card["levers"]
    assert (settled["verdict"] != card["verdict"]) is anew
    assert lines[-1].endswith("settled anew" if anew else "stand")


TARGETS = ("CAN", "MEX", "CHN", "JPN", "KOR", "DEU", "FRA", "GBR", "IND", "BRA")


@pytest.mark.parametrize(
    ("wrong", "stands"),
    [
        pytest.param([0.35], True, id="precise enough, and nothing is better"),
        pytest.param([0.45], False, id="precise enough, but another is better by the margin"),
        pytest.param([0.45] * 5, False, id="too many wrong ones above it"),
    ],
)
def test_a_threshold_stands_where_it_is_precise_enough(wrong, stands):
    (parsed,) = parse(["The United States imposes a tariff on Canada."])
    scene = scene_alone(parsed, Source("2025-03-04", "", "White House"))
    rows = [{"actor": "USA", "lever": "tariff", "target": code, "status": "enacted"} for code in TARGETS]
    judged = [(0, 0.9, True)] * len(TARGETS) + [(0, chance, False) for chance in wrong]
    told: list[str] = []
    found = cuts.kept_or_new(
        [Example("d", 0, scene, [], rows)], judged, dict.fromkeys(cuts.MIN_PRECISION, 0.4), told.append
    )
    assert found["government"] == (0.4 if stands else 0.9)
    assert any("it stands" in line for line in told if line.startswith("government")) is stands


def test_without_likely_triples_there_is_nothing_to_settle():
    (parsed,) = parse(["The weather is fine."])
    nothing = Example("document", 0, scene_alone(parsed, Source("2025-03-04")), [], [])
    with pytest.raises(ValueError, match="too little gold"):
        settle.triples_by([nothing], model())
