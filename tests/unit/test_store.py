"""Parquet files hold the same bytes for the same rows, and are whole or absent."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace

import polars as pl
import pytest

from schemas.tables import EVENT_MENTIONS
from warehouse import store
from warehouse.release import rows

ROWS = pl.DataFrame(
    {"mention_id": ["M-2", "M-1", "M-3"], "event_id": ["AE-1", "AE-1", "AE-2"], "gives": ["evidence", None, "date"]}
)
EARLIER = replace(EVENT_MENTIONS, columns=EVENT_MENTIONS.columns[:2])


def sha(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_order_of_rows_does_not_change_the_bytes(tmp_path):
    for n, frame in enumerate((ROWS, ROWS.reverse(), ROWS.sample(3, shuffle=True, seed=5))):
        store.write(EVENT_MENTIONS, frame, tmp_path / f"{n}.parquet")
    assert len({sha(path) for path in tmp_path.iterdir()}) == 1


def fail_while_writing(path):
    with store.replacing(path) as temporary:
        temporary.write_bytes(b"half")
        raise ZeroDivisionError


def test_a_failed_write_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.parquet"
    store.write(EVENT_MENTIONS, ROWS, path)
    before = sha(path)
    with pytest.raises(ZeroDivisionError):
        fail_while_writing(path)
    assert sha(path) == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.parquet"]


def test_an_absent_file_is_an_empty_table(tmp_path):
    assert store.read(EVENT_MENTIONS, tmp_path / "none.parquet").is_empty()


def test_another_schema_is_refused_with_the_way_out(tmp_path):
    ROWS.rename({"event_id": "other"}).write_parquet(tmp_path / "a.parquet")
    with pytest.raises(ValueError, match="remove it and run again"):
        store.read(EVENT_MENTIONS, tmp_path / "a.parquet")


def test_a_file_of_an_earlier_version_has_the_columns_added_since_empty(tmp_path):
    path = tmp_path / "a.parquet"
    written = store.write(EARLIER, ROWS, path)
    read = store.read(EVENT_MENTIONS, path)
    assert read.schema == EVENT_MENTIONS.schema
    assert read["gives"].null_count() == ROWS.height
    assert rows.table_hash(EVENT_MENTIONS, pl.read_parquet(path)) == rows.table_hash(EARLIER, written)
    assert rows.table_hash(EVENT_MENTIONS, read) != rows.table_hash(EARLIER, written)


def test_a_file_of_a_later_version_is_refused(tmp_path):
    path = tmp_path / "a.parquet"
    store.write(EVENT_MENTIONS, ROWS, path)
    with pytest.raises(ValueError, match="use the version that wrote it"):
        store.read(EARLIER, path)


def test_what_killed_processes_left_is_swept_away(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (tmp_path / f".v2026.3.0.{gone.pid}.tmp" / "data").mkdir(parents=True)
    (tmp_path / f".v2026.3.0.{gone.pid}.tmp.again").mkdir()
    (tmp_path / f".events.parquet.{gone.pid}.tmp").write_bytes(b"half")
    (tmp_path / f".v2026.3.1.{os.getpid()}.tmp").mkdir()
    (tmp_path / "v2026.2.0").mkdir()
    store.sweep(tmp_path)
    store.sweep(tmp_path / "nowhere")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f".v2026.3.1.{os.getpid()}.tmp", "v2026.2.0"]
