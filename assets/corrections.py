"""Coded mentions to mentions: decisions of people are applied, and only documents whose source still stands count."""

import dagster as dg
import polars as pl

from assets.resources import HomeResource, out
from pipelines.resolve.corrections import Corrected, apply
from pipelines.resolve.decisions import read_corrections
from schemas.tables import CORRECTIONS, MENTIONS


@dg.multi_asset(
    outs={table.name: out(table, "resolving") for table in (MENTIONS, CORRECTIONS)}, name="apply_corrections"
)
def apply_corrections(
    coded_mentions: pl.DataFrame, documents: pl.DataFrame, document_sources: pl.DataFrame, home: HomeResource
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Apply corrections.yml; fail loudly where a decision's source has changed."""
    done: Corrected = apply(coded_mentions, documents, document_sources, read_corrections(home.get().corrections))
    return done.mentions, done.corrections
