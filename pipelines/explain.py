"""Why a sentence was coded as it was: the parse, the parties, what each trigger was read as, and the near misses."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.extract.context import Source
from pipelines.extract.dates import find_dates
from pipelines.extract.features import Scene
from pipelines.extract.judging import Judgement, judged
from pipelines.extract.mentions import Found, mentions_of, needed
from pipelines.extract.model import model
from pipelines.extract.quantities import told
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


def _tokens(scene: Scene) -> pl.DataFrame:
    parsed = scene.parse
    heads = [parsed.words[head] for head in parsed.heads]
    columns = {"word": parsed.words, "lemma": parsed.lemmas, "tag": parsed.tags, "relation": parsed.deps, "head": heads}
    return pl.DataFrame(columns)


def _parties(scene: Scene) -> pl.DataFrame:
    text, nodes = scene.parse.text, scene.nodes
    rows = [(text[n.party.start : n.party.end] if n.token >= 0 else "", n.party.code, n.party.kind) for n in nodes]
    return pl.DataFrame(rows, schema=["text", "code", "kind"], orient="row")


def _readings(scene: Scene) -> pl.DataFrame:
    readings = read(scene, find_triggers(scene.parse), model().linear, list(model().levers))
    rows = [(one.trigger.phrase, one.lever, round(one.logit, 2), round(one.spoken, 2)) for one in readings]
    schema = {"trigger": pl.String, "lever": pl.String, "log_odds": pl.Float64, "in_the_sentence": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _expressions(scene: Scene, source: Source) -> pl.DataFrame:
    """Return the dates and the quantities that the sentence tells."""
    text = scene.parse.text
    dates = [(text[one.start : one.end], one.edtf, "date") for one in find_dates(text, source.day)]
    quantities = [(text[one.start : one.end], f"{one.value:g} {one.unit}", "quantity") for one in told(scene)]
    schema = {"text": pl.String, "value": pl.String, "kind": pl.String}
    return pl.DataFrame([*dates, *quantities], schema=schema, orient="row")


def _candidates(scene: Scene, found: list[Judgement], threshold: float, asked: bool) -> pl.DataFrame:
    """Return what was accepted, and the likeliest of what was not."""
    accepted, refused = ([one for one in found if (one.probability >= threshold) == wanted] for wanted in (True, False))
    shown = [*accepted, *refused[:NEAR_MISSES]]
    return pl.DataFrame([_candidate_row(scene, one, _verdict(one, threshold, asked)) for one in shown])


def explain(sentence: str, source: Source) -> Explanation:
    """Code one sentence as if it stood alone in a document of that source, and keep every step."""
    scene = scene_alone(next(parse([flatten(sentence)])), source)
    cut = needed(scene, model())
    (found,) = judged([scene], model(), asked=0.0)
    asked = is_asked([one.trees for one in found])
    return Explanation(
        tokens=_tokens(scene),
        parties=_parties(scene),
        readings=_readings(scene),
        expressions=_expressions(scene, source),
        candidates=_candidates(scene, found, cut, asked),
        mentions=mentions_of(scene, found if asked else [], model(), source.day),
        threshold=cut,
    )
