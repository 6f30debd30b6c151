"""Gold for events, listed by hand: acts with the sentences that tell them, and pairs of sentences judged one act or two.

A gold folder holds `acts.jsonl`, one JSON object a telling: act, actor, lever, target, day (EDTF, may be empty),
source_key, quote. Beside it, or in its stead, may stand `pairs.jsonl`, one JSON object a pair of tellings of which somebody
judged whether they tell one act: same (true or false), left and right (each with actor, lever, target, source_key, quote).
"""

import json
from pathlib import Path

import polars as pl

from schemas.edtf import bounds

TELLING = ("actor", "lever", "target", "source_key", "quote")
NEEDED = ("act", "actor", "lever", "target", "day", "source_key", "quote")
ACTS, PAIRS = "acts.jsonl", "pairs.jsonl"
NO_ACTS = pl.DataFrame(schema=dict.fromkeys(NEEDED, pl.String)).with_row_index("telling")
CODE = ["document_id", "actor", "lever", "target"]
BOTH = ["mention_id", "mention_id_right"]


def taught(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the gold acts and the judged pairs of a folder that has one of the two, or both."""
    if (folder / PAIRS).exists() and not (folder / ACTS).exists():
        return NO_ACTS, read_pairs(folder)
    return read_acts(folder), read_pairs(folder)


def read_pairs(folder: Path) -> pl.DataFrame:
    """Return the judged pairs of a gold folder: pair, same, left and right (structs); none if it has no `pairs.jsonl`."""
    path = folder / PAIRS
    side = pl.Struct(dict.fromkeys(TELLING, pl.String))
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "pair": pl.Int64,
        "same": pl.Boolean,
        "left": side,
        "right": side,
    }
    rows: list[tuple[int, bool, dict[str, str], dict[str, str]]] = []
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for n, line in enumerate(lines, 1):
        row = json.loads(line)
        try:
            left, right = ({name: row[one][name] for name in TELLING} for one in ("left", "right"))
            rows.append((n, row["same"], left, right))
        except KeyError as error:
            raise ValueError(f"{path}, line {n}: {error.args[0]} is missing") from error
    return pl.DataFrame(rows, schema=schema, orient="row")


def read_acts(folder: Path) -> pl.DataFrame:
    """Return the tellings of a gold folder; raise ValueError naming the line that lacks a key."""
    path = folder / ACTS
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: one JSON object a telling with {', '.join(NEEDED)}")
    rows = []
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        if missing := [name for name in NEEDED if name not in row]:
            raise ValueError(f"{path}, line {n}: {missing[0]} is missing")
        bounds(row["day"])
        rows.append({name: str(row[name]) for name in NEEDED})
    return pl.DataFrame(rows, schema=NO_ACTS.drop("telling").schema).with_row_index("telling")


def placed(gold: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Add where each quote stands: document and offsets; quotes that are not found have none."""
    joined = gold.join(documents.select("source_key", "document_id", "text"), on="source_key", how="left")
    at = joined.select(
        pl.struct("text", "quote").map_elements(
            lambda row: (row["text"] or "").find(row["quote"]), return_dtype=pl.Int64
        )
    ).to_series()
    return joined.drop("text").with_columns(start=at, end=at + pl.col("quote").str.len_chars())


def met(quotes: pl.DataFrame, mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return the quotes with the mentions of their code that overlap them; `mentions` may have any columns more."""
    found = placed(quotes, documents).filter(pl.col("start") >= 0)
    kept = mentions.select("mention_id", *CODE, "evidence_start", "evidence_end")
    overlap = (pl.col("start") < pl.col("evidence_end")) & (pl.col("evidence_start") < pl.col("end"))
    return found.join(kept, on=CODE).filter(overlap)


def mentions_of_pairs(judged: pl.DataFrame, mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of mentions that were judged as pairs: the smaller and the larger mention_id, and `same`."""
    sides = []
    for side in ("left", "right"):
        quotes = judged.select("pair", "same", pl.col(side).struct.unnest())
        sides.append(met(quotes, mentions, documents).select("pair", "same", "mention_id"))
    both = sides[0].join(sides[1], on=["pair", "same"]).filter(pl.col("mention_id") != pl.col("mention_id_right"))
    least, most = pl.min_horizontal(BOTH), pl.max_horizontal(BOTH)
    return both.select(least.alias(BOTH[0]), most.alias(BOTH[1]), "same")
