"""Opens a release's database with real DuckDB packages, old and new, each in a throw-away environment.

Run it with `make readers RELEASE=path`; it needs a package index and takes a minute, so it is no part of `make test`.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from warehouse.database import view_files

VERSIONS = ("1.0.0", "1.2.2", "1.4.4", "2.0.0")
PROBE = """
import sys, duckdb
con = duckdb.connect()
con.execute(f"ATTACH '{sys.argv[1]}' AS other (READ_ONLY)")
listed = "SELECT table_name FROM information_schema.tables WHERE table_catalog = 'other' ORDER BY 1"
names = [name for (name,) in con.execute(listed).fetchall()]
missing = set(sys.argv[3].split(",")) - set(names)
assert not missing, missing
rows = sum(con.execute(f'SELECT count(*) FROM other."{name}"').fetchone()[0] for name in names)
counted = "SELECT count(*) FROM duckdb_columns() WHERE database_name = 'other' AND comment IS NOT NULL"
comments = con.execute(counted).fetchone()[0]
parquet = con.execute(f"SELECT count(*) FROM read_parquet('{sys.argv[2]}')").fetchone()[0]
print(f"{len(names)} tables and views, {rows} rows, {comments} comments; events.parquet {parquet} rows")
"""


def probe(version: str, folder: Path, place: Path) -> tuple[bool, str]:
    """Install one version of DuckDB and read every table and view of the release under another name."""
    venv.create(place, with_pip=True)
    python = place / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"duckdb=={version}"]
    views = ",".join(path.stem for path in view_files())
    read = [python, "-c", PROBE, folder / "alliance_events.duckdb", folder / "data" / "events.parquet", views]
    for command in (install, read):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return False, done.stderr.strip().splitlines()[-1][:200]
    return True, done.stdout.strip()


def main() -> int:
    """Print one line a version; return 1 if any cannot read the release."""
    folder = Path(sys.argv[1]).resolve()
    good = True
    for version in VERSIONS:
        with tempfile.TemporaryDirectory() as place:
            reads, says = probe(version, folder, Path(place))
        good &= reads
        print(f"DuckDB {version}: {'reads' if reads else 'FAILS'}  {says}", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
