"""Chooses from which probability a triple is published, by kind of text."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipelines.learn.examples import Example, Say

MIN_PRECISION = {"bulletin": 0.72, "government": 0.68, "prose": 0.45}


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


def thresholds(
    examples: Sequence[Example], judged: Sequence[tuple[int, float, bool]], places: Collection[int], say: Say
) -> dict[str, float]:
    """Return the threshold of each genre for triples judged out of fold (example, chance, is right); `places` are judged."""
    found, wanted = {}, [examples[n] for n in sorted(places)]
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
