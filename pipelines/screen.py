"""Sentences to candidates, in polars: a bag of words and of pairs of neighbouring words, scored by fitted weights.

A sentence passes if its words make an event likely enough to be worth parsing.
"""

from functools import cache
from pathlib import Path

import polars as pl

from pipelines.extract.context import Source
from pipelines.flat import LINK, MARKUP
from pipelines.segment import LONGEST
from schemas.tables import CANDIDATES

WEIGHTS = Path(__file__).parent / "extract" / "model" / "screen.csv"
CONSTANTS = ("(bias)", "(threshold)")
WORDS = r"\w+"
SLACK = {"prose": 1.0}  # log-odds: analysis tells events in words that news does not use
SCALE = 1000  # weights are summed as whole thousandths: the sum must not depend on the order of threads


@cache
def weights() -> pl.DataFrame:
    """Return the fitted weights: word, weight; with the two constants in brackets."""
    if not WEIGHTS.exists():
        raise FileNotFoundError(f"{WEIGHTS} is missing: fit it with `alliance-events train GOLD_DIR ...`")
    return pl.read_csv(WEIGHTS, schema={"word": pl.String, "weight": pl.Float64})


def plain() -> pl.Expr:
    """Return the column `text` without link targets and tags, as the parser sees it."""
    return pl.col("text").str.replace_all(LINK.pattern, " $1 ").str.replace_all(f"(?i){MARKUP.pattern}", " ")


def words() -> pl.Expr:
    """Return the distinct words and pairs of neighbouring words of the column `text`, in lower case."""
    single = plain().str.to_lowercase().str.extract_all(WORDS)
    pairs = single.list.eval(pl.element() + " " + pl.element().shift(-1)).list.drop_nulls()
    return pl.concat_list(single, pairs).list.unique()


def score(sentences: pl.DataFrame) -> pl.DataFrame:
    """Return `sentences` (sentence_id, text) with the log-odds that each tells an event, in column `score`."""
    constant = dict(weights().filter(pl.col("word").is_in(CONSTANTS)).iter_rows())
    bags = sentences.lazy().select("sentence_id", word=words()).explode("word")
    whole = weights().lazy().with_columns(whole=(pl.col("weight") * SCALE).round().cast(pl.Int64))
    sums = bags.join(whole, on="word").group_by("sentence_id").agg(score=pl.col("whole").sum() / SCALE)
    joined = sentences.lazy().join(sums, on="sentence_id", how="left", maintain_order="left")
    return joined.with_columns(score=pl.col("score").fill_null(0.0) + constant["(bias)"]).collect()


def _genres(sentences: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return document_id and genre of each document."""
    counted = sentences.group_by("document_id").len("n").join(documents, on="document_id").sort("document_id")
    rows = [
        (key, Source(publisher=publisher, n_sentences=n).genre)
        for key, publisher, n in counted.select("document_id", "publisher", "n").iter_rows()
    ]
    return pl.DataFrame(rows, schema={"document_id": pl.String, "genre": pl.String}, orient="row")


def texts(sentences: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return `sentences` with the columns `text`, cut from the documents' texts, and `genre`."""
    joined = sentences.join(documents.select("document_id", "text"), on="document_id", maintain_order="left")
    cut = joined.with_columns(text=pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")))
    return cut.join(_genres(sentences, documents), on="document_id", how="left", maintain_order="left")


def candidates(sentences: pl.DataFrame) -> pl.DataFrame:
    """Return the sentences (with their `text`) that are worth parsing."""
    cut = weights().filter(pl.col("word") == "(threshold)")["weight"].item()
    loose = pl.col("genre").replace_strict(SLACK, default=0.0, return_dtype=pl.Float64)
    likely = score(sentences).filter(pl.col("score") >= cut - loose)
    passed = likely.filter(plain().str.len_chars() <= LONGEST)  # what is longer is a table
    return passed.select(*CANDIDATES.schema.names(), "text")
