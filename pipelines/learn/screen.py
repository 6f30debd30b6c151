"""Fits the screen: which words make a sentence worth parsing."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from pipelines.learn.examples import FOLDS, Example
from pipelines.screen import WORDS

STRENGTH = 0.3
MIN_SENTENCES = 3
RECALL = 0.965  # share of the sentences with events that must pass, out of fold


def _model() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0)


def fit_screen(examples: Sequence[Example], path: Path, say: Callable[[str], None]) -> None:
    """Fit word weights and the threshold that keeps RECALL of the sentences with events; write them as CSV."""
    vectors = CountVectorizer(binary=True, min_df=MIN_SENTENCES, token_pattern=rf"(?u){WORDS}")
    matrix = vectors.fit_transform(example.scene.parse.text for example in examples)
    truth = np.array([bool(example.triples) for example in examples])
    fold = np.array([example.fold for example in examples])
    scores = np.zeros(len(truth))
    for one in range(FOLDS):
        scores[fold == one] = (
            _model().fit(matrix[fold != one], truth[fold != one]).decision_function(matrix[fold == one])
        )
    cut = float(np.quantile(scores[truth], 1 - RECALL))
    fitted = _model().fit(matrix, truth)
    words = dict(zip(vectors.get_feature_names_out(), fitted.coef_[0].tolist(), strict=True))
    rows = [("(bias)", float(fitted.intercept_[0])), ("(threshold)", cut), *sorted(words.items())]
    frame = pl.DataFrame(rows, schema=["word", "weight"], orient="row").filter(pl.col("weight").abs() > 0.01)
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.with_columns(pl.col("weight").round(3)).write_csv(path)
    passing = f"{(scores >= cut).mean():.1%} of all sentences pass, {RECALL:.1%} of those with events"
    say(f"screen: {frame.height - 2} words; {passing}")
