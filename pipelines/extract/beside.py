"""A triple beside the others of its sentence: what its probability means where others are likelier, or less.

"Germany criticises the tariffs that the United States imposes on China" has one tariff; its second-best parties are wrong
because the best ones are right.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence

Code = tuple[str, str, str]
SHARED = ("sentence", "lever", "pair", "actor_lever", "lever_target")  # what a triple shares with others
BESIDE = (
    "own",
    "rank",
    "behind",
    "expected",
    "likely",
    *(f"best_other_of_{what}" for what in SHARED),
    *(f"likely_others_of_{what}" for what in SHARED[3:]),
    "reverse",
    "best_of_reverse_pair",
)  # the columns of a row
LIKELY = 0.3  # probability from which a triple counts as likely
Row = list[float]


def best_of(codes: Sequence[Code], scores: Sequence[float]) -> list[int]:
    """Return the place of the likeliest candidate of each triple of a sentence, in order of first appearance."""
    best: dict[Code, int] = {}
    for n, code in enumerate(codes):
        if code not in best or scores[n] > scores[best[code]]:
            best[code] = n
    return list(best.values())


def _groups(code: Code) -> tuple[Hashable, ...]:
    """Return what a triple shares with others, in the order of SHARED."""
    actor, lever, target = code
    return "all", ("lever", lever), ("pair", actor, target), ("actor", lever, actor), ("target", lever, target)


def beside(best: Sequence[tuple[Code, float]]) -> list[Row]:
    """Return a row of features for each triple of a sentence, given with its probability."""
    members: dict[Hashable, list[float]] = defaultdict(list)
    for code, probability in best:
        for group in _groups(code):
            members[group].append(probability)
    ranked = {group: sorted(values, reverse=True) for group, values in members.items()}
    known = dict(best)
    return [_row(code, probability, ranked, known) for code, probability in best]


def _row(code: Code, own: float, ranked: dict[Hashable, list[float]], known: dict[Code, float]) -> Row:
    actor, lever, target = code
    groups = [ranked[group] for group in _groups(code)]
    everything = groups[0]
    return [
        own,
        float(everything.index(own)),
        everything[0] - own,
        sum(everything),
        float(sum(value > LIKELY for value in everything)),
        *(_best_other(values, own) for values in groups),
        *(float(sum(value > LIKELY for value in values) - (own > LIKELY)) for values in groups[3:]),
        known.get((target, lever, actor), 0.0),
        ranked.get(("pair", target, actor), [0.0])[0],
    ]


def _best_other(values: list[float], own: float) -> float:
    """Return the highest of the others' probabilities, 0 if there are none."""
    return values[0] if values[0] != own else values[1] if len(values) > 1 else 0.0
