"""Fits the coder on hand-coded examples: linear models, judge, appeal, verdict and thresholds; writes everything."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.extract.encoder import Encoder
from pipelines.extract.linear import save
from pipelines.extract.triggers import lexicon
from pipelines.extract.verdict import NAMES
from pipelines.learn.examples import FOLDS, Example, unseen
from pipelines.learn.judge import boost, candidates_of, out_of_fold, triples_of, with_pairs
from pipelines.learn.linear import Fittable, prepare, spread
from pipelines.learn.screen import fit_screen
from pipelines.learn.sentence import Sentences
from pipelines.learn.verdict import Weighed, fit_weights, verdicts_out_of_fold, weigh

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
    """Return the threshold of each genre for triples of unseen examples judged out of fold (example, chance, is right)."""
    found, wanted = {}, [examples[n] for n in sorted(unseen(examples))]
    for genre, floor in MIN_PRECISION.items():
        scored = [(chance, right) for n, chance, right in judged if examples[n].scene.genre == genre]
        some = [example for example in wanted if example.scene.genre == genre]
        gold, documents = sum(len(example.triples) for example in some), len({example.document for example in some})
        cut = threshold(scored, gold, floor)
        found[genre] = round(cut.probability, 4)
        say(
            f"{genre}: cut {cut.probability:.3f}, out of fold P {cut.precision:.3f} R {cut.recall:.3f} F1 {cut.f1:.3f} of {gold}"
            f" in {documents} documents"
        )
    return found


def levers_of_lexicon() -> list[str]:
    """Return every lever that a word of the lexicon may name."""
    return sorted({lever for several in lexicon()["levers"] for lever in several})


def fit(examples: Sequence[Example], encoder: Encoder, folder: Path, say: Say) -> None:
    """Fit everything on the examples and write the model folder; `say` gets lines on the progress."""
    levers = levers_of_lexicon()
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
    appeal = out_of_fold(triples.rows, triples.truth, triples.fold)
    learnt, hits = _verdict(examples, weigh(examples, triples, appeal, encoder), say)
    folder.mkdir(parents=True, exist_ok=True)
    fit_screen(examples, hits, folder / "screen.csv", say)
    say("fitting on everything")
    every: list[Fittable] = [whole, *groups, found.pairs]
    fitted = spread([([group], None) for group in every])
    save(folder / "linear.npz", {name: model for models in fitted for name, model in models.items()})
    boost(rows, found.truth).save_model(str(folder / "judge.txt"))
    boost(triples.rows, triples.truth).save_model(str(folder / "appeal.txt"))
    card = {"levers": levers, "codes": codes, "encoder": encoder.digest, **learnt, "examples": _counts(examples)}
    (folder / "model.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    say(f"written to {folder}")


def _verdict(examples: Sequence[Example], found: Weighed, say: Say) -> tuple[dict[str, object], set[int]]:
    """Fit the verdict and the thresholds; return them, and the examples in which something is found."""
    say(f"fitting the verdict on {len(found.truth)} triples of documents that the encoder has not seen")
    chances = verdicts_out_of_fold(found).tolist()
    judged = list(zip(found.example, chances, found.truth.tolist(), strict=True))
    cuts = _thresholds(examples, judged, say)
    hits = {n for n, chance, _ in judged if chance >= cuts[examples[n].scene.genre]}
    weights = fit_weights(found.rows, found.truth)
    return {"thresholds": cuts, "verdict": dict(zip(NAMES, weights.tolist(), strict=True))}, hits


def _counts(examples: Sequence[Example]) -> dict[str, int]:
    return {
        "sentences": len(examples),
        "documents": len({example.document for example in examples}),
        "mentions": sum(len(example.triples) for example in examples),
    }
