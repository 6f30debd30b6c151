"""Documents to mentions: sentences, candidates, and the coder on what it has not yet coded in this version."""

from collections.abc import Iterator

import dagster as dg
import polars as pl

from assets.progress import counting
from assets.resources import HomeResource, out
from assets.settings import workers
from pipelines import screen, segment
from pipelines.extract import coder, ledger
from schemas.tables import CANDIDATES, CODED_MENTIONS, CODINGS, SENTENCES


@dg.multi_asset(outs={SENTENCES.name: out(SENTENCES, "coding")}, name="split_sentences")
def split_sentences(documents: pl.DataFrame) -> pl.DataFrame:
    """Split the English documents into sentences."""
    return segment.sentences(documents.filter(pl.col("language") == "en"))


@dg.multi_asset(outs={CANDIDATES.name: out(CANDIDATES, "coding")}, name="screen_sentences")
def screen_sentences(documents: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Keep the sentences that are worth parsing."""
    return screen.candidates(screen.texts(sentences, documents)).drop("text")


@dg.multi_asset(
    outs={CODED_MENTIONS.name: out(CODED_MENTIONS, "coding"), CODINGS.name: out(CODINGS, "coding")},
    name="code_mentions",
)
def code_mentions(
    context: dg.AssetExecutionContext,
    documents: pl.DataFrame,
    sentences: pl.DataFrame,
    candidates: pl.DataFrame,
    home: HomeResource,
) -> Iterator[dg.Output[pl.DataFrame]]:
    """Code new and changed documents; the ledger of codings is written last."""
    place = home.get()
    plan = ledger.plan(documents, place.read(CODINGS))
    context.log.info(
        f"{plan.todo.height} documents to code, {plan.kept.height} coded before in this version are skipped"
    )
    with counting("coding documents", plan.todo.height) as advance:
        new = coder.code(plan.todo, sentences, set(candidates["sentence_id"]), workers(plan.todo.height), advance)
    mentions, codings = ledger.merge(plan, place.read(CODED_MENTIONS), new, sentences, candidates)
    facts = {"coded": plan.todo.height, "skipped": plan.kept.height, "mentions": new.height}
    yield dg.Output(mentions, CODED_MENTIONS.name, metadata=facts)
    yield dg.Output(codings, CODINGS.name)
