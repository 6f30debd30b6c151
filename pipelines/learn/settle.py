"""Settles what the trees, the linear models and the encoder count, on documents that none of them has learnt from."""

import json
from collections.abc import Collection, Sequence
from typing import cast

import numpy as np

from pipelines.extract.judging import judged
from pipelines.extract.model import CARD, Model
from pipelines.extract.values import Floats
from pipelines.extract.verdict import NAMES
from pipelines.learn.cuts import thresholds
from pipelines.learn.examples import Example, Say
from pipelines.learn.fields import Told, fit_fields, right, told
from pipelines.learn.judge import Triples
from pipelines.learn.verdict import fit_weights, rows_of, verdicts_out_of_fold

AT_ONCE = 200  # sentences judged together
MARGIN = 0.01  # F1, on the mean of the kinds of text


def settled(
    examples: Sequence[Example], found: Triples, rows: Told, places: Collection[int], say: Say
) -> tuple[dict[str, object], set[int]]:
    """Return the verdict, the thresholds and the fields, and the examples in which something is found.

    `found` are the triples of the examples at `places`, `rows` what is coded there.
    """
    say(f"fitting the verdict on {len(found.truth)} triples of documents that the models have not seen")
    chances = verdicts_out_of_fold(found).tolist()
    scored = list(zip(found.example, chances, found.truth.tolist(), strict=True))
    cuts = thresholds(examples, scored, places, say)
    hits = {n for n, chance, _ in scored if chance >= cuts[examples[n].scene.genre]}
    weights = fit_weights(found.rows, found.truth)
    fields = fit_fields(rows)
    shares = ", ".join(f"{name} {share:.3f}" for name, share in right(rows, fields).items())
    say(f"fields right, of the rows that they are weighed on: {shares}")
    verdict = dict(zip(NAMES, weights.tolist(), strict=True))
    return {"thresholds": cuts, "verdict": verdict, "fields": fields}, hits


def triples_by(examples: Sequence[Example], model: Model) -> Triples:
    """Return the triples of which the coder asks the encoder, with what is weighed of each."""
    rows, truth, fold, places, codes = [], [], [], [], []
    for start in range(0, len(examples), AT_ONCE):
        several = examples[start : start + AT_ONCE]
        for n, found in enumerate(judged([one.scene for one in several], model), start):
            own = [one.candidate.code for one in found]
            if own:
                rows.append(rows_of(examples[n], own, np.array([one.trees for one in found]), model.encoder))
            truth += [code in examples[n].triples for code in own]
            fold += [examples[n].fold] * len(own)
            places += [n] * len(own)
            codes += own
    return Triples(np.concatenate(rows), np.array(truth, np.bool_), np.array(fold), places, codes)


def _right(examples: Sequence[Example], found: Triples, chances: Floats, cuts: dict[str, float]) -> dict[str, float]:
    """Return the F1 of each kind of text at its threshold."""
    genres = [examples[n].scene.genre for n in found.example]
    shares = {}
    for genre, cut in cuts.items():
        taken = np.array([one == genre for one in genres]) & (chances >= cut)
        gold = sum(len(one.triples) for one in examples if one.scene.genre == genre)
        shares[genre] = round(float(2 * found.truth[taken].sum() / max(taken.sum() + gold, 1)), 3)
    return shares


def settle_anew(examples: Sequence[Example], model: Model, say: Say) -> None:
    """Settle with trees and linear models as they are, and write it into `model.json` with the encoder's digest.

    What was settled before, on other text, stands unless this does better by `MARGIN`: thresholds chosen here flatter.
    """
    card = model.folder / CARD
    facts, found = json.loads(card.read_text(encoding="utf-8")), triples_by(examples, model)
    rows = told(examples, model.linear, model.encoder)
    learnt, _ = settled(examples, found, rows, range(len(examples)), say)
    anew = _right(examples, found, verdicts_out_of_fold(found), cast("dict[str, float]", learnt["thresholds"]))
    before = _right(examples, found, model.probability(np.asarray(found.rows, np.float64)), model.thresholds)
    say(f"F1 anew {anew}, as settled before {before}")
    better = sum(anew.values()) - sum(before.values()) > MARGIN * len(anew)
    made = facts | {"encoder": model.encoder.digest} | (learnt if better else {})
    card.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    say(f"{card}: {'settled anew' if better else 'what was settled before stands'}")
