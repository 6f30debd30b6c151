"""Files to documents: what is new in the input is read, what is known is skipped."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import polars as pl

from assets.progress import tracked
from assets.resources import HomeResource, out
from assets.settings import SAMPLE
from pipelines.read.documents import read_input
from pipelines.read.merge import current_sources, drop_reread, merge_documents, merge_rows
from schemas.tables import DOCUMENT_SOURCES, DOCUMENTS, INPUTS, REJECTED_DOCUMENTS
from warehouse import store


class IngestConfig(dg.Config):
    """What to read: a file or folder; empty means the landing folder, or the bundled sample while that is empty."""

    input: str = ""


def input_of(config: IngestConfig, landing: Path) -> Path:
    """Return the folder or file that a run reads."""
    if config.input:
        return Path(config.input)
    return landing if landing.is_dir() and any(landing.iterdir()) else SAMPLE


@dg.multi_asset(
    outs={table.name: out(table, "reading") for table in (DOCUMENTS, DOCUMENT_SOURCES, REJECTED_DOCUMENTS, INPUTS)},
    name="read_documents",
)
def read_documents(config: IngestConfig, home: HomeResource) -> Iterator[dg.Output[pl.DataFrame]]:
    """Read the input; the ledger of inputs is written last, so that a crash makes the next run read again."""
    place = home.get()
    store.sweep(place.tables)
    reading = read_input(input_of(config, place.landing), place.read(INPUTS), tracked("reading files"))
    facts = {"new": len(reading.documents), "rejected": len(reading.rejected), "files_skipped": reading.skipped}
    yield dg.Output(merge_documents(place.read(DOCUMENTS), reading.frame(DOCUMENTS)), DOCUMENTS.name, metadata=facts)
    still = drop_reread(place.read(REJECTED_DOCUMENTS), reading.frame(INPUTS))
    yield dg.Output(merge_rows(REJECTED_DOCUMENTS, still, reading.frame(REJECTED_DOCUMENTS)), REJECTED_DOCUMENTS.name)
    sources = current_sources(place.read(DOCUMENT_SOURCES), reading.found(), reading.frame(INPUTS))
    yield dg.Output(sources, DOCUMENT_SOURCES.name)
    yield dg.Output(merge_rows(INPUTS, place.read(INPUTS), reading.frame(INPUTS)), INPUTS.name)
