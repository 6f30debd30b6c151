"""Settles what the trees, the linear models and the encoder count, on documents that none of them has learnt from."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.extract.judging import judged
from pipelines.extract.model import CARD, Model
from pipelines.extract.values import Floats
from pipelines.extract.verdict import NAMES
from pipelines.learn.cuts import MARGIN, kept_or_new, thresholds
from pipelines.learn.examples import Example, Say
from pipelines.learn.fields import Told, fit_fields, right, told
from pipelines.learn.judge import Triples
from pipelines.learn.verdict import fit_weights, verdicts_out_of_fold

AT_ONCE = 200  # sentences judged together


@dataclass(frozen=True)
class Settled:
    """Thresholds by kind of text, weights of the verdict and of the fields, and the probability of each triple out of fold."""

    thresholds: dict[str, float]
    verdict: dict[str, float]
    fields: dict[str, dict[str, float]]
    chances: Floats

    @property
    def card(self) -> dict[str, object]:
        """What of it stands in `model.json`."""
        return {"thresholds": self.thresholds, "verdict": self.verdict, "fields": self.fields}


def settle(examples: Sequence[Example], found: Triples, rows: Told, places: Collection[int], say: Say) -> Settled:
    """Fit what everything counts; `found` are the triples of the examples at `places`, `rows` what is coded there."""
    say(f"fitting the verdict on {len(found.truth)} triples of documents that the models have not seen")
    chances = verdicts_out_of_fold(found)
    cuts = thresholds(examples, _scored(found, chances), places, say)
    fields = fit_fields(rows)
    shares = ", ".join(f"{name} {share:.3f}" for name, share in right(rows, fields).items())
    say(f"fields right, of the rows that they are weighed on: {shares}")
    verdict = dict(zip(NAMES, fit_weights(found.rows, found.truth).tolist(), strict=True))
    return Settled(cuts, verdict, fields, chances)


def _scored(found: Triples, chances: Floats) -> list[tuple[int, float, bool]]:
    return list(zip(found.example, chances.tolist(), found.truth.tolist(), strict=True))


def triples_by(examples: Sequence[Example], model: Model) -> Triples:
    """Return the triples of which the coder asks the encoder, with what is weighed of each.

    Raise ValueError if there are none.
    """
    found = []
    for start in range(0, len(examples), AT_ONCE):
        scenes = [one.scene for one in examples[start : start + AT_ONCE]]
        found += [(n, one) for n, several in enumerate(judged(scenes, model), start) for one in several]
    if not found:
        raise ValueError("too little gold: no event is likely in the documents that the verdict is fitted on")
    places, codes = [n for n, _ in found], [one.candidate.code for _, one in found]
    truth = [code in examples[n].triples for n, code in zip(places, codes, strict=True)]
    fold = [examples[n].fold for n in places]
    return Triples(np.array([one.row for _, one in found]), np.array(truth, np.bool_), np.array(fold), places, codes)


def _f1(examples: Sequence[Example], found: Triples, chances: Floats, cuts: dict[str, float]) -> dict[str, float]:
    """Return the F1 of each kind of text at its threshold."""
    genres, shares = np.array([examples[n].scene.genre for n in found.example]), {}
    for genre, cut in cuts.items():
        taken = (genres == genre) & (chances >= cut)
        gold = sum(len(one.triples) for one in examples if one.scene.genre == genre)
        shares[genre] = round(float(2 * found.truth[taken].sum() / max(taken.sum() + gold, 1)), 3)
    return shares


def settle_anew(examples: Sequence[Example], model: Model, say: Say) -> None:
    """Settle with trees and linear models as they are, and write it into `model.json` with the encoder's digest.

    Weights and thresholds of before, chosen on other text, stand unless new ones do better by `MARGIN`; a threshold of which the
    precision is too low here does not.
    """
    card, found = model.folder / CARD, triples_by(examples, model)
    new = settle(examples, found, told(examples, model.linear, model.encoder), range(len(examples)), say)
    own = model.probability(np.asarray(found.rows, np.float64))
    cuts = kept_or_new(examples, _scored(found, own), model.thresholds, say)
    anew, before = _f1(examples, found, new.chances, new.thresholds), _f1(examples, found, own, cuts)
    say(f"F1 with new weights {anew}, with those of before {before}")
    better = sum(anew.values()) - sum(before.values()) > MARGIN * len(anew)
    made = (
        json.loads(card.read_text(encoding="utf-8"))
        | {"encoder": model.encoder.digest}
        | (new.card if better else {"thresholds": cuts})
    )
    card.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    say(f"{card}: {'settled anew' if better else 'the weights of before stand'}")
