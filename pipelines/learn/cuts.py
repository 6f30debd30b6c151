"""Chooses from which probability a triple is published, by kind of text."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipelines.learn.examples import Example, Say

Judged = tuple[int, float, bool]  # place of the example, probability of a triple, whether it is right
MIN_PRECISION = {"bulletin": 0.72, "government": 0.82, "prose": 0.45}  # where more costs no F1, more is asked for
MARGIN = 0.01  # F1 by which something new must be better than what was chosen before on other text


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


def _at(scored: Sequence[tuple[float, bool]], gold: int, probability: float) -> Cut:
    """Return what a threshold gives."""
    taken = [right for score, right in scored if score >= probability]
    right, n = sum(taken), len(taken)
    return Cut(probability, right / max(n, 1), right / max(gold, 1), 2 * right / max(n + gold, 1))


def _genre(
    examples: Sequence[Example], judged: Sequence[Judged], places: Collection[int], genre: str
) -> tuple[list[tuple[float, bool]], int]:
    """Return the triples of one genre (chance, is right), and how many gold has in the judged examples."""
    scored = [(chance, right) for n, chance, right in judged if examples[n].scene.genre == genre]
    return scored, sum(len(examples[n].triples) for n in places if examples[n].scene.genre == genre)


def _told(genre: str, cut: Cut, gold: int) -> str:
    return f"{genre}: cut {cut.probability:.3f}, P {cut.precision:.3f} R {cut.recall:.3f} F1 {cut.f1:.3f} of {gold}"


def thresholds(
    examples: Sequence[Example], judged: Sequence[Judged], places: Collection[int], say: Say
) -> dict[str, float]:
    """Return the threshold of each genre for triples judged out of fold; `places` are judged."""
    found = {}
    for genre, floor in MIN_PRECISION.items():
        scored, gold = _genre(examples, judged, places, genre)
        cut = threshold(scored, gold, floor)
        found[genre] = round(cut.probability, 4)
        say(_told(genre, cut, gold))
    return found


def kept_or_new(
    examples: Sequence[Example], judged: Sequence[Judged], before: dict[str, float], say: Say
) -> dict[str, float]:
    """Return the thresholds of `before` where they are precise enough and no new one is better by `MARGIN`, else the new."""
    found = {}
    for genre, floor in MIN_PRECISION.items():
        scored, gold = _genre(examples, judged, range(len(examples)), genre)
        new, old = threshold(scored, gold, floor), _at(scored, gold, before[genre])
        stands = old.precision >= floor and new.f1 - old.f1 <= MARGIN
        found[genre] = before[genre] if stands else round(new.probability, 4)
        say(f"{_told(genre, old, gold)}; " + ("it stands" if stands else f"instead {_told(genre, new, gold)}"))
    return found
