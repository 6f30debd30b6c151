"""What the dataset is, in words, and the versions of its form. Every page and every metadata file says it from here."""

from schemas import codebook
from schemas.table import Table
from schemas.tables_registers import REGISTERS

NAME = "alliance_events"
TITLE = "Alliance Events"
DESCRIPTION = (
    "Acts of alliance politics coded from raw text: who used what lever toward which ally, when, and how far the act has "
    "come. Every row leads to the exact words that say so."
)
KEYWORDS = ("alliances", "event data", "tariffs", "burden sharing", "security guarantees", "NATO", "United States")
AUTHORS = "Alliance Events"
SCHEMA_VERSION = "1.1.0"  # SemVer: a removed, renamed or retyped column is MAJOR, a new column or table MINOR
CODEBOOK_VERSION = "1.5.0"  # SemVer of the definitions; the digest of the code lists is in the manifest
DATA_LICENCE = "CC-BY-4.0"
DATA_LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
LIST_LICENCE = "CC0-1.0"
LIST_LICENCE_URL = "https://creativecommons.org/publicdomain/zero/1.0/"
DATABASE = f"{NAME}.duckdb"
LIMITS = (
    "Counts follow what the sources publish: see `coverage` before reading a rise as escalation, or a zero as peace.",
    "An announcement is not an effect. `status` says how far an act has come in the text, nothing says that it worked.",
    "The coder errs: filter on `confidence`, and read `quality.json` for its measured precision and recall.",
    "Most dates are bounds: `date_basis` is `document` where only the date of the document bounds the act.",
    "Only English text is coded.",
)


def deprecations() -> list[dict[str, str]]:
    """Return the deprecated columns and tables: table, column, since, removal_not_before, replacement."""
    rows: list[dict[str, str]] = codebook.table("deprecations").to_dicts()
    return rows


def licences_of(table: Table) -> list[dict[str, str]]:
    """Return the licences of a table as a Data Package names them; words of others stand under their own terms."""
    own = [{"name": licence_of(table)}]
    quoted = any(column.name in ("text", "evidence") for column in table.columns)
    words = {"name": "other-words", "path": "NOTICE.md", "title": "Words of sources: each under the terms in NOTICE.md"}
    return [*own, words] if quoted else own


def licence_of(table: Table) -> str:
    """Return the SPDX identifier under which a table is published: code lists are free of conditions."""
    return LIST_LICENCE if table in REGISTERS else DATA_LICENCE
