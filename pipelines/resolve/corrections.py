"""Applies the decisions of people to the mentions, in this one place.

Where the document is there but the words are not, the source has changed: that fails loudly, for a person must look again.
"""

from dataclasses import dataclass
from typing import Any

import polars as pl

from pipelines.resolve.decisions import CODE, Correction, CorrectionError
from schemas import codebook
from schemas.edtf import dated
from schemas.ids import mention_id, text_sha256
from schemas.tables import CORRECTIONS, MENTIONS


@dataclass(frozen=True)
class Document:
    """What a decision needs to know of the document it is about."""

    document_id: str
    text: str
    rights_code: str
    published: str


@dataclass(frozen=True)
class Corrected:
    """The mentions after all decisions, and what became of each decision."""

    mentions: pl.DataFrame
    corrections: pl.DataFrame


def _document_of(one: Correction, known: dict[str, Document]) -> Document | None:
    """Return the document the decision is about, None if it is not among the inputs; raise if its words are gone."""
    found = known.get(one.document)
    if found and one.expect not in found.text:
        raise CorrectionError(
            f"correction of {one.document}: its text no longer holds {one.expect[:80]!r}; the source has changed: "
            "read it again, then mend or remove the entry in corrections.yml"
        )
    return found


def _fixed(row: dict[str, Any], one: Correction, published: str) -> dict[str, Any]:
    """Return a mention with the values of a decision; dates, quantity and identifier follow from them."""
    chosen = dict(one.set)
    values = {**row, **chosen, "confidence": 1.0, "correction_id": one.correction_id}
    value = values["magnitude_value"]
    values["magnitude_value"] = None if value in (None, "") else float(value)
    values["magnitude_unit"] = None if value in (None, "") else values["magnitude_unit"]
    if "date" in chosen:
        values |= dated(chosen["date"], published)
    place = (values["document_id"], values["evidence_start"], values["evidence_end"])
    values["mention_id"] = mention_id(*place, *(values[name] for name in CODE))
    return values


def _fresh(one: Correction, document: Document) -> dict[str, Any]:
    """Return the mention that a person accepted and the coder does not make (any more), with the values they saw."""
    if missing := [name for name in ("stance", "status", "granularity", "date") if name not in dict(one.set)]:
        raise CorrectionError(
            f"correction of {one.document}: the coder does not make {'|'.join(one.code)} of {one.expect[:60]!r} any more, "
            f"and the entry does not say its {missing[0]}: add it below `set:`"
        )
    start = document.text.index(one.expect)
    return {
        **dict.fromkeys(MENTIONS.schema),
        "document_id": document.document_id, "source_key": one.document, "rights_code": document.rights_code,
        "evidence_start": start, "evidence_end": start + len(one.expect), "evidence": one.expect,
        "evidence_sha256": text_sha256(one.expect), **dict(zip(CODE, one.code, strict=True)),
        "rule_id": "correction", "trigger_start": start, "trigger_end": start + len(one.expect),
    }  # fmt: skip


def apply(
    mentions: pl.DataFrame, documents: pl.DataFrame, sources: pl.DataFrame, decided: list[Correction]
) -> Corrected:
    """Return the mentions that count: of current sources, and as people decided."""
    current = sources.filter("is_current").select("source_key", "document_id")
    facts = documents.select("document_id", "text", "rights_code", "published")
    known = {key: Document(*row) for key, *row in current.join(facts, on="document_id").iter_rows()}
    kept = (
        mentions.join(current, on="document_id", how="semi")
        .join(facts.select("document_id", "rights_code"), on="document_id")
        .with_columns(correction_id=pl.lit(""))
        .select(MENTIONS.schema.names())
    )
    rows = []
    for one in decided:
        document = _document_of(one, known)
        kept, outcome = _decide(kept, one, document) if document else (kept, "pending")
        rows.append(_row(one, outcome))
    made = pl.DataFrame(rows, schema=CORRECTIONS.schema)
    return Corrected(
        MENTIONS.conform(kept.unique("mention_id", keep="last", maintain_order=True)),
        CORRECTIONS.conform(made.unique("correction_id", keep="last", maintain_order=True)),
    )


def _decide(kept: pl.DataFrame, one: Correction, document: Document) -> tuple[pl.DataFrame, str]:
    """Return the mentions after one decision, and its outcome."""
    here = pl.col("document_id") == document.document_id
    if one.action == "retract":
        return kept.filter(~here), "applied"
    words = here & _same_words(one, document)
    hit = words & _is_coded(one.code)
    if kept.filter(hit).is_empty():  # the coder may have learnt what a person told it
        hit = words & _is_coded(one.code_after)
    met, rest = kept.filter(hit), kept.filter(~hit)
    if one.action == "reject":
        return rest, "applied" if met.height else "not needed"
    found = met.to_dicts() or [_fresh(one, document)]
    fixed = pl.DataFrame([_fixed(row, one, document.published) for row in found], schema=kept.schema)
    crossed = codebook.crosswalk(fixed.drop("plover_event", "plover_mode", "cameo_root")).select(kept.columns)
    return pl.concat([rest, crossed]), "applied"


def _is_coded(code: tuple[str, ...]) -> pl.Expr:
    return pl.all_horizontal(pl.col(name) == value for name, value in zip(CODE, code, strict=True))


def _same_words(one: Correction, document: Document) -> pl.Expr:
    """Tell which evidence holds the words of a decision; the ends of sentences may lie elsewhere by now."""
    start = document.text.index(one.expect)
    overlap = (pl.col("evidence_start") < start + len(one.expect)) & (pl.col("evidence_end") > start)
    return (pl.col("evidence") == one.expect) | overlap


def _row(one: Correction, outcome: str) -> dict[str, str]:
    return {
        "correction_id": one.correction_id,
        "action": one.action,
        "source_key": one.document,
        "evidence": one.expect,
        "evidence_sha256": text_sha256(one.expect) if one.expect else "",
        **dict(zip(CODE, one.code, strict=True)),
        "fields_after": ";".join(f"{name}={value}" for name, value in one.set),
        "reason": one.reason,
        "decided_on": one.decided_on,
        "decided_by": one.decided_by,
        "outcome": outcome,
    }
