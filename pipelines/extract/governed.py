"""Which quantity of a sentence belongs to a mention."""

import re
from dataclasses import replace
from functools import cache, lru_cache

import polars as pl

from pipelines.extract.dating import distance
from pipelines.extract.features import Scene
from pipelines.extract.magnitude import Quantity, Span, find_quantities
from pipelines.extract.roles import token_at
from pipelines.extract.triggers import LEXICON
from pipelines.extract.triples import Candidate

CHANGE_FROM = re.compile(r"\b(?:from|previous|up from|down from|its|earlier)\s+$", re.IGNORECASE)
MAX_GAP = 60
SHARE_OF_GDP = 6.0  # percent up to which a bare share that an ally is to spend is one of GDP


@cache
def measured() -> dict[str, list[str]]:
    """Return lever -> units that can measure it, the likeliest first, from `lexicon/measured.csv`."""
    frame = pl.read_csv(LEXICON / "measured.csv", infer_schema=False)
    return dict(frame.group_by("lever", maintain_order=True).agg("unit").iter_rows())


def _fits(quantity: Quantity, lever: str) -> bool:
    units = measured().get(lever, [])
    return quantity.unit in units and (not quantity.levers or lever in quantity.levers)


@lru_cache(maxsize=16)
def _found(text: str, names: tuple[Span, ...]) -> list[Quantity]:
    return find_quantities(text, names)  # asked once a mention, and a sentence may have many


def told(scene: Scene) -> list[Quantity]:
    """Return the quantities of a sentence, in which a party's name counts as one word."""
    return _found(
        scene.parse.text, tuple((node.party.start, node.party.end) for node in scene.nodes if node.token >= 0)
    )


def quantities(scene: Scene, lever: str) -> list[Quantity]:
    """Return the quantities of a sentence as a lever reads them: a small share of spending is one of GDP."""
    found = told(scene)
    if lever != "burden_sharing":
        return found
    return [
        replace(one, unit="percent_gdp") if one.unit == "percent" and 0 < one.value <= SHARE_OF_GDP else one
        for one in found
    ]


def magnitude_of(scene: Scene, candidate: Candidate, stance: str) -> tuple[float, str] | None:
    """Return the quantity of the lever nearest to the trigger and the target, the new one of a change.

    What presses is not of size zero: "goods that were duty-free now pay" tells no rate.
    """
    parse, (_, lever, _) = scene.parse, candidate.code
    fitting = [one for one in quantities(scene, lever) if _fits(one, lever) and (one.value or stance != "pressure")]
    fitting = [
        one for one in fitting if not CHANGE_FROM.search(parse.text[max(0, one.start - 14) : one.start])
    ] or fitting
    units = measured().get(lever, [])
    if not fitting:
        return None

    def cost(quantity: Quantity) -> tuple[int, int, int]:
        token = token_at(parse, quantity.start)
        near = distance(parse, token, candidate.reading.trigger.head)
        if candidate.target.token >= 0:
            near += abs(token - candidate.target.token) // 3
        return near, units.index(quantity.unit), quantity.start

    best = min(fitting, key=cost)
    gap = min(
        abs(best.start - parse.ends[candidate.reading.trigger.last]),
        abs(best.end - parse.starts[candidate.reading.trigger.first]),
    )
    return (best.value, best.unit) if gap <= MAX_GAP * (2 if best.unit != "items" else 1) else None
