"""The codebook's registers as tables of the dataset."""

import dagster as dg
import polars as pl

from assets.resources import out
from schemas import codebook
from schemas.table import Table
from schemas.tables import ENTITIES, REGISTERS


def register(table: Table) -> pl.DataFrame:
    """Return the rows of a register."""
    if table is not ENTITIES:
        return table.conform(codebook.table(table.name))
    codes = codebook.table("countries").select("entity", "iso2", "cow")
    return ENTITIES.conform(
        codebook.entities().join(codes, on="entity", how="left").with_columns(pl.col("iso2", "cow").fill_null(""))
    )


def _asset(table: Table) -> dg.AssetsDefinition:
    @dg.multi_asset(outs={table.name: out(table, "codebook")}, name=f"load_{table.name}")
    def load() -> pl.DataFrame:
        return register(table)

    return load


registers = [_asset(table) for table in REGISTERS]
