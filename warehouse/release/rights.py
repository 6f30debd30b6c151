"""What may leave the house: words only as far as their rights allow, never more than the cap of a document.

U.S. government and openly licensed text is published in full. Other text is published as link, publisher, date, span and
SHA-256; a source whose entry allows it also gets one excerpt a document, of at most EXCERPT_WORDS words.
"""

import polars as pl

from schemas import codebook

EXCERPT_WORDS = 25
CAP_WORDS = EXCERPT_WORDS  # of one document over all rows and all releases
EXCERPT = ["document_id", "evidence_start", "evidence", "rights_code"]


def _excerpt(words: pl.Expr) -> pl.Expr:
    """Return the first words of an evidence, at most EXCERPT_WORDS."""
    return words.str.split(" ").list.head(EXCERPT_WORDS).list.join(" ")


def excerpts(releases: list[pl.DataFrame]) -> pl.DataFrame:
    """Return the excerpts that releases publish, each once. Each frame is the `mentions` of one release."""
    shown = pl.concat([frame.select(EXCERPT) for frame in releases]).unique()
    return shown.filter(~pl.col("rights_code").is_in(codebook.free_rights()), pl.col("evidence") != "")


def _evidence(mentions: pl.DataFrame, published: pl.DataFrame) -> pl.DataFrame:
    """Return the mentions with what may be published of their evidence: of an excerpted document one place for ever."""
    before = published.select("document_id", place="evidence_start").unique("document_id", keep="first")
    joined = mentions.join(before, on="document_id", how="left", maintain_order="left")
    place = pl.col("place").fill_null(pl.col("evidence_start").min().over("document_id"))
    first = pl.col("mention_id") == pl.col("mention_id").filter(pl.col("evidence_start") == place).min().over(
        "document_id"
    )
    shown = (
        pl.when(pl.col("rights_code").is_in(codebook.free_rights()))
        .then(pl.col("evidence"))
        .when((pl.col("rights_code") == "short_excerpt") & first.fill_null(False))
        .then(_excerpt(pl.col("evidence")))
        .otherwise(pl.lit(""))
    )
    return joined.with_columns(evidence=shown).select(mentions.columns)


def publishable(tables: dict[str, pl.DataFrame], releases: list[pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Return the tables as they may be published after the releases whose `mentions` are given."""
    free = pl.col("rights_code").is_in(codebook.free_rights())
    documents = tables["documents"].with_columns(
        pl.when(free).then(pl.col(name)).otherwise(pl.lit("")).alias(name) for name in ("text", "title")
    )
    open_keys = tables["documents"].filter(free)["source_key"]
    corrections = tables["corrections"].with_columns(
        evidence=pl.when(pl.col("source_key").is_in(open_keys.implode())).then(pl.col("evidence")).otherwise(pl.lit(""))
    )
    mentions = tables["mentions"]
    shown = _evidence(mentions, excerpts([mentions.clear(), *releases]))
    return {**tables, "documents": documents, "mentions": shown, "corrections": corrections}


def over_cap(releases: list[pl.DataFrame]) -> pl.DataFrame:
    """Return the documents of which all releases together publish more words than the cap: document_id, words."""
    words = excerpts(releases).group_by("document_id").agg(words=pl.col("evidence").str.split(" ").list.len().sum())
    return words.filter(pl.col("words") > CAP_WORDS).sort("document_id")


def attributions(documents: pl.DataFrame) -> pl.DataFrame:
    """Return one row a (publisher, rights_code): what its text is under, and whom to name."""
    counted = documents.group_by("publisher", "rights_code").agg(documents=pl.len(), stated=pl.col("rights").min())
    sources = codebook.table("sources").rename({"publisher": "key"}).drop("rights_code")
    joined = counted.with_columns(key=pl.col("publisher").str.to_lowercase()).join(sources, on="key", how="left")
    return (
        joined.drop("key")
        .with_columns(pl.col("licence", "terms_url", "attribution").fill_null(""))
        .sort("publisher", "rights_code")
    )
