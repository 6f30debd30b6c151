"""An interrupt ends a run with code 130, leaves nothing half-written, and the next run goes on."""

import os
import signal
import subprocess
import sys
import time

from tests.conftest import REPOSITORY

FEW = REPOSITORY / "pipelines/sample/corpus/md"  # takes long enough to be interrupted


def start(home):
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from assets.cli import main; main()"
    )
    environment = os.environ | {"ALLIANCE_EVENTS_HOME": str(home), "ALLIANCE_EVENTS_WORKERS": "1"}
    return subprocess.Popen(
        [sys.executable, "-c", code, "run", "--input", str(FEW)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_an_interrupted_run_leaves_whole_files_and_can_be_continued(tmp_path):
    process = start(tmp_path)
    deadline = time.monotonic() + 90
    while not (tmp_path / "tables" / "documents.parquet").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=90)
    assert process.returncode == 130, output
    assert "interrupted" in output
    assert not list(tmp_path.rglob("*.tmp"))
    assert not (tmp_path / "releases" / "latest.json").exists()
    again = start(tmp_path)
    output, _ = again.communicate(timeout=180)
    assert again.returncode == 0, output
    assert (tmp_path / "releases" / "latest.json").exists()
