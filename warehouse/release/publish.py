"""Copies releases to a folder or an S3-compatible store: files first, read back and compared, pointers last.

Publishing again copies nothing that is there already, so a run that was killed goes on where it stopped.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from warehouse import store
from warehouse.release import index, versions


class PublishError(ValueError):
    """The target did not take a file as it was sent."""


@dataclass(frozen=True)
class Published:
    """What one run of publishing did."""

    copied: int
    present: int
    bytes: int


def target_store(target: str, endpoint: str = "", region: str = "us-east-1") -> ObjectStore:
    """Return the store of a target: a folder, or s3://bucket/prefix with credentials from the usual AWS variables."""
    if "://" not in target:
        Path(target).mkdir(parents=True, exist_ok=True)
        return LocalStore(target)
    options: dict[str, str] = {"region": region}
    if endpoint:
        options["endpoint"] = endpoint
    client = {"allow_http": endpoint.startswith("http://")}
    return from_url(target, **options, client_options=client)


def _remote_sha(remote: ObjectStore, path: str) -> str:
    """Return the SHA-256 of what the target holds under a path, empty if nothing."""
    try:
        stream = obstore.get(remote, path).stream()
    except FileNotFoundError:
        return ""
    digest = hashlib.sha256()
    for chunk in stream:
        digest.update(bytes(chunk))
    return digest.hexdigest()


def _size(remote: ObjectStore, path: str) -> int:
    try:
        return int(obstore.head(remote, path)["size"])
    except FileNotFoundError:
        return -1


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files of a release with their hashes, as SHA256SUMS lists them, and SHA256SUMS itself last."""
    sums = folder / "SHA256SUMS"
    for line in sums.read_text(encoding="utf-8").splitlines():
        sha, name = line.split("  ", 1)
        yield folder / name, sha
    yield sums, store.sha256_of(sums)


def _send(remote: ObjectStore, path: str, file: Path, sha: str) -> bool:
    """Copy a file unless the target has it; read it back; return whether it was copied."""
    if _size(remote, path) == file.stat().st_size and _remote_sha(remote, path) == sha:
        return False
    obstore.put(remote, path, file)
    if _remote_sha(remote, path) != sha:
        raise PublishError(
            f"{path} reads back otherwise than it was sent: publish again, and check the target's storage"
        )
    return True


def publish(releases: Path, remote: ObjectStore, progress: Callable[[int], None] = lambda n: None) -> Published:
    """Publish every release of a folder, then its index and pointers."""
    copied = present = size = 0
    for version in versions.released(releases):
        for file, sha in _files(releases / str(version)):
            if _send(remote, file.relative_to(releases).as_posix(), file, sha):
                copied, size = copied + 1, size + file.stat().st_size
            else:
                present += 1
            progress(1)
    for name, text in index.pointers(releases).items():
        data = text.encode("utf-8")
        if _remote_sha(remote, name) != hashlib.sha256(data).hexdigest():
            obstore.put(remote, name, data)
            copied, size = copied + 1, size + len(data)
        else:
            present += 1
    return Published(copied, present, size)


def count(releases: Path) -> int:
    """Return how many files there are to publish, for a progress bar."""
    return sum(1 for version in versions.released(releases) for _ in _files(releases / str(version)))
