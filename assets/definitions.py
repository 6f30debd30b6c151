"""The Dagster project: every asset, check, job, schedule, sensor and resource in one place."""

import dagster as dg

from assets.automation import IN_PROCESS, daily, landing, monthly, whole_chain
from assets.checks import checks
from assets.codebook import registers
from assets.coding import code_mentions, screen_sentences, split_sentences
from assets.corrections import apply_corrections
from assets.documents import read_documents
from assets.events import count_coverage, resolve_events, review_queue
from assets.history import record_changes, replays, resolves
from assets.release import release
from assets.resources import HomeResource, ParquetIOManager


def build_defs(home: HomeResource | None = None) -> dg.Definitions:
    """Return the definitions, by default on the home that the environment names."""
    place = home or HomeResource()
    return dg.Definitions(
        assets=[
            read_documents,
            split_sentences,
            screen_sentences,
            code_mentions,
            apply_corrections,
            resolve_events,
            count_coverage,
            review_queue,
            record_changes,
            *registers,
            release,
        ],
        asset_checks=[*checks, replays, resolves],
        jobs=[whole_chain],
        schedules=[daily, monthly],
        sensors=[landing],
        resources={"home": place, "io_manager": ParquetIOManager(home=place)},
        executor=IN_PROCESS,
    )


defs = build_defs()
