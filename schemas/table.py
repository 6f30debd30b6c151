"""What a table and a column are, and what is generated from them: polars schema, pandera schema, empty frame.

The tables themselves are declared in `schemas/tables.py`, each once.
"""

from dataclasses import dataclass, field

import pandera.polars as pa
import polars as pl

from schemas.codebook import code_list
from schemas.edtf import is_valid

TEXT, INT, FLOAT, BOOL, DATE = pl.String(), pl.Int64(), pl.Float64(), pl.Boolean(), pl.Date()


@dataclass(frozen=True)
class Column:
    """One column, declared once. `codes` names the code list whose values it may hold; `low` and `high` are bounds."""

    name: str
    dtype: pl.DataType
    description: str
    nullable: bool = False
    codes: str = ""
    edtf: bool = False
    low: float | None = None
    high: float | None = None
    unit: str = ""

    def checks(self) -> list[pa.Check]:
        """Return the pandera checks of the column's values."""
        found: list[pa.Check] = []
        if self.codes:
            found.append(pa.Check.isin(sorted(code_list(self.codes)), name=f"one of the codes in {self.codes}"))
        if self.edtf:
            found.append(pa.Check(_all_edtf, name="an EDTF date of the codebook"))
        if self.low is not None:
            found.append(pa.Check.ge(self.low))
        if self.high is not None:
            found.append(pa.Check.le(self.high))
        return found


def _all_edtf(data: pa.PolarsData) -> bool:
    values = data.lazyframe.select(pl.col(data.key).unique()).collect().to_series()
    return all(is_valid(value) for value in values if value is not None)


@dataclass(frozen=True)
class Table:
    """One published or internal table: its rows' meaning, key and columns."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[pa.Check, ...] = field(default=())

    @property
    def schema(self) -> pl.Schema:
        """Return the polars schema: names and types in their declared order."""
        return pl.Schema({column.name: column.dtype for column in self.columns})

    @property
    def pandera(self) -> pa.DataFrameSchema:
        """Return the pandera schema that `validate` applies."""
        return pa.DataFrameSchema(
            {c.name: pa.Column(c.dtype, c.checks(), nullable=c.nullable) for c in self.columns},
            checks=list(self.rules),
            unique=list(self.key),
            strict=True,
            ordered=True,
            name=self.name,
        )

    def empty(self) -> pl.DataFrame:
        """Return a frame of this table without rows."""
        return pl.DataFrame(schema=self.schema)

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the frame with exactly the declared columns, cast and sorted by the key: one canonical order."""
        return frame.select(pl.col(c.name).cast(c.dtype) for c in self.columns).sort(self.key)

    def widened(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return a frame that an earlier version wrote, with the columns added since, empty; others must be as declared."""
        lost = [c for c in self.columns if c.name not in frame.columns]
        is_earlier = all(c.nullable for c in lost) and set(self.schema).issuperset(frame.columns)
        if not lost or not is_earlier:
            return frame
        return frame.with_columns(pl.lit(None, c.dtype).alias(c.name) for c in lost).select(self.schema.names())

    def validate(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Check a collected frame against the declaration; raise pandera's SchemaErrors with every failing row."""
        checked: pl.DataFrame = self.pandera.validate(frame, lazy=True)
        return checked
