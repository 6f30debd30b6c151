"""One blocking check a table: what was written must satisfy the table's declaration, row by row."""

import dagster as dg
from pandera.errors import SchemaErrors

from assets.resources import HomeResource
from schemas.table import Table
from schemas.tables import BY_NAME

SHOWN = 20


def _check(table: Table) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=table.name,
        name="schema",
        blocking=True,
        description=f"{table.name} satisfies its declared columns, codes and key",
    )
    def schema(home: HomeResource) -> dg.AssetCheckResult:
        frame = home.get().read(table)
        try:
            table.validate(frame)
        except SchemaErrors as errors:
            cases = errors.failure_cases.head(SHOWN)
            return dg.AssetCheckResult(
                passed=False, metadata={"rows": frame.height, "failures": dg.MetadataValue.md(str(cases))}
            )
        return dg.AssetCheckResult(passed=True, metadata={"rows": frame.height})

    return schema


checks = [_check(table) for table in BY_NAME.values()]
