"""Decisions of people about single mentions and documents, read from corrections.yml.

A decision names its mention by document, exact words and code, so it survives another coding as long as the words stand.
"""

import re
from dataclasses import dataclass, fields
from pathlib import Path

import yaml

from schemas import codebook
from schemas.edtf import is_valid
from schemas.ids import short_id

CODE = ["actor", "lever", "target"]
LISTS = {
    "actor": "entities", "lever": "levers", "target": "entities", "stance": "stances", "status": "statuses",
    "granularity": "granularities", "magnitude_unit": "units",
}  # fmt: skip
FIXABLE = (*LISTS, "date", "magnitude_value")
NUMBER = re.compile(r"\d+(\.\d+)?")


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
    def code_after(self) -> tuple[str, ...]:
        """Return the code that the decision leaves behind."""
        return tuple(dict(self.set).get(name, value) for name, value in zip(CODE, self.code, strict=True))

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
    for name, value in values.items():
        if problem := _problem(name, value):
            raise CorrectionError(f"{where}: {name}: {value!r} {problem}")
    plain = {name: str(entry[name]) for name in ("action", "document", "reason", "decided_on", "decided_by")}
    return Correction(
        **plain,
        expect=str(entry.get("expect", "")),
        code=tuple(str(x) for x in entry.get("code", ("", "", ""))),  # type: ignore[arg-type]
        set=tuple(sorted(values.items())),
    )


def _problem(name: str, value: str) -> str:
    """Return what is wrong with a value that a decision sets, empty if nothing is."""
    if name == "date":
        return "" if is_valid(value) else "is no EDTF date; write 2025-03-04, 2025-03, 2025, ../2026-01 or nothing"
    if name == "magnitude_value":
        return "" if not value or NUMBER.fullmatch(value) else "is no number; the unit stands in magnitude_unit"
    codes = codebook.code_list(LISTS[name])
    return "" if value in codes or (name == "magnitude_unit" and not value) else "is not in the codebook"


def read_corrections(path: Path) -> list[Correction]:
    """Return the decisions of a file, none if there is no file; raise CorrectionError naming file and entry."""
    return parse_corrections(path.read_text(encoding="utf-8"), path) if path.exists() else []


def parse_corrections(text: str, path: Path) -> list[Correction]:
    """Return the decisions of the text of a file; raise CorrectionError naming file and entry."""
    try:
        loaded = yaml.safe_load(text) or []
    except yaml.YAMLError as error:
        raise CorrectionError(f"{path} is not readable YAML: {error}") from error
    if not isinstance(loaded, list):
        raise CorrectionError(f"{path}: the file is a list of entries, each beginning with `- action:`")
    return [_one(path, n, entry) for n, entry in enumerate(loaded, 1)]
