"""Shared fixtures: real files in temporary folders, no network, no clock."""

from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder that the commands use."""
    monkeypatch.setenv("ALLIANCE_EVENTS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ALLIANCE_EVENTS_WORKERS", "1")
    return tmp_path / "home"


settings.register_profile("project", deadline=None, derandomize=True, database=None, max_examples=60)
settings.load_profile("project")
