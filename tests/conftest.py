"""Shared fixtures: real files in temporary folders, no network, no clock."""

import json
import shutil
from pathlib import Path

import dagster as dg
import pytest
from hypothesis import settings

from assets.definitions import build_defs
from assets.resources import HomeResource

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder that the commands use."""
    monkeypatch.setenv("ALLIANCE_EVENTS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ALLIANCE_EVENTS_WORKERS", "1")
    return tmp_path / "home"


settings.register_profile("project", deadline=None, derandomize=True, database=None, max_examples=40)
settings.load_profile("project")

TARIFF = (
    "U.S. President Donald Trump announces a 25% tariff on goods imported from Canada. Canada retaliates with tariffs."
)
STRIKE = "Russian missiles strike Kyiv overnight, killing two people. The weather stays cold."
MORE = "Canada imposes tariffs on U.S. steel."


def record(key: str, text: str, published: str, rights: str = "CC0-1.0") -> str:
    """Return a line of JSON Lines with one document."""
    facts = {"id": key, "text": text, "published": published, "title": "", "source": "Wire", "rights": rights}
    return json.dumps(facts)


def execute(root: Path, corpus: Path, day: str = "2026-03-05", channel: str = "stable") -> dg.ExecuteInProcessResult:
    """Run the whole job on a corpus, with a home below `root`."""
    defs = build_defs(HomeResource(root=str(root / "home")))
    ops = {
        "read_documents": {"config": {"input": str(corpus)}},
        "record_changes": {"config": {"day": day}},
        "release": {"config": {"day": day, "channel": channel}},
    }
    config = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}, "ops": ops}
    return defs.resolve_job_def("whole_chain").execute_in_process(run_config=config, raise_on_error=False)


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `in` (a corpus of three documents and a broken line) and `home` after one run; not to be changed."""
    root = tmp_path_factory.mktemp("first")
    (root / "in").mkdir()
    owned = record(
        "w-9", "Mexico imposes tariffs on U.S. pork and whiskey.", "2025-04-01", rights="all rights reserved"
    )
    rows = [record("w-1", TARIFF, "2025-02-01"), record("w-2", STRIKE, "2025-06-05"), owned, "{broken"]
    (root / "in" / "wire.jsonl").write_text("\n".join(rows), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALLIANCE_EVENTS_WORKERS", "1")
        assert execute(root, root / "in").success
    return root


@pytest.fixture(scope="session")
def two_releases(first_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A releases folder with v2026.3.0 (stable) and v2026.3.1 (candidate, one document more); not to be changed."""
    root = tmp_path_factory.mktemp("two")
    shutil.copytree(first_run, root, dirs_exist_ok=True)
    (root / "in" / "more.jsonl").write_text(record("w-3", MORE, "2025-06-13"), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALLIANCE_EVENTS_WORKERS", "1")
        assert execute(root, root / "in", channel="candidate").success
    return root / "home" / "releases"


@pytest.fixture
def releases(two_releases: Path, tmp_path: Path) -> Path:
    """A copy of the releases that a test may change."""
    return Path(shutil.copytree(two_releases, tmp_path / "home" / "releases"))
