"""The index of a releases folder: what there is, what is newest, and which feeds lead from one to the next.

`latest.json` points to the newest stable release, `candidate.json` to the newest of all. Pointers are switched last.
"""

from pathlib import Path
from typing import Any

from warehouse import store
from warehouse.release.versions import manifest_of, released

STABLE, CANDIDATE = "stable", "candidate"
CHANNELS = (STABLE, CANDIDATE)


def _entry(folder: Path) -> dict[str, Any]:
    manifest = manifest_of(folder)
    return {
        "version": manifest["version"],
        "channel": manifest.get("channel", STABLE),
        "created_on": manifest["created_on"],
        "schema_version": manifest["schema_version"],
        "path": folder.name,
        "previous_version": manifest.get("previous_version", ""),
        "events": manifest.get("rows", {}).get("events", 0),
        "bytes": sum(entry["bytes"] for entry in manifest["files"]),
        "manifest_sha256": store.sha256_of(folder / "manifest.json"),
    }


def entries(releases: Path) -> list[dict[str, Any]]:
    """Return what `index.json` holds: one entry a release, oldest first."""
    return [_entry(releases / str(version)) for version in released(releases)]


def deltas(releases: Path) -> list[dict[str, Any]]:
    """Return what `deltas.json` holds: the feed between each release and the one before it."""
    found = []
    for version in released(releases):
        manifest = manifest_of(releases / str(version))
        for entry in manifest["files"]:
            if entry.get("table") == "changes":
                feed = {"rows": entry["rows"], "sha256": entry["sha256"], "url": f"{version}/{entry['path']}"}
                found.append({"from": manifest.get("previous_version", ""), "to": str(version), **feed})
    return found


def pointers(releases: Path) -> dict[str, str]:
    """Return the files that name the releases, in the order in which they are to be written: the pointers come last."""
    known = entries(releases)
    made = {"index.json": store.as_json(known), "deltas.json": store.as_json(deltas(releases))}
    for name, fitting in (("candidate", known), ("latest", [one for one in known if one["channel"] == STABLE])):
        if fitting:
            newest = fitting[-1]
            made[f"{name}.json"] = store.as_json({key: newest[key] for key in ("version", "path", "manifest_sha256")})
    return made


def switch(releases: Path) -> None:
    """Write index, deltas and pointers, each in one step."""
    for name, text in pointers(releases).items():
        store.write_text(releases / name, text)
