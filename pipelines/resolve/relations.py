"""The relation of a party to the United States on a date, and the ally of an event."""

import polars as pl

from schemas import codebook

ALLIED = ("ally", "partner", "alliance")
FIRST, LAST = "0001-01-01", "9999-12-31"


def _day(column: str, default: str) -> pl.Expr:
    return pl.when(pl.col(column) == "").then(pl.lit(default)).otherwise(pl.col(column)).str.to_date()


def lasting() -> dict[str, pl.Expr]:
    """Return `since` and `until` of a dated register (from, to) as dates; what is open lasts for ever."""
    return {"since": _day("from", FIRST), "until": _day("to", LAST)}


def register() -> pl.DataFrame:
    """Return the dated relations with real dates: entity, relation, since, until."""
    return codebook.table("us_relations").select("entity", "relation", **lasting())


def relation_on(events: pl.DataFrame, party: str) -> pl.DataFrame:
    """Add `<party>_relation` by the event's day (`anchor`); without a day the latest relation counts; USA is `self`."""
    name = f"{party}_relation"
    dated = events.select(
        "row", pl.col(party).alias("entity"), day=pl.col("anchor").fill_null(pl.lit(LAST).str.to_date())
    )
    met = dated.join(register(), on="entity", how="inner").filter(
        (pl.col("since") <= pl.col("day")) & (pl.col("day") <= pl.col("until"))
    )
    first = met.sort("row", "since").unique("row", keep="last").select("row", pl.col("relation").alias(name))
    joined = events.join(first, on="row", how="left", maintain_order="left")
    return joined.with_columns(
        pl.when(pl.col(party) == "USA").then(pl.lit("self")).otherwise(pl.col(name).fill_null("other")).alias(name)
    )


def in_scope() -> pl.Expr:
    """Tell whether a party is the United States, an ally, a partner, an alliance, or an open group, which may hold some."""
    groups = codebook.entities().filter(pl.col("kind") == "group")["entity"].implode()
    known = ("self", *ALLIED)
    return pl.any_horizontal(
        pl.col(f"{party}_relation").is_in(known)
        | (pl.col(party).is_in(groups) & (pl.col(f"{party}_relation") != "rival"))
        for party in ("actor", "target")
    )


def ally() -> pl.Expr:
    """Return the party that is ally, partner or alliance; if both are, the target; null if none is."""
    target = pl.when(pl.col("target_relation").is_in(ALLIED)).then(pl.col("target"))
    return target.otherwise(pl.when(pl.col("actor_relation").is_in(ALLIED)).then(pl.col("actor")))
