"""Parquet in and out: cast, sorted, atomic, with the same bytes for the same rows."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from schemas.table import Table

ROW_GROUP = 100_000
LEFT = re.compile(r"\.(\d+)\.tmp")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`; rename it into place at the end, remove it after an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    """Tell whether a process may still be at work; where there are no POSIX signals nobody can tell."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def sweep(folder: Path) -> None:
    """Remove what killed processes have left half-written in a folder: `.NAME.PROCESS.tmp`, and folders made beside it."""
    for path in folder.glob(".*.tmp*") if os.name == "posix" else ():
        owner = LEFT.search(path.name)
        if owner and not _runs(int(owner.group(1))):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def write(table: Table, frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Write a frame as the Parquet file of a table; return it as written. Sorted by key, so order of rows is fixed."""
    conformed = table.conform(frame)
    meta = {
        "table": table.name,
        "description": table.description,
        "primary_key": ",".join(table.key),
        "codebook": json.dumps({c.name: c.description for c in table.columns}, ensure_ascii=False),
    }
    arrow = conformed.to_arrow(compat_level=pl.CompatLevel.oldest()).replace_schema_metadata(meta)
    with replacing(path) as temporary:
        pq.write_table(
            arrow,
            temporary,
            compression="zstd",
            compression_level=9,
            row_group_size=ROW_GROUP,
            data_page_version="1.0",
            write_statistics=True,
        )
    return conformed


def read(table: Table, path: Path) -> pl.DataFrame:
    """Read the Parquet file of a table; an absent file is a table without rows. Raise ValueError on another schema.

    A file of an earlier version may lack columns that can be empty: here they are.
    """
    if not path.exists():
        return table.empty()
    frame = table.widened(pl.read_parquet(path))
    if frame.schema != table.schema:
        raise ValueError(
            f"{path} has another schema than table {table.name}: remove it and run again, or use the version that wrote it"
        )
    return frame


def as_json(value: object) -> str:
    """Return JSON as it is written everywhere in a release."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def write_text(path: Path, text: str) -> None:
    """Write a text file atomically in UTF-8."""
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
