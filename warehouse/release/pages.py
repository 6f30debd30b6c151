"""The pages of a release that people read: README, licence, notice, changelog and the codebook."""

from html import escape
from pathlib import Path
from string import Template

import polars as pl

from schemas import codebook, dataset
from schemas.table import Table
from schemas.tables import FEED, PUBLISHED
from schemas.views import VIEW_COLUMNS
from warehouse import store
from warehouse.database import describe_view, view_files
from warehouse.release.rights import attributions

LISTS = (
    "levers", "statuses", "stances", "granularities", "units", "relations", "stages", "rights", "reasons", "change_types",
)  # fmt: skip
TEXTS = Path(__file__).parent.parent / "texts"
CSS = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{border:1px solid #bbb;padding:.3rem .5rem;"
    "text-align:left;vertical-align:top}th{background:#f2f2f2}code{background:#f4f4f4}h2{margin-top:2.5rem}"
)


def fill(name: str, **values: object) -> str:
    """Return a text of `warehouse/texts` with its placeholders filled."""
    return Template((TEXTS / name).read_text(encoding="utf-8")).substitute({k: str(v) for k, v in values.items()})


def _counts(changes: pl.DataFrame) -> list[str]:
    counted = changes.group_by("change_type", "reason").len().sort("change_type", "reason")
    return [f"- {n} {kind} ({reason})" for kind, reason, n in counted.iter_rows()]


def changelog(tables: dict[str, pl.DataFrame], version: str, day: str, previous: str) -> str:
    """Return what changed since the release before, in lines for people."""
    lines = _counts(tables["changes"]) or ["- no event changed"]
    gone = [f"- deprecated: {row['table']}.{row['column']} since {row['since']}" for row in dataset.deprecations()]
    head = f"# {version} ({day})\n\nEvents against {previous or 'nothing: this is the first release'}:\n\n"
    names = {
        "events": "events",
        "mentions": "mentions",
        "documents": "documents",
        "rejected_documents": "inputs refused",
    }
    counts = ", ".join(f"{tables[name].height} {words}" for name, words in names.items())
    tail = f"\n\nTables: {counts}.\n"
    return head + "\n".join([*lines, *gone]) + tail


def notice(documents: pl.DataFrame) -> str:
    """Return who must be named, and under which terms each source's words are published."""
    lines = ["# Sources and their terms", ""]
    for row in attributions(documents).iter_rows(named=True):
        name = row["attribution"] or row["publisher"] or "Unknown publisher"
        licence = row["licence"] or row["stated"] or "rights unknown"
        shown = "words published" if row["rights_code"] in codebook.free_rights() else "no words published"
        terms = f", {row['terms_url']}" if row["terms_url"] else ""
        lines.append(f"- {name}: {row['documents']} documents, {licence}{terms} ({row['rights_code']}: {shown})")
    lines += ["", f"The licence {dataset.DATA_LICENCE} covers the data, not the quoted words of others.", ""]
    return "\n".join(lines)


def _html_table(frame: pl.DataFrame) -> str:
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in frame.columns)
    rows = (
        "".join(f"<td>{escape('' if cell is None else str(cell))}</td>" for cell in row) for row in frame.iter_rows()
    )
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>"
        + "".join(f"<tr>{row}</tr>" for row in rows)
        + "</tbody></table>"
    )


def _table_section(table: Table) -> str:
    """Return the section of one table: what a row is, its key, its licence, its columns."""
    described = [
        (c.name, str(c.dtype), c.unit or c.codes, "yes" if c.nullable else "", c.description) for c in table.columns
    ]
    names = ["column", "type", "unit or code list", "may be empty", "meaning"]
    licences = ", ".join(one.get("title", one["name"]) for one in dataset.licences_of(table))
    facts = f"Key: <code>{', '.join(table.key)}</code>. Licence: {licences}."
    columns = _html_table(pl.DataFrame(described, schema=names, orient="row"))
    return f"<h2 id='{table.name}'>{table.name}</h2><p>{escape(table.description)} {facts}</p>{columns}"


def codebook_page(version: str) -> str:
    """Return docs/codebook.html: every table and column, every view, every code list."""
    versions = f"Release {version}, codebook {dataset.CODEBOOK_VERSION}, schema {dataset.SCHEMA_VERSION}."
    parts = [f"<h1>Codebook of {escape(dataset.TITLE)}</h1><p>{versions}</p><p>{escape(dataset.DESCRIPTION)}</p>"]
    parts += [
        "<h2>Read this before you count</h2><ul>",
        *(f"<li>{escape(line)}</li>" for line in dataset.LIMITS),
        "</ul>",
    ]
    parts += [_table_section(table) for table in (*PUBLISHED, *FEED)]
    own = pl.DataFrame(list(VIEW_COLUMNS.items()), schema=["column", "what it means"], orient="row")
    views = pl.DataFrame(
        [(p.stem, describe_view(p)) for p in view_files()], schema=["view", "what it is for"], orient="row"
    )
    parts.append(f"<h2>Views</h2>{_html_table(views)}<h3>Columns that only views have</h3>{_html_table(own)}")
    parts += [f"<h2 id='list-{name}'>Code list: {name}</h2>{_html_table(codebook.table(name))}" for name in LISTS]
    head = f"<meta charset='utf-8'><meta name='viewport' content='width=device-width'><title>Codebook</title><style>{CSS}</style>"
    return f"<!doctype html><html lang='en'><head>{head}</head><body>" + "\n".join(parts) + "</body></html>\n"


def write_all(
    folder: Path, tables: dict[str, pl.DataFrame], version: str, day: str, previous: str, channel: str
) -> None:
    """Write the pages of a release."""
    limits = "\n".join(f"- {line}" for line in dataset.LIMITS)
    facts = {name: tables[name].height for name in ("events", "mentions", "documents", "episodes")}
    telling = tables["event_mentions"].height
    allied = tables["events"].filter(pl.col("ally").is_not_null()).height
    readme = fill(
        "README.md", title=dataset.TITLE, version=version, day=day, channel=channel, description=dataset.DESCRIPTION,
        limits=limits, allied=allied, telling=telling, database=dataset.DATABASE, **facts,
    )  # fmt: skip
    store.write_text(folder / "README.md", readme)
    store.write_text(folder / "LICENSE", fill("LICENSE"))
    store.write_text(folder / "NOTICE.md", notice(tables["documents"]))
    store.write_text(folder / "CHANGELOG.md", changelog(tables, version, day, previous))
    store.write_text(folder / "docs" / "codebook.html", codebook_page(version))
    for name in ("quickstart.sql", "quickstart.py", "quickstart.R", "quickstart.do"):
        store.write_text(folder / "quickstart" / name, fill(name, version=version, database=dataset.DATABASE))
