"""What has been coded already: a document is coded again only if the coder, its text or its metadata changed."""

from dataclasses import dataclass

import polars as pl

from pipelines.version import coding_version
from schemas.ids import digest
from schemas.tables import CODED_MENTIONS, CODINGS

DEPENDS_ON = ("document_id", "published", "title", "publisher")


@dataclass(frozen=True)
class Plan:
    """The documents to code, and the ledger rows of those that stand; both carry `coding_key`."""

    todo: pl.DataFrame
    kept: pl.DataFrame


def plan(documents: pl.DataFrame, codings: pl.DataFrame) -> Plan:
    """Compare English documents with the ledger."""
    english = documents.filter(pl.col("language") == "en")
    keys = [digest(coding_version(), *row) for row in english.select(DEPENDS_ON).iter_rows()]
    keyed = english.with_columns(coding_key=pl.Series(keys, dtype=pl.String))
    done = codings.join(keyed.select("document_id", "coding_key"), on=["document_id", "coding_key"], how="semi")
    return Plan(keyed.join(done, on="document_id", how="anti"), done)


def _count(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    return frame.group_by("document_id").agg(pl.len().cast(pl.Int64).alias(name))


def merge(
    plan: Plan, old: pl.DataFrame, new: pl.DataFrame, sentences: pl.DataFrame, candidates: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return `mentions` and `codings`: what stands from before, and what was coded now."""
    mentions = pl.concat([old.join(plan.kept, on="document_id", how="semi"), new])
    coded = plan.todo.select("document_id", "coding_key", coder_version=pl.lit(coding_version()))
    for frame, name in ((sentences, "n_sentences"), (candidates, "n_candidates"), (new, "n_mentions")):
        coded = coded.join(_count(frame, name), on="document_id", how="left").with_columns(pl.col(name).fill_null(0))
    return CODED_MENTIONS.conform(mentions), CODINGS.conform(pl.concat([plan.kept, coded.select(plan.kept.columns)]))
