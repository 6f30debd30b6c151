"""Versions made from content: the digest of code and data files, so that a change of either is seen and nothing else."""

import hashlib
from functools import cache
from pathlib import Path

from schemas.ids import digest

ROOT = Path(__file__).parent
SUFFIXES = {".py", ".csv", ".npz", ".txt", ".json", ".onnx"}


@cache
def version_of(*places: str) -> str:
    """Return 12 hex characters that change when a file below one of the places (relative to the repository) changes."""
    files: set[Path] = set()
    for place in places:
        path = ROOT.parent / place
        files |= {path} if path.is_file() else {f for f in path.rglob("*") if f.suffix in SUFFIXES}
    ordered = sorted(files, key=lambda file: file.as_posix())
    parts = (
        f"{file.relative_to(ROOT.parent).as_posix()}:{hashlib.sha256(file.read_bytes()).hexdigest()}"
        for file in ordered
    )
    return digest(*parts)[:12]


# what turns text to tokens
TEXT = [f"pipelines/{name}.py" for name in ("flat", "parse", "pieces", "screen", "segment")]


def reader_version() -> str:
    """Return the version of the readers."""
    return version_of("pipelines/read")


def coder_version() -> str:
    """Return the version of the coder: code, lexicon, models, resolution."""
    return version_of("pipelines/extract", "pipelines/resolve", *TEXT)


def codebook_version() -> str:
    """Return the version of the codebook's data."""
    return version_of("schemas/codebook")


def coding_version() -> str:
    """Return the version of all that a coding depends on."""
    return version_of("pipelines/extract", "schemas/codebook", *TEXT)
