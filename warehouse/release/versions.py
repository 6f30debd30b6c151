"""Names of releases and what lies in the releases folder: vYYYY.M.N, N counting within the month."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = re.compile(r"v(\d{4})\.(\d{1,2})\.(\d+)")


@dataclass(frozen=True, order=True)
class Version:
    """A release version, ordered by time."""

    year: int
    month: int
    number: int

    def __str__(self) -> str:
        return f"v{self.year}.{self.month}.{self.number}"


def parse(name: str) -> Version | None:
    """Return the version that a folder name states, None if it is none."""
    match = NAME.fullmatch(name)
    return Version(*map(int, match.groups())) if match else None


def released(releases: Path) -> list[Version]:
    """Return the versions in a releases folder, oldest first; folders without a manifest are no releases."""
    folders = releases.iterdir() if releases.is_dir() else iter(())
    found = (parse(folder.name) for folder in folders if (folder / "manifest.json").exists())
    return sorted(version for version in found if version)


def next_version(releases: Path, year: int, month: int) -> Version:
    """Return the next free version of a month; raise ValueError if a later month has a release: history runs one way."""
    known = released(releases)
    if known and (year, month) < (known[-1].year, known[-1].month):
        raise ValueError(
            f"{releases} has {known[-1]} already: give a day of {known[-1].year}-{known[-1].month:02} or later"
        )
    numbers = [version.number for version in known if (version.year, version.month) == (year, month)]
    return Version(year, month, max(numbers, default=-1) + 1)


def folder_of(releases: Path, version: str = "newest") -> Path:
    """Return the folder of a version, of the `latest` stable one, or of the `newest` of any channel.

    Raise FileNotFoundError saying what there is.
    """
    pointer = {"latest": "latest.json", "newest": "candidate.json"}.get(version)
    if pointer and not (releases / pointer).exists():
        raise FileNotFoundError(f"no {version} release in {releases} yet: make one with `alliance-events run`")
    name = json.loads((releases / pointer).read_text(encoding="utf-8"))["version"] if pointer else version
    folder = releases / name
    if not (folder / "manifest.json").exists():
        known = ", ".join(str(version) for version in released(releases)) or "none"
        raise FileNotFoundError(f"no release {name} in {releases}; there are: {known}")
    return folder


def newest(releases: Path) -> Path | None:
    """Return the folder of the newest release of any channel, None if there is none.

    The folders tell, not the pointers: a folder with a manifest has passed every gate, even if a crash came before the switch.
    """
    known = released(releases)
    return releases / str(known[-1]) if known else None


def manifest_of(folder: Path) -> dict[str, Any]:
    """Return the manifest of a release folder."""
    loaded: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return loaded
