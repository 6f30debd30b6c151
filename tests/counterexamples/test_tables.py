"""One valid mention, and for each rule of its table one row with one defect that the real check refuses."""

import datetime as dt

import polars as pl
import pytest
from pandera.errors import SchemaErrors

from schemas.tables import BY_NAME, MENTIONS

VALID = {
    "mention_id": "M-1", "document_id": "D-1", "source_key": "a.txt",
    "evidence_start": 0, "evidence_end": 9, "evidence": "evidence.",
    "actor": "USA", "lever": "tariff", "target": "CAN", "stance": "pressure", "status": "enacted", "granularity": "act",
    "date": "2025-03-04", "date_start": dt.date(2025, 3, 4), "date_end": dt.date(2025, 3, 4), "date_precision": "day",
    "date_basis": "text", "magnitude_value": 25.0, "magnitude_unit": "percent", "confidence": 0.9, "rule_id": "tariff",
    "trigger_start": 0, "trigger_end": 4, "plover_event": "SANCTION", "plover_mode": "", "cameo_root": "16",
    "correction_id": "", "rights_code": "open_licence", "evidence_sha256": "0",
}  # fmt: skip
DEFECTS = {
    "an actor outside the register": {"actor": "ATLANTIS"},
    "a lever outside the codebook": {"lever": "gunboats"},
    "a target that is missing": {"target": None},
    "a stance outside the codebook": {"stance": "angry"},
    "a status outside the codebook": {"status": "rumoured"},
    "a date that is no EDTF": {"date": "03/04/2025"},
    "a confidence above one": {"confidence": 1.2},
    "a negative offset": {"evidence_start": -1},
    "a unit outside the codebook": {"magnitude_unit": "bushels"},
}


def frame(*rows):
    return pl.DataFrame(rows, schema=MENTIONS.schema)


def test_the_valid_row_passes():
    assert MENTIONS.validate(frame(VALID)).height == 1


@pytest.mark.parametrize("defect", DEFECTS.values(), ids=DEFECTS)
def test_a_defect_is_refused(defect):
    with pytest.raises(SchemaErrors):
        MENTIONS.validate(frame(VALID, {**VALID, "mention_id": "M-2", **defect}))


def test_a_second_row_with_the_same_key_is_refused():
    with pytest.raises(SchemaErrors):
        MENTIONS.validate(frame(VALID, VALID))


@pytest.mark.parametrize(
    "change", [lambda f: f.drop("evidence"), lambda f: f.with_columns(extra=1), lambda f: f.select(f.columns[::-1])]
)
def test_other_columns_are_refused(change):
    with pytest.raises(SchemaErrors):
        MENTIONS.validate(change(frame(VALID)))


@pytest.mark.parametrize("table", BY_NAME.values(), ids=BY_NAME)
def test_every_table_is_documented_and_accepts_no_rows(table):
    assert table.description.endswith(".")
    assert all(column.description for column in table.columns)
    assert set(table.key) <= set(table.schema)
    assert table.validate(table.empty()).is_empty()
