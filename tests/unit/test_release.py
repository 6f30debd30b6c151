"""A finished release: intact, self-describing, within rights, the same when built again, and refused when it is not."""

import json
import subprocess
import sys
import zipfile

import duckdb
import mlcroissant
import pandas as pd
import polars as pl
import pytest
import yaml

from schemas import dataset
from schemas.tables import BY_NAME, FEED, MENTIONS, PUBLISHED
from tests.conftest import REPOSITORY
from warehouse import store
from warehouse.release import build, index, questions, rights, rows, versions
from warehouse.release.diff import difference
from warehouse.release.expectations import gate
from warehouse.release.verify import verify

FIRST, SECOND = "v2026.3.0", "v2026.3.1"
EXPECTED = (
    "README.md", "LICENSE", "NOTICE.md", "CHANGELOG.md", "CITATION.cff", "citation.bib", "manifest.json", "SHA256SUMS",
    "datapackage.json", "croissant.json", "dataset.jsonld", "quality.json", "alliance_events.duckdb",
    "exports/events.csv.gz", "exports/alliance_events.xlsx", "exports/alliance_events.dta", "docs/codebook.html",
    "docs/questions.md", "docs/checks.md", "docs/data_docs/index.html", "quickstart/quickstart.R", "figures/ally_lever.svg",
    "figures/ally_lever.png", "figures/ally_lever.csv",
)  # fmt: skip


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def broken(folder):
    return [one.check for one in verify(folder) if not one.holds]


def test_the_folder_holds_what_people_expect(two_releases):
    for name in EXPECTED:
        assert (two_releases / FIRST / name).stat().st_size > 0, name


def test_a_fresh_release_verifies_and_one_changed_byte_is_found(releases):
    assert broken(releases / FIRST) == broken(releases / SECOND) == []
    target = releases / SECOND / "data" / "events.parquet"
    data = bytearray(target.read_bytes())
    data[len(data) // 2] ^= 1
    target.write_bytes(bytes(data))
    assert "checksums" in broken(releases / SECOND)


@pytest.mark.parametrize(
    ("damage", "check"),
    [
        (
            lambda folder: (folder / "CITATION.cff").write_text("title: x", encoding="utf-8"),
            "citation names this release",
        ),
        (lambda folder: (folder / "extra.txt").write_text("x", encoding="utf-8"), "checksums"),
        (lambda folder: (folder / "data" / "events.parquet").unlink(), "row hashes of the Parquet files"),
        (
            lambda folder: rows.find(BY_NAME["changes"], folder).write_bytes(
                rows.find(BY_NAME["changes"], folder.parent / FIRST).read_bytes()
            ),
            "the release before + feed = this release",
        ),
    ],
    ids=["citation", "extra file", "missing table", "wrong feed"],
)
def test_each_damage_is_named(releases, damage, check):
    damage(releases / SECOND)
    assert check in broken(releases / SECOND)


def test_pointers_follow_the_channels_and_the_deltas_chain(two_releases):
    assert load(two_releases / "latest.json")["version"] == FIRST
    assert load(two_releases / "candidate.json")["version"] == SECOND
    assert [entry["channel"] for entry in load(two_releases / "index.json")] == ["stable", "candidate"]
    chain = [(entry["from"], entry["to"]) for entry in load(two_releases / "deltas.json")]
    assert chain == [("", FIRST), (FIRST, SECOND)]
    for entry in load(two_releases / "deltas.json"):
        assert store.sha256_of(two_releases / entry["url"]) == entry["sha256"]


def test_croissant_and_data_package_describe_every_table(two_releases):
    folder = two_releases / FIRST
    described = mlcroissant.Dataset(jsonld=folder / "croissant.json")
    assert not described.metadata.issues.errors
    names = {table.name for table in (*PUBLISHED, *FEED)}
    assert {one.name for one in described.metadata.record_sets} == names
    package = load(folder / "datapackage.json")
    assert {one["name"].replace("-", "_") for one in package["resources"]} == names
    for one in package["resources"]:
        assert (folder / one["path"]).stat().st_size == one["bytes"]
        assert f"sha256:{store.sha256_of(folder / one['path'])}" == one["hash"]
    assert yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))["version"] == FIRST


def test_words_are_published_only_where_rights_allow(two_releases):
    mentions = rows.read(MENTIONS, two_releases / FIRST)
    owned = mentions.filter(pl.col("rights_code") == "link_only")
    assert owned.height > 0
    assert set(owned["evidence"]) == {""}
    assert owned["evidence_sha256"].str.len_chars().unique().to_list() == [64]
    assert "" not in set(mentions.filter(pl.col("rights_code") == "open_licence")["evidence"])
    for path in (two_releases / FIRST).rglob("*"):
        if path.suffix in (".md", ".html", ".csv", ".json", ".svg"):
            assert "pork and whiskey" not in path.read_text(encoding="utf-8"), path


def excerpted(*starts):
    long = " ".join(f"word{n}" for n in range(60))
    base = {"document_id": "D-1", "rights_code": "short_excerpt"}
    return pl.DataFrame(
        [{**base, "mention_id": f"M-{n}", "evidence_start": n, "evidence": f"{n} {long}"} for n in starts]
    )


def test_an_excerpt_is_short_and_stays_the_only_one_over_releases():
    first = rights._evidence(excerpted(5, 6), excerpted(5).clear())
    assert first["evidence"].str.split(" ").list.len().to_list() == [rights.EXCERPT_WORDS, 1]
    later = rights._evidence(excerpted(1, 5), rights.excerpts([first]))
    assert later["evidence"].to_list() == ["", first["evidence"][0]]
    assert rights.over_cap([first, later]).is_empty()


def test_words_over_the_cap_are_found_over_all_releases():
    one, two = (rights._evidence(excerpted(n), excerpted(n).clear()) for n in (1, 100))
    assert rights.over_cap([one, one]).is_empty()
    assert rights.over_cap([one, two])["document_id"].to_list() == ["D-1"]


def test_exports_read_back_in_their_tools(two_releases):
    folder = two_releases / FIRST / "exports"
    flat = pl.read_csv(folder / "events.csv.gz", infer_schema=False)
    stata = pd.read_stata(folder / "alliance_events.dta")
    assert flat.height == len(stata) == pl.read_parquet(two_releases / FIRST / "data" / "events.parquet").height
    assert stata["lever"].astype(str).tolist() == flat["lever"].to_list()
    with zipfile.ZipFile(folder / "alliance_events.xlsx") as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 7
        assert book.read("xl/worksheets/sheet2.xml").count(b"<row ") == flat.height + 1
    with pd.io.stata.StataReader(folder / "alliance_events.dta") as reader:
        assert "Who acts" in reader.variable_labels()["actor"]


def test_a_cell_cannot_become_a_formula(tmp_path):
    from warehouse.release.exports import write_csv

    write_csv(pl.DataFrame({"evidence": ["=1+1", "-2", "plain"], "lever": ["=x", "a", "b"]}), tmp_path / "a.csv.gz")
    assert pl.read_csv(tmp_path / "a.csv.gz")["evidence"].to_list() == ["'=1+1", "'-2", "plain"]


def test_a_difference_names_tables_events_and_fields(two_releases):
    found = difference(two_releases / FIRST, two_releases / SECOND)
    assert "added" in set(found.events["change"])
    assert found.tables.filter(pl.col("table") == "documents").select("before", "after").row(0) == (3, 4)


def plan(version="v2026.4.0"):
    return build.Plan(version, "2026-04-01")


def tables_of(folder):
    return {table.name: rows.read(table, folder) for table in (*PUBLISHED, *FEED)}


def test_a_failed_gate_keeps_the_candidate_aside_and_the_pointers_as_they_were(releases):
    tables = tables_of(releases / SECOND)
    tables["events"] = tables["events"].with_columns(confidence=pl.lit(7.0))
    before = {name: (releases / name).read_bytes() for name in ("latest.json", "candidate.json", "index.json")}
    made = build.build(tables, releases, plan())
    assert any("confidence" in line for line in made.failures)
    assert load(made.folder / "failure.json")["failures"] == made.failures
    assert {name: (releases / name).read_bytes() for name in before} == before
    assert not (releases / "v2026.4.0").exists()


@pytest.mark.parametrize("may_shrink", [False, True])
def test_far_too_few_rows_are_fatal_unless_a_person_allows_them(releases, tmp_path, may_shrink):
    said = gate(releases / SECOND, {"coverage": 1000}, tmp_path / "docs", may_shrink)
    left = rows.read(BY_NAME["coverage"], releases / SECOND).height
    fatal = [f"coverage: {left} rows are left, at least 900 were expected (--may-shrink allows fewer)"]
    allowed = [f"coverage: {left} rows after 1000, as was allowed"]
    assert (said.failures, said.warnings) == (([], allowed) if may_shrink else (fatal, []))


def test_a_build_that_crashes_leaves_nothing_behind(releases, monkeypatch):
    def crash(*_):
        raise OSError("no space left")

    monkeypatch.setattr(build.figures, "write_all", crash)
    before = sorted(path.name for path in releases.iterdir())
    tables = tables_of(releases / SECOND)
    tables["events"] = tables["events"].head(1)
    with pytest.raises(OSError, match="no space"):
        build.build(tables, releases, plan())
    assert sorted(path.name for path in releases.iterdir()) == before
    assert versions.newest(releases).name == SECOND
    index.switch(releases)


def test_every_question_has_an_answer_a_reading_and_a_place(two_releases):
    saved = questions.questions()
    assert len(saved) == 12
    page = (two_releases / SECOND / "docs" / "questions.md").read_text(encoding="utf-8")
    for one in saved:
        assert one.words.endswith("?")
        assert one.words in page
    assert "$" not in page.replace("```sql", "")


def test_every_check_is_listed_with_its_outcome(releases):
    lines = (releases / FIRST / "docs" / "checks.md").read_text(encoding="utf-8").splitlines()[4:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert {table for table, *_ in cells} >= {"documents", "mentions", "events"}
    assert ["mentions", "confidence", "values at least 0 and at most 1", "yes"] in cells
    assert {holds for *_, holds in cells} == {"yes"}


def test_the_python_and_sql_quick_starts_run_as_they_stand(releases):
    folder = releases / FIRST
    done = subprocess.run(
        [sys.executable, "quickstart/quickstart.py"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    script = (folder / "quickstart" / "quickstart.sql").read_text(encoding="utf-8")
    here = script.replace(f"'{dataset.DATABASE}'", f"'{folder / dataset.DATABASE}'").replace(
        "'data/", f"'{folder}/data/"
    )
    with duckdb.connect() as connection:
        for statement in here.split(";"):
            if statement.strip():
                connection.execute(statement)


def test_texts_of_the_release_are_in_the_repository_once():
    names = {path.name for path in (REPOSITORY / "warehouse" / "texts").iterdir()}
    assert names == {"README.md", "LICENSE", "quickstart.sql", "quickstart.py", "quickstart.R", "quickstart.do"}
