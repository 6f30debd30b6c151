"""Every table, by name: declared once in the files beside this one, and all else is generated from there."""

from schemas.tables_documents import (
    CANDIDATES,
    CODINGS,
    COVERAGE,
    DOCUMENT_SOURCES,
    DOCUMENTS,
    INPUTS,
    REJECTED_DOCUMENTS,
    SENTENCES,
)
from schemas.tables_events import CODED_MENTIONS, CORRECTIONS, EPISODES, EVENT_MENTIONS, EVENTS, MENTIONS
from schemas.tables_history import CHANGE_FIELDS, CHANGES, EVENT_VERSIONS, ID_MAP, ROWS_AFTER
from schemas.tables_registers import ENTITIES, LEVERS, MEMBERSHIPS, REGISTERS, RELATIONS, STATUSES

INTERNAL = (INPUTS, SENTENCES, CANDIDATES, CODINGS, CODED_MENTIONS)
FEED = (CHANGES, ROWS_AFTER, CHANGE_FIELDS)
PUBLISHED = (
    DOCUMENTS,
    DOCUMENT_SOURCES,
    REJECTED_DOCUMENTS,
    MENTIONS,
    EVENTS,
    EVENT_MENTIONS,
    EPISODES,
    ID_MAP,
    EVENT_VERSIONS,
    CORRECTIONS,
    COVERAGE,
    *REGISTERS,
)
BY_NAME = {table.name: table for table in (*PUBLISHED, *FEED, *INTERNAL)}

__all__ = [
    "BY_NAME",
    "CANDIDATES",
    "CHANGES",
    "CHANGE_FIELDS",
    "CODED_MENTIONS",
    "CODINGS",
    "CORRECTIONS",
    "COVERAGE",
    "DOCUMENTS",
    "DOCUMENT_SOURCES",
    "ENTITIES",
    "EPISODES",
    "EVENTS",
    "EVENT_MENTIONS",
    "EVENT_VERSIONS",
    "FEED",
    "ID_MAP",
    "INPUTS",
    "INTERNAL",
    "LEVERS",
    "MEMBERSHIPS",
    "MENTIONS",
    "PUBLISHED",
    "REGISTERS",
    "REJECTED_DOCUMENTS",
    "RELATIONS",
    "ROWS_AFTER",
    "SENTENCES",
    "STATUSES",
]
