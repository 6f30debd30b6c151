"""The DuckDB file, made in one go from finished Parquet: tables, the views' results and a comment on everything."""

from pathlib import Path

import duckdb
import polars as pl

from schemas.tables import BY_NAME
from schemas.views import view_column

STORAGE = "v1.0.0"  # the oldest format in use: DuckDB 1.0 to 2.x and duckdb-wasm open it
VIEWS = Path(__file__).parent / "views"


def view_files() -> list[Path]:
    """Return the view definitions, one file each, in order of name."""
    return sorted(VIEWS.glob("*.sql"))


def describe_view(path: Path) -> str:
    """Return the first comment line of a view's file: what it is for."""
    return path.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("--").strip()


def quoted(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _load(connection: duckdb.DuckDBPyConnection, name: str, parquet: Path) -> None:
    table = BY_NAME[name]
    keys = ", ".join(f'"{key}"' for key in table.key)
    connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM read_parquet({quoted(str(parquet))}) ORDER BY {keys}')
    connection.execute(f'COMMENT ON TABLE "{name}" IS {quoted(table.description)}')
    for column in table.columns:
        connection.execute(f'COMMENT ON COLUMN "{name}"."{column.name}" IS {quoted(column.description)}')


def _materialise(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Keep the result of a view as a table: DuckDB 1.0 cannot read a view of a file attached under another name."""
    connection.execute(f"CREATE TABLE {path.stem} AS {path.read_text(encoding='utf-8')}")
    connection.execute(f"COMMENT ON TABLE {path.stem} IS {quoted(describe_view(path))}")
    for (name,) in connection.execute(f"SELECT column_name FROM (DESCRIBE {path.stem})").fetchall():
        connection.execute(f'COMMENT ON COLUMN {path.stem}."{name}" IS {quoted(view_column(name))}')


def build(database: Path, parquets: dict[str, Path], version: str) -> None:
    """Write a new database file at `database` (which must not exist) from one Parquet file a table."""
    connection = duckdb.connect()
    try:
        connection.execute(f"ATTACH {quoted(str(database))} AS release (STORAGE_VERSION '{STORAGE}')")
        connection.execute("USE release")
        for name, parquet in parquets.items():
            _load(connection, name, parquet)
        connection.execute(f"CREATE TABLE meta AS SELECT 'alliance_events' AS dataset, {quoted(version)} AS version")
        connection.execute("COMMENT ON TABLE meta IS 'Which release this file is'")
        for path in view_files():
            _materialise(connection, path)
        connection.execute("CHECKPOINT release")
    finally:
        connection.close()


def query(database: Path, sql: str) -> pl.DataFrame:
    """Return the result of a query on a database opened read-only and cut off from files and network."""
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        relation = connection.sql(sql)
        return pl.DataFrame() if relation is None else pl.DataFrame(relation.to_arrow_table())
