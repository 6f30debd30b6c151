"""Dagster resources: the home folder, and the IO manager that keeps every asset as one Parquet file."""

from collections.abc import Mapping
from pathlib import Path

import dagster as dg
import polars as pl

from assets.settings import Home, home
from schemas.table import Table
from schemas.tables import BY_NAME

PREVIEW_ROWS = 5


class HomeResource(dg.ConfigurableResource[Home]):
    """The home folder as a resource; `root` empty means what the environment says."""

    root: str = ""

    def get(self) -> Home:
        """Return the home."""
        return Home(Path(self.root).resolve()) if self.root else home()


class ParquetIOManager(dg.ConfigurableIOManager):
    """Asset name = table name = file name; every output is cast, sorted and written atomically."""

    home: HomeResource

    def handle_output(self, context: dg.OutputContext, obj: pl.DataFrame) -> None:
        """Write the frame of an asset and record its size."""
        table = BY_NAME[context.asset_key.path[-1]]
        written = self.home.get().write(table, obj)
        context.add_output_metadata(table_metadata(table, written))

    def load_input(self, context: dg.InputContext) -> pl.DataFrame:
        """Read the frame of an upstream asset."""
        return self.home.get().read(BY_NAME[context.asset_key.path[-1]])


def column_schema(table: Table) -> dg.TableSchema:
    """Return the columns of a table as Dagster shows them."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                c.name,
                str(c.dtype),
                c.description,
                dg.TableColumnConstraints(nullable=c.nullable, unique=table.key == (c.name,)),
            )
            for c in table.columns
        ]
    )


def table_metadata(table: Table, frame: pl.DataFrame) -> Mapping[str, dg.MetadataValue]:
    """Return row count, columns and first rows for the asset's page."""
    shown = frame.head(PREVIEW_ROWS).select(pl.all().cast(pl.String).str.slice(0, 80))
    preview = "\n".join(
        [
            "|" + "|".join(shown.columns) + "|",
            "|" + "---|" * shown.width,
            *(
                "|" + "|".join((cell or "").replace("\n", " ").replace("|", "/") for cell in row) + "|"
                for row in shown.iter_rows()
            ),
        ]
    )
    return {"dagster/row_count": dg.MetadataValue.int(frame.height), "preview": dg.MetadataValue.md(preview)}


def out(table: Table, group: str) -> dg.AssetOut:
    """Declare the asset of a table: description, group, owner and columns from its one declaration."""
    return dg.AssetOut(
        description=table.description,
        group_name=group,
        owners=["team:alliance-events"],
        io_manager_key="io_manager",
        metadata={"dagster/column_schema": column_schema(table), "primary_key": ", ".join(table.key)},
        kinds={"polars", "parquet"},
    )
