"""Which date expression and which quantity of a sentence belong to a mention."""

import datetime as dt
import re
from bisect import bisect_right
from functools import cache
from pathlib import Path

import polars as pl

from pipelines.extract.dates import Expression, find_dates
from pipelines.extract.features import Scene
from pipelines.extract.magnitude import Quantity, find_quantities
from pipelines.extract.roles import chain, verb_of
from pipelines.extract.triggers import Trigger
from pipelines.extract.triples import Candidate
from pipelines.parse import Parse

CHANGE_FROM = re.compile(r"\b(?:from|previous|up from|down from|its|earlier)\s+$", re.IGNORECASE)
MAX_GAP = 60
STARTING = ("starting", "beginning", "effective")
HEADING_WORDS = 12


def token_at(parse: Parse, character: int) -> int:
    """Return the token that holds a character."""
    return max(0, bisect_right(parse.starts, character) - 1)


def _distance(parse: Parse, first: int, second: int) -> int:
    """Return the number of edges between two tokens."""
    up, down = chain(parse, first), chain(parse, second)
    for steps, token in enumerate(down):
        if token in up:
            return steps + up.index(token)
    return len(up) + len(down)


def _governs(scene: Scene, expression: Expression, trigger: Trigger, status: str) -> bool:
    """Tell whether a date modifies the trigger's own noun or verb, or the clause that the trigger stands in."""
    parse, head = scene.parse, trigger.head
    token = token_at(parse, expression.start)
    above = chain(parse, token)
    own, verb = verb_of(parse, token), verb_of(parse, head)
    is_fronted = token < HEADING_WORDS and own >= 0 and parse.heads[own] == own
    if own < 0 or verb < 0 or own in (verb, head):
        return True
    if head in above:  # the date lies below the trigger: in its own participle, or in a clause that tells another act
        between = above[: above.index(head)]
        clauses = [parse.deps[i] for i in between if parse.tags[i].startswith("VB")]
        return clauses in ([], ["acl"]) and status != "reversed"
    if parse.words[own].lower() in STARTING:
        return verb in above
    if own in chain(parse, head):
        return parse.deps[verb] in ("xcomp", "ccomp", "acl", "pcomp") or (is_fronted and parse.deps[verb] != "relcl")
    return is_fronted or (parse.deps[own] == "conj" and parse.heads[own] == verb and expression.edtf[:2] != "..")


def date_of(scene: Scene, trigger: Trigger, published: dt.date | None, status: str) -> str:
    """Return the EDTF date that governs a mention, empty if none does."""
    found = find_dates(scene.parse.text, published)
    governing = [one for one in found if _governs(scene, one, trigger, status)]
    if not governing:
        return ""

    def cost(one: Expression) -> tuple[int, int]:
        return _distance(scene.parse, token_at(scene.parse, one.start), trigger.head), one.start

    return min(governing, key=cost).edtf


@cache
def measured() -> dict[str, list[str]]:
    """Return lever -> units that can measure it, the likeliest first, from `lexicon/measured.csv`."""
    frame = pl.read_csv(Path(__file__).parent / "lexicon" / "measured.csv", infer_schema=False)
    return {lever: units.split(";") for lever, units in frame.iter_rows()}


def _fits(quantity: Quantity, lever: str) -> bool:
    units = measured().get(lever, [])
    return quantity.unit in units and (not quantity.levers or lever in quantity.levers)


def magnitude_of(scene: Scene, candidate: Candidate) -> tuple[float, str] | None:
    """Return the quantity of the lever nearest to the trigger and the target, the new one of a change."""
    parse, (_, lever, _) = scene.parse, candidate.code
    fitting = [one for one in find_quantities(parse.text) if _fits(one, lever)]
    fitting = [
        one for one in fitting if not CHANGE_FROM.search(parse.text[max(0, one.start - 14) : one.start])
    ] or fitting
    units = measured().get(lever, [])
    if not fitting:
        return None

    def cost(quantity: Quantity) -> tuple[int, int, int]:
        token = token_at(parse, quantity.start)
        near = _distance(parse, token, candidate.reading.trigger.head)
        if candidate.target.token >= 0:
            near += abs(token - candidate.target.token) // 3
        return near, units.index(quantity.unit), quantity.start

    best = min(fitting, key=cost)
    gap = min(
        abs(best.start - parse.ends[candidate.reading.trigger.last]),
        abs(best.end - parse.starts[candidate.reading.trigger.first]),
    )
    return (best.value, best.unit) if gap <= MAX_GAP * (2 if best.unit != "items" else 1) else None
