"""Fits the coder on hand-coded examples: linear models, judge, calibration and thresholds; writes everything."""

import json
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.isotonic import IsotonicRegression

from pipelines.extract.linear import save
from pipelines.extract.triggers import lexicon
from pipelines.learn.examples import FOLDS, Example
from pipelines.learn.judge import boost, candidates_of, out_of_fold, triples_of, with_pairs
from pipelines.learn.linear import Fittable, prepare, spread
from pipelines.learn.screen import fit_screen
from pipelines.learn.sentence import Sentences

MAX_CODES = 60
MIN_PRECISION = {"bulletin": 0.72, "government": 0.68, "prose": 0.45}
Say = Callable[[str], None]


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


def _thresholds(examples: Sequence[Example], judged: Sequence[tuple[int, float, bool]], say: Say) -> dict[str, float]:
    """Return the threshold of each genre for triples judged out of fold (example, probability, is right)."""
    found = {}
    for genre, floor in MIN_PRECISION.items():
        scored = [(chance, right) for n, chance, right in judged if examples[n].scene.genre == genre]
        gold = sum(len(example.triples) for example in examples if example.scene.genre == genre)
        cut = threshold(scored, gold, floor)
        found[genre] = math.floor(cut.probability * 10_000) / 10_000  # rounded up it would lose its own step
        say(
            f"{genre}: cut {cut.probability:.3f}, out of fold P {cut.precision:.3f} R {cut.recall:.3f} F1 {cut.f1:.3f} of {gold}"
        )
    return found


def fit(examples: Sequence[Example], folder: Path, say: Say) -> None:
    """Fit everything on the examples and write the model folder; `say` gets lines on the progress."""
    levers = sorted({lever for several in lexicon()["levers"] for lever in several})
    counted = Counter(node.party.code for example in examples for node in example.scene.nodes)
    codes = [code for code, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MAX_CODES]]
    say("preparing features")
    groups, whole = prepare(examples), Sentences.of(examples, levers)
    say("fitting the linear models on each part")
    parts = spread([([whole, *groups[:2]], fold) for fold in range(FOLDS)])
    say("scoring candidates out of fold")
    numbered = ({name: n for n, name in enumerate(names)} for names in (levers, codes))
    found = candidates_of(examples, parts, *numbered)
    say(f"fitting the judge on {len(found.truth)} candidates")
    rows = with_pairs(found)
    triples = triples_of(found, rows, out_of_fold(rows, found.truth, found.fold))
    say(f"fitting the appeal on {len(triples.truth)} triples")
    scores = out_of_fold(triples.rows, triples.truth, triples.fold)
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(scores, triples.truth)
    chances = isotonic.predict(scores).tolist()
    judged = list(zip(triples.example, chances, triples.truth.tolist(), strict=True))
    cuts = _thresholds(examples, judged, say)
    hits = {n for n, chance, _ in judged if chance >= cuts[examples[n].scene.genre]}
    card = {
        "levers": levers,
        "codes": codes,
        "thresholds": cuts,
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
    folder.mkdir(parents=True, exist_ok=True)
    fit_screen(examples, hits, folder / "screen.csv", say)
    say("fitting on everything")
    every: list[Fittable] = [whole, *groups, found.pairs]
    fitted = spread([([group], None) for group in every])
    save(folder / "linear.npz", {name: model for models in fitted for name, model in models.items()})
    boost(rows, found.truth).save_model(str(folder / "judge.txt"))
    boost(triples.rows, triples.truth).save_model(str(folder / "appeal.txt"))
    (folder / "model.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    say(f"written to {folder}")
