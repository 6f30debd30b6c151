"""Loads the code lists and registers of `schemas/codebook/*.csv`, once, as typed frames. All cells are text."""

from functools import cache
from pathlib import Path

import polars as pl

FOLDER = Path(__file__).parent / "codebook"

# name of the code list -> (file, column that holds the code)
CODE_LISTS = {
    "levers": ("levers", "lever"),
    "statuses": ("statuses", "status"),
    "stances": ("stances", "stance"),
    "granularities": ("granularities", "granularity"),
    "units": ("units", "unit"),
    "relations": ("relations", "relation"),
    "rights": ("rights", "rights_code"),
    "stages": ("stages", "stage"),
    "change_types": ("change_types", "change_type"),
    "reasons": ("reasons", "reason"),
    "redirects": ("redirects", "redirect"),
    "actions": ("actions", "action"),
    "outcomes": ("outcomes", "outcome"),
}


@cache
def table(name: str) -> pl.DataFrame:
    """Return one table of the codebook by its file name, without the ending; empty cells are empty strings."""
    path = FOLDER / f"{name}.csv"
    if not path.exists():
        raise FileNotFoundError(
            f"the codebook has no table {name!r}: {path} is missing; see `alliance-events codebook`"
        )
    return pl.read_csv(path, infer_schema=False).fill_null("")


def names() -> list[str]:
    """Return the names of all tables of the codebook."""
    return sorted(path.stem for path in FOLDER.glob("*.csv"))


@cache
def entities() -> pl.DataFrame:
    """Return the whole register, countries and other entities in one: entity, name, kind, parent."""
    parents = table("territories").select("entity", "parent")
    countries = (
        table("countries")
        .join(parents, on="entity", how="left")
        .select(
            "entity",
            "name",
            kind=pl.when(pl.col("parent").is_null()).then(pl.lit("country")).otherwise(pl.lit("territory")),
            parent=pl.col("parent").fill_null(""),
        )
    )
    others = table("entities").select("entity", "name", "kind", "parent")
    return pl.concat([countries, others]).sort("entity")


@cache
def code_list(name: str) -> frozenset[str]:
    """Return the codes of one list: `entities`, or a key of CODE_LISTS."""
    if name == "entities":
        return frozenset(entities()["entity"])
    file, column = CODE_LISTS[name]
    return frozenset(table(file)[column])


@cache
def free_rights() -> list[str]:
    """Return the rights codes under which words are published in full."""
    return table("rights").filter(pl.col("publishes_text") == "true")["rights_code"].to_list()


def crosswalk(mentions: pl.DataFrame) -> pl.DataFrame:
    """Add PLOVER event and mode and the CAMEO root by (lever, stance, status)."""
    return mentions.join(table("crosswalk"), on=["lever", "stance", "status"], how="left", maintain_order="left")
