"""Decisions of people: applied in one place, visible, and loud when their source has changed."""

import polars as pl
import pytest
import yaml

from pipelines.resolve.corrections import apply
from pipelines.resolve.decisions import CorrectionError, read_corrections
from schemas.tables import DOCUMENT_SOURCES, DOCUMENTS, MENTIONS
from tests.tellings import document, mention

TEXT = "Trump imposes a tariff on Canada. Nothing else happened."
WORDS = "Trump imposes a tariff on Canada."
BASE = {
    "action": "reject", "document": "a", "expect": WORDS, "code": ["USA", "tariff", "CAN"],
    "reason": "not said", "decided_on": "2026-03-01", "decided_by": "editor",
}  # fmt: skip


def decided(tmp_path, *entries):
    path = tmp_path / "corrections.yml"
    path.write_text(yaml.safe_dump(list(entries)), encoding="utf-8")
    return read_corrections(path)


def applied(corrections, rows=None, text=TEXT):
    rows = [mention("a", evidence=WORDS)] if rows is None else rows
    documents = pl.DataFrame([document("a", text=text)], schema=DOCUMENTS.schema)
    source = {"source_key": "a", "document_id": "D-a", "path": "a", "file_sha256": "0", "is_current": True}
    return apply(
        pl.DataFrame(rows, schema=MENTIONS.schema).drop("correction_id", "rights_code"),
        documents,
        pl.DataFrame([source], schema=DOCUMENT_SOURCES.schema),
        corrections,
    )


def test_a_rejected_mention_is_left_out_and_the_decision_is_a_row(tmp_path):
    done = applied(decided(tmp_path, BASE))
    assert done.mentions.is_empty()
    assert done.corrections.row(0, named=True)["outcome"] == "applied"


def test_a_fix_sets_fields_dates_crosswalk_and_full_confidence(tmp_path):
    entry = {**BASE, "action": "fix", "set": {"lever": "sanctions", "date": "2025-02", "magnitude_value": "3"}}
    row = applied(decided(tmp_path, entry)).mentions.row(0, named=True)
    assert (row["lever"], row["date_precision"], row["date_basis"], row["confidence"]) == (
        "sanctions",
        "month",
        "text",
        1.0,
    )
    assert str(row["date_end"]) == "2025-02-28"
    assert row["plover_event"]
    assert row["correction_id"].startswith("X-")


def test_an_accepted_mention_survives_a_coder_that_misses_it(tmp_path):
    seen = {"stance": "pressure", "status": "enacted", "granularity": "act", "date": ""}
    done = applied(decided(tmp_path, {**BASE, "action": "accept", "set": seen}), rows=[])
    row = MENTIONS.validate(done.mentions).row(0, named=True)
    assert (row["actor"], row["lever"], row["target"], row["evidence"]) == ("USA", "tariff", "CAN", WORDS)
    assert (row["stance"], row["status"], row["date_basis"]) == ("pressure", "enacted", "document")
    assert (row["rights_code"], str(row["date_end"]), row["confidence"]) == ("open_licence", "2025-02-01", 1.0)


def test_an_accepted_mention_that_is_missing_gets_no_invented_values(tmp_path):
    with pytest.raises(CorrectionError, match="does not say its stance"):
        applied(decided(tmp_path, {**BASE, "action": "accept"}), rows=[])


def test_a_retracted_document_tells_nothing(tmp_path):
    entry = {**BASE, "action": "retract"}
    del entry["expect"], entry["code"]
    assert applied(decided(tmp_path, entry)).mentions.is_empty()


def test_a_changed_source_fails_loudly(tmp_path):
    with pytest.raises(CorrectionError, match="the source has changed"):
        applied(decided(tmp_path, BASE), text="Trump imposes nothing.")


def test_a_decision_on_a_document_that_is_not_there_waits(tmp_path):
    done = applied(decided(tmp_path, {**BASE, "document": "elsewhere"}))
    assert done.mentions.height == 1
    assert done.corrections["outcome"].to_list() == ["pending"]


def test_a_rejection_that_the_coder_no_longer_needs_is_kept(tmp_path):
    assert applied(decided(tmp_path, BASE), rows=[]).corrections["outcome"].to_list() == ["not needed"]


def test_a_decision_holds_where_the_sentence_ends_elsewhere_by_now(tmp_path):
    longer = mention("a", evidence=TEXT)
    done = applied(decided(tmp_path, BASE), rows=[longer])
    assert done.mentions.is_empty()
    assert done.corrections["outcome"].to_list() == ["applied"]


def test_a_fix_that_the_coder_has_learnt_stays(tmp_path):
    entry = {**BASE, "action": "fix", "set": {"target": "MEX"}}
    done = applied(decided(tmp_path, entry), rows=[mention("a", evidence=WORDS, target="MEX")])
    row = done.mentions.row(0, named=True)
    assert (row["target"], row["confidence"], done.mentions.height) == ("MEX", 1.0, 1)


@pytest.mark.parametrize(
    ("defect", "says"),
    [
        ({"action": "delete"}, "no action"),
        ({"reason": ""}, "reason is missing"),
        ({"expect": ""}, "expect"),
        ({"code": ["USA"]}, "code"),
        ({"set": {"colour": "red"}}, "cannot be set"),
        ({"colour": "red"}, "unknown key"),
        ({"set": {"status": "soon"}}, "not in the codebook"),
        ({"set": {"date": "March"}}, "no EDTF date"),
        ({"set": {"magnitude_value": "25%"}}, "no number"),
    ],
    ids=lambda value: str(value),
)
def test_an_entry_with_a_defect_names_file_and_way_out(tmp_path, defect, says):
    with pytest.raises(CorrectionError, match=says) as error:
        decided(tmp_path, {**BASE, **defect})
    assert "corrections.yml, entry 1" in str(error.value)


def test_a_file_that_is_no_list_is_refused(tmp_path):
    (tmp_path / "corrections.yml").write_text("action: reject", encoding="utf-8")
    with pytest.raises(CorrectionError, match="list"):
        read_corrections(tmp_path / "corrections.yml")
