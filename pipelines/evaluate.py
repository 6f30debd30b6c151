"""Predicted mentions against gold, as codebook section 7 defines it: detection scores and field accuracies."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

FIELDS = ("stance", "status", "granularity", "date", "magnitude")
TRIPLE = ["actor", "lever", "target"]
CODED = ("doc", *TRIPLE)
ERRORS = ("kind", "doc", "start", "text", *TRIPLE, "confidence", "rule_id")  # columns of the table of errors
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True)
class Scores:
    """Counts of matched, wrong and missed triples."""

    matched: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the predicted that is right."""
        return self.matched / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that is found."""
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.predicted + self.gold
        return 2 * self.matched / total if total else 0.0

    def as_dict(self) -> dict[str, float]:
        """Return the scores for JSON."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "matched": self.matched,
            "predicted": self.predicted,
            "gold": self.gold,
        }


@dataclass(frozen=True)
class Report:
    """Everything `alliance-events evaluate` prints."""

    overall: Scores
    per_lever: dict[str, Scores]
    accuracy: dict[str, tuple[int, int]]
    reliability: pl.DataFrame
    pairs: pl.DataFrame


def read_gold(folder: Path) -> pl.DataFrame:
    """Read a gold folder: one row a gold mention, with magnitude as text; raise FileNotFoundError naming what is missing."""
    path = folder / "gold.jsonl"
    for name in ("documents.jsonl", "sentences.jsonl", "gold.jsonl"):
        if not (folder / name).exists():
            raise FileNotFoundError(
                f"{folder / name} is missing: a gold folder holds documents, sentences and gold .jsonl"
            )
    frame = pl.read_ndjson(path, infer_schema_length=None)
    magnitude = (
        pl.lit("")
        if frame["magnitude"].dtype == pl.Null
        else magnitude_text(pl.col("magnitude").struct.field("value"), pl.col("magnitude").struct.field("unit"))
    )
    return frame.select(
        "doc", "sent", "start", "end", "text", *TRIPLE, "stance", "status", "granularity", "date", magnitude=magnitude
    )


def magnitude_text(value: pl.Expr, unit: pl.Expr) -> pl.Expr:
    """Write value and unit as one comparable text; empty where there is none."""
    return (
        pl.when(unit.is_null()).then(pl.lit("")).otherwise(value.cast(pl.Float64).round(4).cast(pl.String) + " " + unit)
    )


def _predicted(mentions: pl.DataFrame) -> pl.DataFrame:
    return (
        mentions.filter(pl.col("status") != "speculative")
        .select(
            doc="source_key",
            p_start="evidence_start",
            p_end="evidence_end",
            p_text="evidence",
            actor="actor",
            lever="lever",
            target="target",
            p_stance="stance",
            p_status="status",
            p_granularity="granularity",
            p_date="date",
            p_magnitude=magnitude_text(pl.col("magnitude_value"), pl.col("magnitude_unit")),
            confidence="confidence",
            rule_id="rule_id",
        )
        .with_row_index("p")
    )


def _pairs(predicted: pl.DataFrame, gold: pl.DataFrame) -> pl.DataFrame:
    """Pair each gold row with at most one prediction of the same code whose evidence overlaps the sentence."""
    met = predicted.join(gold.with_row_index("g"), on=["doc", *TRIPLE], how="inner")
    met = met.filter((pl.col("p_start") < pl.col("end")) & (pl.col("start") < pl.col("p_end")))
    met = met.sort("confidence", "p", "g", descending=[True, False, False])
    return met.unique("g", keep="first", maintain_order=True).unique("p", keep="first", maintain_order=True)


def _accuracy(pairs: pl.DataFrame) -> dict[str, tuple[int, int]]:
    found = {name: (int((pairs[name] == pairs[f"p_{name}"]).sum()), pairs.height) for name in FIELDS}
    stated = pairs.filter((pl.col("magnitude") != "") | (pl.col("p_magnitude") != ""))
    found["magnitude_stated"] = (int((stated["magnitude"] == stated["p_magnitude"]).sum()), stated.height)
    dated = pairs.filter((pl.col("date") != "") | (pl.col("p_date") != ""))
    return {**found, "date_stated": (int((dated["date"] == dated["p_date"]).sum()), dated.height)}


def _reliability(predicted: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    judged = predicted.with_columns(right=pl.col("p").is_in(pairs["p"].implode()))
    binned = judged.with_columns(bin=pl.col("confidence").cut(BINS[1:-1], left_closed=True).cast(pl.String))
    return (
        binned.group_by("bin")
        .agg(
            mentions=pl.len(),
            mean_confidence=pl.col("confidence").mean().round(3),
            share_right=pl.col("right").mean().round(3),
        )
        .sort("mean_confidence")
    )


def _errors(wrong: pl.DataFrame, missed: pl.DataFrame) -> pl.DataFrame:
    """Return the predictions that no gold row has and the gold rows that were not found, as one table."""
    predicted = wrong.select(
        *CODED, kind=pl.lit("wrong"), start="p_start", text="p_text", confidence="confidence", rule_id="rule_id"
    )
    gold = missed.select(
        *CODED,
        kind=pl.lit("missed"),
        start="start",
        text="text",
        confidence=pl.lit(None, pl.Float64),
        rule_id=pl.lit(""),
    )
    both = pl.concat([one.select(ERRORS) for one in (predicted, gold)])
    return both.sort("doc", "start", "kind", *TRIPLE)


def _by_lever(pairs: pl.DataFrame, predicted: pl.DataFrame, gold: pl.DataFrame) -> dict[str, Scores]:
    def count(frame: pl.DataFrame, lever: str) -> int:
        return frame.filter(pl.col("lever") == lever).height

    levers = sorted({*gold["lever"], *predicted["lever"]})
    return {lever: Scores(count(pairs, lever), count(predicted, lever), count(gold, lever)) for lever in levers}


def evaluate(mentions: pl.DataFrame, gold: pl.DataFrame) -> Report:
    """Score mentions (table `mentions`, source_key = the gold's document id) against gold rows of `read_gold`."""
    real = gold.filter(pl.col("status") != "speculative")
    predicted = _predicted(mentions)
    pairs = _pairs(predicted, real)
    wrong = predicted.filter(~pl.col("p").is_in(pairs["p"].implode()))
    missed = real.with_row_index("g").filter(~pl.col("g").is_in(pairs["g"].implode()))
    return Report(
        Scores(pairs.height, predicted.height, real.height),
        _by_lever(pairs, predicted, real),
        _accuracy(pairs),
        _reliability(predicted, pairs),
        _errors(wrong, missed),
    )
