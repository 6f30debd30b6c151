"""Decisions of people about single mentions and documents, read from corrections.yml and applied in this one place.

A decision names its mention by document, exact words and code, so it survives another coding as long as the words stand.
Where the document is there but the words are not, the source has changed: that fails loudly, for a person must look again.
"""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from schemas import codebook
from schemas.edtf import dated
from schemas.ids import mention_id, short_id, text_sha256
from schemas.tables import CORRECTIONS, MENTIONS

FIXABLE = (
    "actor", "lever", "target", "stance", "status", "granularity", "date", "magnitude_value", "magnitude_unit",
)  # fmt: skip
CODE = ["actor", "lever", "target"]


class CorrectionError(ValueError):
    """A correction that cannot be read, or whose source has changed."""


@dataclass(frozen=True)
class Correction:
    """One decision. `code` is (actor, lever, target) as the coder had it; `set` what a fix changes."""

    action: str
    document: str
    reason: str
    decided_on: str
    decided_by: str
    expect: str = ""
    code: tuple[str, str, str] = ("", "", "")
    set: tuple[tuple[str, str], ...] = ()

    @property
    def correction_id(self) -> str:
        """Identify the decision by its locator, action and values."""
        values = ";".join(f"{name}={value}" for name, value in self.set)
        return short_id("X", self.action, self.document, self.expect, *self.code, values)


def _one(path: Path, n: int, entry: object) -> Correction:
    where = f"{path}, entry {n}"
    if not isinstance(entry, dict):
        raise CorrectionError(f"{where}: an entry is a mapping with action, document, reason, decided_on, decided_by")
    known = {field.name for field in fields(Correction)}
    if unknown := set(entry) - known:
        raise CorrectionError(f"{where}: unknown key {sorted(unknown)[0]!r}; known are {', '.join(sorted(known))}")
    for name in ("action", "document", "reason", "decided_on", "decided_by"):
        if not str(entry.get(name, "")).strip():
            raise CorrectionError(f"{where}: {name} is missing")
    if entry["action"] not in codebook.code_list("actions"):
        raise CorrectionError(f"{where}: {entry['action']!r} is no action; use accept, fix, reject or retract")
    if entry["action"] != "retract" and not (entry.get("expect") and len(entry.get("code", ())) == 3):
        raise CorrectionError(f"{where}: give expect (the exact words) and code: [actor, lever, target]")
    values = {str(k): str(v) for k, v in (entry.get("set") or {}).items()}
    if bad := set(values) - set(FIXABLE):
        raise CorrectionError(f"{where}: {sorted(bad)[0]!r} cannot be set; use {', '.join(FIXABLE)}")
    plain = {name: str(entry[name]) for name in ("action", "document", "reason", "decided_on", "decided_by")}
    return Correction(
        **plain,
        expect=str(entry.get("expect", "")),
        code=tuple(str(x) for x in entry.get("code", ("", "", ""))),  # type: ignore[arg-type]
        set=tuple(sorted(values.items())),
    )


def read_corrections(path: Path) -> list[Correction]:
    """Return the decisions of a file, none if there is no file; raise CorrectionError naming file and entry."""
    if not path.exists():
        return []
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except yaml.YAMLError as error:
        raise CorrectionError(f"{path} is not readable YAML: {error}") from error
    if not isinstance(loaded, list):
        raise CorrectionError(f"{path}: the file is a list of entries, each beginning with `- action:`")
    return [_one(path, n, entry) for n, entry in enumerate(loaded, 1)]


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
    code = pl.all_horizontal(pl.col(name) == value for name, value in zip(CODE, one.code, strict=True))
    hit = here & (pl.col("evidence") == one.expect) & code
    met = kept.filter(hit)
    rest = kept.filter(~hit)
    if one.action == "reject":
        return rest, "applied" if met.height else "not needed"
    found = met.to_dicts() or [_fresh(one, document)]
    fixed = pl.DataFrame([_fixed(row, one, document.published) for row in found], schema=kept.schema)
    crossed = codebook.crosswalk(fixed.drop("plover_event", "plover_mode", "cameo_root")).select(kept.columns)
    return pl.concat([rest, crossed]), "applied"


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
