"""The quantities of a sentence as a lever reads them; `lexicon/measured.csv` says which units can measure it."""

from dataclasses import replace
from functools import cache, lru_cache

import polars as pl

from pipelines.extract.counts import ANY, PEOPLE, unlisted_counts
from pipelines.extract.features import Scene
from pipelines.extract.magnitude import Quantity, Span, find_quantities
from pipelines.extract.parties import IMPLIED
from pipelines.extract.triggers import LEXICON

SHARE_OF_GDP = 6.0  # percent up to which a bare share that an ally is to spend is one of GDP


@cache
def measured() -> dict[str, list[str]]:
    """Return lever -> units that can measure it, the likeliest first, from `lexicon/measured.csv`."""
    frame = pl.read_csv(LEXICON / "measured.csv", infer_schema=False)
    return dict(frame.group_by("lever", maintain_order=True).agg("unit").iter_rows())


@lru_cache(maxsize=16)
def _found(parse_text: str, names: tuple[Span, ...]) -> list[Quantity]:
    return find_quantities(parse_text, names)


def told(scene: Scene) -> list[Quantity]:
    """Return the quantities of a sentence, in which a party's name counts as one word."""
    named = [node.party for node in scene.nodes if node.token >= 0 and node.party.kind != IMPLIED]
    listed = _found(scene.parse.text, tuple((party.start, party.end) for party in named))
    people = [(party.start, party.end) for party in named if party.kind == PEOPLE]
    return sorted([*listed, *unlisted_counts(scene.parse, people, listed)], key=lambda one: one.start)


def quantities(scene: Scene, lever: str) -> list[Quantity]:
    """Return the quantities as a lever reads them: a small share of spending is one of GDP, "five of them" are of its kind."""
    units = measured().get(lever, [])
    kind = next((unit for unit in units if unit in ("persons", "items")), "items")
    found = [replace(one, unit=kind) if _is_open(one) else one for one in told(scene)]
    if lever != "burden_sharing":
        return found
    return [
        replace(one, unit="percent_gdp") if one.unit == "percent" and 0 < one.value <= SHARE_OF_GDP else one
        for one in found
    ]


def _is_open(one: Quantity) -> bool:
    """Tell whether only the lever can say what is counted: no list names the noun, or there is none."""
    return not one.is_listed and one.unit in (ANY, "items")


def fitting(scene: Scene, lever: str) -> list[Quantity]:
    """Return the quantities whose unit can measure a lever."""
    return [one for one in quantities(scene, lever) if one.unit in measured().get(lever, [])]
