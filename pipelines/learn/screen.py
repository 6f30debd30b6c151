"""Fits the screen: which words make a sentence worth parsing."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from pipelines.learn.examples import FOLDS, Example, Say
from pipelines.screen import WORDS

STRENGTH = 0.2
MIN_SENTENCES = 3
SMALLEST = 0.05  # smaller weights are not kept
RECALL = 0.985  # share of the sentences in which the coder finds an event that must pass, out of fold


def _model() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0)


def fit_screen(examples: Sequence[Example], found: set[int], path: Path, say: Say) -> None:
    """Fit the weights of words and pairs of words, and the threshold; write them as CSV.

    `found` are the examples in which the coder, fitted without their documents, finds an event: RECALL of them must pass.
    """
    vectors = CountVectorizer(binary=True, min_df=MIN_SENTENCES, ngram_range=(1, 2), token_pattern=rf"(?u){WORDS}")
    matrix = vectors.fit_transform(example.scene.parse.text for example in examples)
    truth = np.array([bool(example.triples) for example in examples])
    hit = np.array([n in found for n in range(len(examples))])
    fold = np.array([example.fold for example in examples])
    scores = np.zeros(len(truth))
    for one in range(FOLDS):
        scores[fold == one] = (
            _model().fit(matrix[fold != one], truth[fold != one]).decision_function(matrix[fold == one])
        )
    cut = float(np.quantile(scores[hit], 1 - RECALL))
    fitted = _model().fit(matrix, truth)
    words = dict(zip(vectors.get_feature_names_out(), fitted.coef_[0].tolist(), strict=True))
    kept = [(word, weight) for word, weight in sorted(words.items()) if abs(weight) > SMALLEST]
    rows = [("(bias)", float(fitted.intercept_[0])), ("(threshold)", cut), *kept]
    frame = pl.DataFrame(rows, schema=["word", "weight"], orient="row")
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.with_columns(pl.col("weight").round(2)).write_csv(path)
    passing = (
        f"{(scores >= cut).mean():.1%} of all sentences pass, {(scores[truth] >= cut).mean():.1%} of those with events"
    )
    say(f"screen: {len(kept)} words and pairs; {passing}, {RECALL:.1%} of those in which the coder finds one")
