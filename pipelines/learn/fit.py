"""Fits the judge of candidates on linear scores made out of fold, its calibration and its thresholds; writes everything."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import lightgbm
import numpy as np
import numpy.typing as npt
from sklearn.isotonic import IsotonicRegression

from pipelines.extract import triples
from pipelines.extract.linear import Linear, save
from pipelines.extract.triggers import lexicon
from pipelines.learn.examples import FOLDS, Example
from pipelines.learn.linear import fit_linear, prepare

ROUNDS = 250
MAX_CODES = 60
MIN_PRECISION = {"bulletin": 0.72, "government": 0.68, "prose": 0.45}
JUDGE = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 31,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "verbose": -1,
    "num_threads": 2,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 1,
}
Code = tuple[str, str, str]
Say = Callable[[str], None]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """Candidates of the examples with their truth; `example` is the index of the example."""

    rows: npt.NDArray[np.float32]
    truth: npt.NDArray[np.bool_]
    fold: npt.NDArray[np.int64]
    example: list[int]
    codes: list[Code]


def judge_examples(
    examples: Sequence[Example], parts: Sequence[dict[str, Linear]], levers: dict[str, int], codes: dict[str, int]
) -> Judged:
    """Return every candidate, scored by the linear models that have not seen its document."""
    found = []
    for n, example in enumerate(examples):
        readings = triples.read(example.scene, example.triggers, parts[example.fold])
        for one in triples.candidates(example.scene, readings, levers, codes):
            found.append((one.row, one.code in example.triples, example.fold, n, one.code))
    rows, truth, fold, index, code = zip(*found, strict=True)
    return Judged(np.array(rows, np.float32), np.array(truth), np.array(fold), list(index), list(code))


def _boost(judged: Judged, used: npt.NDArray[np.bool_]) -> lightgbm.Booster:
    return lightgbm.train(JUDGE, lightgbm.Dataset(judged.rows[used], judged.truth[used].astype(np.float32)), ROUNDS)


def out_of_fold(judged: Judged) -> Floats:
    """Return the judge's scores of each candidate, made without its document."""
    scores = np.zeros(len(judged.truth))
    for fold in range(FOLDS):
        own = judged.fold == fold
        scores[own] = _boost(judged, ~own).predict(judged.rows[own])
    return scores


def best_by_triple(judged: Judged, scores: Floats) -> dict[tuple[int, Code], tuple[float, bool]]:
    """Return for each example and code the best score of its candidates, and whether it is right."""
    best: dict[tuple[int, Code], tuple[float, bool]] = {}
    for n, code, score, right in zip(judged.example, judged.codes, scores.tolist(), judged.truth.tolist(), strict=True):
        if score > best.get((n, code), (-1.0, False))[0]:
            best[n, code] = (score, right)
    return best


@dataclass(frozen=True)
class Cut:
    """A threshold and what it gives out of fold."""

    probability: float
    precision: float
    recall: float
    f1: float


def threshold(scored: Sequence[tuple[float, bool]], gold: int, min_precision: float) -> Cut:
    """Return the threshold of the best F1 with at least the precision asked for."""
    best, right, ordered = Cut(0.99, 0.0, 0.0, 0.0), 0, sorted(scored, reverse=True)
    for n, (score, is_right) in enumerate(ordered, 1):
        right += is_right
        if n < len(ordered) and ordered[n][0] == score:
            continue
        f1 = 2 * right / (n + gold)
        if right / n >= min_precision and f1 > best.f1:
            best = Cut(score, right / n, right / gold, f1)
    return best


def _thresholds(
    examples: Sequence[Example],
    best: dict[tuple[int, Code], tuple[float, bool]],
    isotonic: IsotonicRegression,
    say: Say,
) -> dict[str, float]:
    found = {}
    for genre, floor in MIN_PRECISION.items():
        own = [value for (n, _), value in best.items() if examples[n].scene.genre == genre]
        scored = list(
            zip(isotonic.predict([score for score, _ in own]).tolist(), (right for _, right in own), strict=True)
        )
        gold = sum(len(example.triples) for example in examples if example.scene.genre == genre)
        cut = threshold(scored, gold, floor)
        found[genre] = round(cut.probability, 4)
        say(
            f"{genre}: cut {cut.probability:.3f}, out of fold P {cut.precision:.3f} R {cut.recall:.3f} F1 {cut.f1:.3f} of {gold}"
        )
    return found


def fit(examples: Sequence[Example], folder: Path, say: Say) -> None:
    """Fit everything on the examples and write the model folder; `say` gets lines on the progress."""
    levers = sorted({lever for several in lexicon()["levers"] for lever in several.split(";")})
    counted = Counter(node.party.code for example in examples for node in example.scene.nodes)
    codes = [code for code, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MAX_CODES]]
    say("preparing features")
    groups = prepare(examples)
    say("fitting the linear models on each part")
    parts = [fit_linear(groups[:2], fold) for fold in range(FOLDS)]
    say("scoring candidates out of fold")
    numbered = ({name: n for n, name in enumerate(names)} for names in (levers, codes))
    judged = judge_examples(examples, parts, *numbered)
    say(f"fitting the judge on {len(judged.truth)} candidates")
    best = best_by_triple(judged, out_of_fold(judged))
    ordered = sorted(best.values())
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(
        [score for score, _ in ordered], [right for _, right in ordered]
    )
    card = {
        "levers": levers,
        "codes": codes,
        "thresholds": _thresholds(examples, best, isotonic, say),
        "calibration": {
            "raw": [round(float(x), 5) for x in isotonic.X_thresholds_],
            "probability": [round(float(y), 5) for y in isotonic.y_thresholds_],
        },
        "examples": {
            "sentences": len(examples),
            "documents": len({example.document for example in examples}),
            "mentions": sum(len(example.triples) for example in examples),
        },
    }
    say("fitting on everything")
    folder.mkdir(parents=True, exist_ok=True)
    save(folder / "linear.npz", fit_linear(groups))
    _boost(judged, np.ones(len(judged.truth), bool)).save_model(str(folder / "judge.txt"))
    (folder / "model.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    say(f"written to {folder}")
