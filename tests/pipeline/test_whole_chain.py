"""The whole asset graph on a few real files: what comes out, what a second run skips, what a failure leaves."""

import hashlib
import shutil

import duckdb
import polars as pl
import pytest

from assets.cli_run import failures
from assets.definitions import build_defs
from assets.resources import HomeResource
from schemas.tables import BY_NAME, CODED_MENTIONS, CODINGS, DOCUMENTS, EVENTS, ID_MAP, MENTIONS, PUBLISHED
from tests.conftest import execute, record
from warehouse.release.versions import folder_of, manifest_of


@pytest.fixture
def corpus(tmp_path, first_run, monkeypatch):
    """The corpus of the first run, with the home beside it: a copy that a test may change."""
    monkeypatch.setenv("ALLIANCE_EVENTS_WORKERS", "1")
    shutil.copytree(first_run, tmp_path, dirs_exist_ok=True)
    return tmp_path / "in"


def metadata(result, asset):
    for event in result.get_asset_materialization_events():
        if event.asset_key.path[-1] == asset:
            return {name: value.value for name, value in event.materialization.metadata.items()}
    raise AssertionError(asset)


@pytest.fixture
def first(tmp_path, corpus):
    return HomeResource(root=str(tmp_path / "home")).get()


def test_text_becomes_a_release_with_evidence_to_the_character(first):
    mentions, documents = first.read(MENTIONS), first.read(DOCUMENTS)
    assert {("USA", "tariff", "CAN"), ("RUS", "military_force", "UKR")} <= set(
        mentions.select("actor", "lever", "target").iter_rows()
    )
    joined = mentions.join(documents, on="document_id")
    for row in joined.iter_rows(named=True):
        assert row["text"][row["evidence_start"] : row["evidence_end"]] == row["evidence"]
        assert row["text"][row["trigger_start"] : row["trigger_end"]].strip()
    folder = folder_of(first.releases)
    assert folder.name == "v2026.3.0"
    assert {path.stem for path in (folder / "data").iterdir()} == {table.name for table in PUBLISHED}


def test_checksums_and_manifest_agree_with_the_files(first):
    folder = folder_of(first.releases)
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        sha, path = line.split("  ")
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == sha
    for entry in manifest_of(folder)["files"]:
        if "rows" in entry:
            assert pl.read_parquet(folder / entry["path"]).height == entry["rows"]


def test_every_view_works_under_another_name_and_all_is_commented(first, tmp_path):
    database = folder_of(first.releases) / "alliance_events.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{database}' AS other (READ_ONLY)")
        for view in ("alliance_events", "all_events", "ally_lever", "monthly", "ladder", "lives", "events_by_country"):
            assert connection.execute(f"SELECT count(*) FROM other.{view}").fetchall()[0][0] >= 1
        bare = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'other' "
            "AND comment IS NULL AND table_name <> 'meta' AND table_name NOT IN (SELECT view_name FROM duckdb_views())"
        )
        assert bare.fetchall() == []


def test_a_second_run_skips_everything_and_makes_no_release(first, tmp_path, corpus):
    again = execute(tmp_path, corpus)
    assert metadata(again, "documents")["files_skipped"] == 1
    assert (metadata(again, "coded_mentions")["coded"], metadata(again, "coded_mentions")["skipped"]) == (0, 3)
    assert metadata(again, "release")["is_new"] is False
    assert [path.name for path in first.releases.iterdir() if path.is_dir()] == ["v2026.3.0"]


def test_a_new_document_makes_the_next_release_and_only_it_is_coded(first, tmp_path, corpus):
    (corpus / "more.jsonl").write_text(
        record("w-3", "Canada imposes tariffs on U.S. steel.", "2025-03-13"), encoding="utf-8"
    )
    again = execute(tmp_path, corpus)
    assert metadata(again, "coded_mentions")["coded"] == 1
    assert metadata(again, "release")["version"] == "v2026.3.1"
    assert folder_of(first.releases).name == "v2026.3.1"


def test_another_coder_version_codes_again(first, tmp_path, corpus):
    old = first.read(CODINGS).with_columns(coding_key=pl.lit("of another version"))
    first.write(CODINGS, old)
    assert metadata(execute(tmp_path, corpus), "coded_mentions")["coded"] == 3


def test_a_failed_check_stops_the_run_and_leaves_the_last_release(first, tmp_path, corpus):
    broken = first.read(CODED_MENTIONS).with_columns(actor=pl.lit("ATLANTIS"))
    first.write(CODED_MENTIONS, broken)
    (corpus / "more.jsonl").write_text(
        record("w-3", "Canada imposes tariffs on U.S. steel.", "2025-03-13"), encoding="utf-8"
    )
    assert not execute(tmp_path, corpus).success
    assert folder_of(first.releases).name == "v2026.3.0"


def test_what_went_wrong_is_told_in_its_own_words(first, tmp_path, corpus):
    row = first.read(MENTIONS).row(0, named=True)
    first.corrections.write_text(
        f"- {{action: reject, document: {row['source_key']}, expect: not in the text, code: [USA, tariff, CAN],"
        " reason: a test, decided_on: 2026-03-06, decided_by: editor}\n",
        encoding="utf-8",
    )
    told = failures(execute(tmp_path, corpus))
    assert len(told) == 1
    assert told[0].startswith(f"apply_corrections: correction of {row['source_key']}: its text no longer holds")


def test_the_same_input_gives_the_same_bytes(first, tmp_path, corpus):
    execute(tmp_path / "second", corpus)
    one, two = (folder_of(root / "releases") / "data" for root in (first.root, tmp_path / "second" / "home"))
    assert {p.name: p.read_bytes() for p in one.iterdir()} == {p.name: p.read_bytes() for p in two.iterdir()}


def test_a_correction_is_applied_published_and_explained(first, tmp_path, corpus):
    before = first.read(EVENTS)
    row = first.read(MENTIONS).filter(pl.col("actor") == "RUS").row(0, named=True)
    entry = (
        f"- action: reject\n  document: {row['source_key']}\n  expect: {row['evidence']}\n"
        f"  code: [{row['actor']}, {row['lever']}, {row['target']}]\n"
        "  reason: a test\n  decided_on: 2026-03-06\n  decided_by: editor\n"
    )
    first.corrections.write_text(entry, encoding="utf-8")
    again = execute(tmp_path, corpus, day="2026-03-06")
    assert again.success
    gone = before.filter(pl.col("actor") == "RUS")["event_id"][0]
    assert gone not in set(first.read(EVENTS)["event_id"])
    changes = first.read(BY_NAME["changes"])
    assert changes.select("event_id", "change_type", "reason").rows() == [(gone, "withdrawn", "correction")]
    assert first.read(ID_MAP).select("old_id", "redirect", "reason").rows() == [(gone, "withdrawn", "correction")]


def test_a_source_that_is_corrected_keeps_its_event_and_says_so(first, tmp_path, corpus):
    before = first.read(EVENTS).filter(pl.col("actor") == "RUS")["event_id"].to_list()
    text = (corpus / "wire.jsonl").read_text(encoding="utf-8").replace("killing two people", "killing three people")
    (corpus / "wire.jsonl").write_text(text, encoding="utf-8")
    assert execute(tmp_path, corpus, day="2026-03-07").success
    assert first.read(EVENTS).filter(pl.col("actor") == "RUS")["event_id"].to_list() == before
    changes = first.read(BY_NAME["changes"]).select("event_id", "change_type", "reason")
    assert (before[0], "modified", "source_corrected") in set(changes.rows())


def test_every_asset_is_described_owned_grouped_and_checked():
    graph = build_defs().resolve_asset_graph()
    checked = {key.asset_key for key in graph.asset_check_keys}
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description
        assert node.owners
        assert node.group_name != "default"
        assert key.path[-1] in ("release", "review_queue") or (
            key in checked and "dagster/column_schema" in node.metadata
        )
    assert {key.path[-1] for key in graph.get_all_asset_keys()} == {*BY_NAME, "release", "review_queue"}
