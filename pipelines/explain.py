"""Why a sentence was coded as it was: the parse, the parties, what each trigger was read as, and the near misses."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.extract.context import Source
from pipelines.extract.dates import find_dates
from pipelines.extract.features import Scene
from pipelines.extract.governed import told
from pipelines.extract.judging import Judgement, judged
from pipelines.extract.mentions import Found, mentions_of
from pipelines.extract.model import model
from pipelines.extract.readings import read
from pipelines.extract.roles import phrase_of, role
from pipelines.extract.scene import scene_alone
from pipelines.extract.triggers import find_triggers
from pipelines.extract.triples import Candidate
from pipelines.extract.verdict import is_asked, log_odds
from pipelines.flat import flatten
from pipelines.parse import parse

NEAR_MISSES = 8


@dataclass(frozen=True)
class Explanation:
    """The steps of coding one sentence, each as a frame, in the order in which they are taken."""

    tokens: pl.DataFrame
    parties: pl.DataFrame
    readings: pl.DataFrame
    expressions: pl.DataFrame
    candidates: pl.DataFrame
    mentions: list[Found]
    threshold: float


def _role(scene: Scene, candidate: Candidate, token: int) -> str:
    if token < 0:
        return "outside the sentence"
    return role(scene.parse, phrase_of(scene.parse, token), candidate.reading.trigger.head)


def _parts(one: Judgement) -> dict[str, float]:
    """Return the log-odds of the lever, of each party in its role, and of the whole by the trees and by the encoder."""
    found, trees = one.candidate, float(log_odds(np.array(one.trees)))
    parts = {"lever": found.reading.logit, "actor": found.row.as_actor, "target": found.row.as_target}
    return {**parts, "trees": trees, "encoder": one.encoder}


def _verdict(one: Judgement, threshold: float, asked: bool) -> str:
    if not asked:
        return "rejected: nothing here is likely enough to ask the encoder"
    if one.probability >= threshold:
        return "accepted"
    weakest = min(_parts(one).items(), key=lambda item: item[1])
    return f"rejected: below {threshold:.2f}, weakest {weakest[0]} ({weakest[1]:+.1f})"


def _candidate_row(scene: Scene, one: Judgement, verdict: str) -> dict[str, object]:
    candidate = one.candidate
    actor, lever, target = candidate.code
    return {
        "actor": actor,
        "lever": lever,
        "target": target,
        "probability": round(one.probability, 3),
        "verdict": verdict,
        "trigger": candidate.reading.trigger.phrase,
        "log_odds": ", ".join(f"{name} {value:+.1f}" for name, value in _parts(one).items()),
        "actor_is": f"{candidate.actor.party.kind}, {_role(scene, candidate, candidate.actor.token)}",
        "target_is": f"{candidate.target.party.kind}, {_role(scene, candidate, candidate.target.token)}",
    }


def explain(sentence: str, source: Source) -> Explanation:
    """Code one sentence as if it stood alone in a document of that source, and keep every step."""
    text = flatten(sentence)
    scene = scene_alone(next(parse([text])), source)
    parsed, triggers = scene.parse, find_triggers(scene.parse)
    cut = model().thresholds[scene.genre]
    (found,) = judged([scene], model(), asked=0.0)
    asked = is_asked([one.trees for one in found])
    accepted = [one for one in found if one.probability >= cut]
    shown = [*accepted, *[one for one in found if one.probability < cut][:NEAR_MISSES]]
    rows = [_candidate_row(scene, one, _verdict(one, cut, asked)) for one in shown]
    readings = read(scene, triggers, model().linear, list(model().levers))
    quantities = [(text[q.start : q.end], f"{q.value:g} {q.unit}", "quantity") for q in told(scene)]
    dates = [(text[d.start : d.end], d.edtf, "date") for d in find_dates(text, source.day)]
    return Explanation(
        tokens=pl.DataFrame(
            {
                "word": parsed.words,
                "lemma": parsed.lemmas,
                "tag": parsed.tags,
                "relation": parsed.deps,
                "head": [parsed.words[head] for head in parsed.heads],
            }
        ),
        parties=pl.DataFrame(
            [
                (text[n.party.start : n.party.end] if n.token >= 0 else "", n.party.code, n.party.kind)
                for n in scene.nodes
            ],
            schema=["text", "code", "kind"],
            orient="row",
        ),
        readings=pl.DataFrame(
            [(r.trigger.phrase, r.lever, round(r.logit, 2), round(r.spoken, 2)) for r in readings],
            schema={"trigger": pl.String, "lever": pl.String, "log_odds": pl.Float64, "in_the_sentence": pl.Float64},
            orient="row",
        ),
        expressions=pl.DataFrame(
            [*dates, *quantities], schema={"text": pl.String, "value": pl.String, "kind": pl.String}, orient="row"
        ),
        candidates=pl.DataFrame(rows),
        mentions=mentions_of(scene, found if asked else [], model(), source.day),
        threshold=cut,
    )
