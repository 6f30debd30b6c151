"""What is said of an act by all that tell it: its codes, its quantity, its date, and which mention each comes from."""

import polars as pl

from schemas import codebook

PRECISIONS = ["day", "month", "season", "interval", "year", "before", "after", "unknown"]
NEAR = 10  # days around the first report within which a single stated date is believed
BASES = ["text", "document", "none"]
DATES = ["date", "date_start", "date_end", "date_precision", "date_basis"]
CODES = ["actor", "lever", "target", "stance", "status", "granularity", "plover_event", "plover_mode", "cameo_root"]


def _ranked(members: pl.DataFrame) -> pl.DataFrame:
    """Sort the mentions of each act: what a person decided, then the stance and status that most confidence speaks for.

    Among these come those whose words may be shown, the surest first; the first is the best evidence of its act.
    Confidences are summed as whole numbers: no order matters.
    """
    ranks = codebook.table("statuses").select("status", rank=pl.col("rank").cast(pl.Int8))
    votes = (pl.col("confidence") * 10_000).round().cast(pl.Int64).sum().over("act", "stance", "status")
    hidden = ~pl.col("rights_code").is_in(codebook.free_rights())
    return members.join(ranks, on="status").sort(
        "act", _decided(), votes, "rank", hidden, "confidence", "mention_id",
        descending=[False, True, True, True, False, True, False],
    )  # fmt: skip


def _decided() -> pl.Expr:
    """Tell whether a person decided on a mention."""
    return pl.col("correction_id") != ""


def _trusted() -> pl.Expr:
    """Tell whether a stated date can date its act: two mentions state it, or it lies close to the act's first report."""
    stated = pl.col("date_basis") == "text"
    reported = pl.col("published_on").min().over("act")
    late, early = ((reported - pl.col(edge)).dt.total_days() for edge in ("date_start", "date_end"))
    lag = pl.when(early > 0).then(early).when(late < 0).then(late).when(late.is_null()).then(None).otherwise(0)
    alone = (pl.col("date_basis") != "text").any().over("act").not_()
    return stated & (alone | (pl.col("told") > 1) | lag.is_null() | lag.is_between(-NEAR, NEAR))


def dated(members: pl.DataFrame) -> pl.DataFrame:
    """Return the date of each act: a decided one, the most precise that its texts state, the bound of its first document."""
    stated = pl.col("date_basis") == "text"
    counted = members.with_columns(told=pl.when(stated).then(pl.len().over("act", *DATES)).otherwise(0))
    ordered = counted.with_columns(
        by_trust=~_trusted(),
        by_basis=pl.col("date_basis").replace_strict(BASES, range(len(BASES)), return_dtype=pl.Int8),
        by_precision=pl.when(pl.col("date_basis") == "text")
        .then(pl.col("date_precision").replace_strict(PRECISIONS, range(len(PRECISIONS)), return_dtype=pl.Int8))
        .otherwise(0),
    )
    bound = pl.when(pl.col("by_trust") & (pl.col("date_basis") == "document")).then(0).otherwise(pl.col("by_basis") + 1)
    ranked = ordered.with_columns(by_basis=bound).sort(
        "act", _decided(), "by_trust", "by_basis", "by_precision", "told", "date_end", "mention_id",
        descending=[False, True, False, False, False, True, False, False], nulls_last=True,
    )  # fmt: skip
    return ranked.unique("act", keep="first", maintain_order=True).select("act", *DATES, date_from="mention_id")


def _quantity(column: str) -> pl.Expr:
    """Return the quantity of the best mention; where it tells none, the one that all others of an act agree on."""
    told = pl.col(column).filter(pl.col("magnitude_value").is_not_null())
    agreed = (
        pl.struct("magnitude_value", "magnitude_unit").filter(pl.col("magnitude_value").is_not_null()).n_unique() == 1
    )
    is_act = pl.col("granularity").first() == "act"
    return pl.coalesce(pl.col(column).first(), pl.when(agreed & is_act).then(told.first()))


def summary(members: pl.DataFrame) -> pl.DataFrame:
    """Return one row an act: codes of the best mention, counts over all."""
    quantity = [_quantity(name) for name in ("magnitude_value", "magnitude_unit")]
    measured = pl.col("magnitude_value").is_not_null()
    published = pl.col("published").filter(pl.col("published") != "")
    return (
        _ranked(members)
        .group_by("act", maintain_order=True)
        .agg(
            *(pl.col(name).first() for name in CODES),
            *quantity,
            mention_id=pl.col("mention_id").first(),
            magnitude_from=pl.col("mention_id").filter(measured).first(),
            confidence=pl.col("confidence").max(),
            n_mentions=pl.len().cast(pl.Int64),
            n_documents=pl.col("document_id").n_unique().cast(pl.Int64),
            n_publishers=pl.col("publisher").filter(pl.col("publisher") != "").n_unique().clip(1).cast(pl.Int64),
            first_reported=published.min().fill_null(""),
            last_reported=published.max().fill_null(""),
            correction_ids=pl.col("correction_id").filter(pl.col("correction_id") != "").unique().sort().str.join(";"),
        )
    )
