"""Tables of how the dataset changes: identifiers, the change feed, and what was believed when."""

from schemas.table import DATE, INT, TEXT, Column, Table
from schemas.tables_events import CODE_COLUMNS, EVENTS, MAGNITUDE_COLUMNS

ID_MAP = Table(
    "id_map",
    "What became of identifiers: every event identifier ever published is in `events` or leads on from here.",
    ("old_id", "version", "redirect", "new_id"),
    (
        Column("old_id", TEXT, "Event identifier of an earlier release"),
        Column("redirect", TEXT, "merged_into, split_into, withdrawn or restored", codes="redirects"),
        Column("new_id", TEXT, "Successor; empty if withdrawn, itself if restored"),
        Column("version", TEXT, "Release in which this happened"),
        Column("reason", TEXT, "Why", codes="reasons"),
    ),
)
CHANGES = Table(
    "changes",
    "The feed from the release before to this one: one row an event that changed. Minus these, plus rows_after, is this release.",
    ("change_id",),
    (
        Column("change_id", TEXT, "Identifier made from the versions and the event"),
        Column("from_version", TEXT, "The release before, empty for the first"),
        Column("to_version", TEXT, "This release"),
        Column("event_id", TEXT, "The event"),
        Column("change_type", TEXT, "What happened to it", codes="change_types"),
        Column("reason", TEXT, "Why", codes="reasons"),
        Column("fields", TEXT, "Fields that changed, joined by semicolons"),
        Column("successor_ids", TEXT, "Events it went into, joined by semicolons"),
    ),
)
ROWS_AFTER = Table(
    "rows_after", "The full rows of `events` that this release added or changed.", ("event_id",), EVENTS.columns
)
CHANGE_FIELDS = Table(
    "change_fields",
    "One row a field that changed, as text for people.",
    ("change_id", "field"),
    (
        Column("change_id", TEXT, "The change"),
        Column("event_id", TEXT, "The event"),
        Column("field", TEXT, "The field"),
        Column("before", TEXT, "Its value in the release before", nullable=True),
        Column("after", TEXT, "Its value in this release", nullable=True),
    ),
)
EVENT_VERSIONS = Table(
    "event_versions",
    "Bitemporal history: when each state of an event held in the world, and from which release to which we believed it.",
    ("event_id", "revision"),
    (
        Column("event_id", TEXT, "The event"),
        Column("revision", INT, "Counts its states from 1", low=1),
        Column("recorded_from", DATE, "Day of the release that first had this state"),
        Column("recorded_to", DATE, "Day of the release that no longer had it; empty: it stands", nullable=True),
        Column("from_version", TEXT, "That first release"),
        Column("to_version", TEXT, "That last release's successor, empty: it stands"),
        Column("change_type", TEXT, "What made this state", codes="change_types"),
        Column("reason", TEXT, "Why", codes="reasons"),
        Column("valid_from", DATE, "First possible day of the act", nullable=True),
        Column("valid_to", DATE, "Last possible day of the act", nullable=True),
        *CODE_COLUMNS,
        Column("ally", TEXT, "The ally among them", nullable=True, codes="entities"),
        Column("date", TEXT, "As EDTF", edtf=True),
        *MAGNITUDE_COLUMNS,
        Column("n_documents", INT, "Documents that told it", low=1),
        Column("mention_id", TEXT, "The mention that told it best"),
    ),
)
