"""Every table, declared once: columns, types, descriptions, keys, checks. All else is generated from here."""

from schemas.table import BOOL, DATE, FLOAT, INT, TEXT, Column, Table

DATE_COLUMNS = (
    Column("date", TEXT, "When the act happened or was said, as EDTF; empty: the text does not say", edtf=True),
    Column("date_start", DATE, "First possible day of `date`; empty: open", nullable=True),
    Column(
        "date_end", DATE, "Last possible day of `date`, or the document's day where the text gives none", nullable=True
    ),
    Column("date_precision", TEXT, "day, month, season, year, interval, before, after or unknown"),
    Column(
        "date_basis", TEXT, "text: the sentence dates the act; document: the document's date bounds it; none: unknown"
    ),
)
CODE_COLUMNS = (
    Column("actor", TEXT, "Who acts: entity code", codes="entities"),
    Column("lever", TEXT, "The instrument used: lever code", codes="levers"),
    Column("target", TEXT, "Toward whom: entity code", codes="entities"),
    Column("stance", TEXT, "pressure, support or neutral toward the target", codes="stances"),
    Column("status", TEXT, "How far the act has come", codes="statuses"),
    Column(
        "granularity",
        TEXT,
        "act: one occasion or instrument; pattern: habitual or summed-up policy",
        codes="granularities",
    ),
)
MAGNITUDE_COLUMNS = (
    Column("magnitude_value", FLOAT, "Quantity of the lever where the text states one", nullable=True),
    Column("magnitude_unit", TEXT, "Unit of the quantity", nullable=True, codes="units"),
)

DOCUMENTS = Table(
    "documents",
    "One row a document: the exact text that all offsets point into, and what is known of it.",
    ("document_id",),
    (
        Column("document_id", TEXT, "Identifier made from the exact text"),
        Column(
            "source_key", TEXT, "The identifier or relative path that the source gave; of several, the first in order"
        ),
        Column("title", TEXT, "Title, empty where none is known"),
        Column("publisher", TEXT, "Who published it, empty where unknown"),
        Column("url", TEXT, "Address of the original, empty where unknown"),
        Column("published", TEXT, "Publication date as EDTF, empty where unknown", edtf=True),
        Column("published_precision", TEXT, "day, month, year or unknown"),
        Column("published_basis", TEXT, "metadata, text (the document's own words) or none"),
        Column("language", TEXT, "ISO 639-1 code of the text's language; only `en` is coded"),
        Column("rights", TEXT, "Rights as the source states them, empty where unknown"),
        Column("rights_code", TEXT, "What may be published of its words", codes="rights"),
        Column("reader", TEXT, "The reader that produced the text"),
        Column("n_chars", INT, "Length of the text", unit="characters", low=1),
        Column("text", TEXT, "The text; empty in releases where its rights do not allow it"),
    ),
)
DOCUMENT_SOURCES = Table(
    "document_sources",
    "One row a place where a document was found: exact duplicates are one document with several sources.",
    ("source_key", "document_id"),
    (
        Column("source_key", TEXT, "Identifier or relative path that the source gave"),
        Column("document_id", TEXT, "The document found there"),
        Column("path", TEXT, "File it was read from, relative to the input"),
        Column("file_sha256", TEXT, "SHA-256 of that file's bytes"),
        Column("is_current", BOOL, "False once the file at this path has been read with other bytes"),
    ),
)
REJECTED_DOCUMENTS = Table(
    "rejected_documents",
    "One row for everything that could not be read, with the reason and the way out. Nothing is dropped in silence.",
    ("path", "item", "file_sha256"),
    (
        Column("path", TEXT, "File, relative to the input"),
        Column("item", TEXT, "Part of the file: a line or record, empty for the whole file"),
        Column("file_sha256", TEXT, "SHA-256 of the file's bytes, empty where it could not be opened"),
        Column("reader", TEXT, "Reader that refused it, empty where none fits"),
        Column("reason", TEXT, "Why it was refused"),
        Column("advice", TEXT, "What to do about it"),
    ),
)
INPUTS = Table(
    "inputs",
    "The ledger of files that have been read, so that a run skips what it knows.",
    ("path", "file_sha256"),
    (
        Column("path", TEXT, "File, relative to the input"),
        Column("file_sha256", TEXT, "SHA-256 of the file's bytes"),
        Column("reader_version", TEXT, "Digest of the readers' code"),
        Column("n_documents", INT, "Documents found in it", low=0),
        Column("n_rejected", INT, "Parts of it that were refused", low=0),
    ),
)
SENTENCES = Table(
    "sentences",
    "One row a sentence of a coded document, by its offsets into the document's text.",
    ("sentence_id",),
    (
        Column("sentence_id", TEXT, "Identifier made from document and offsets"),
        Column("document_id", TEXT, "The document"),
        Column("n", INT, "Position in the document, from 1", low=1),
        Column("start", INT, "First character", low=0, unit="characters"),
        Column("end", INT, "One past the last character", low=1, unit="characters"),
    ),
)
CANDIDATES = Table(
    "candidates",
    "The sentences that may tell an event: they name a lever and can have parties. Only these are parsed.",
    ("sentence_id",),
    SENTENCES.columns,
)
CODINGS = Table(
    "codings",
    "One row a document that the coder has been through, and the version it was coded with.",
    ("document_id",),
    (
        Column("document_id", TEXT, "The document"),
        Column(
            "coding_key", TEXT, "Digest of what the coding depends on: the coder's version and the document's metadata"
        ),
        Column("coder_version", TEXT, "Digest of the coder's code, lexicon and models"),
        Column("n_sentences", INT, "Sentences in the document", low=0),
        Column("n_candidates", INT, "Sentences parsed", low=0),
        Column("n_mentions", INT, "Mentions found", low=0),
    ),
)
CODED_MENTIONS = Table(
    "coded_mentions",
    "What the coder found, before corrections: one row an assertion of an act in one sentence.",
    ("mention_id",),
    (
        Column("mention_id", TEXT, "Identifier made from document, offsets and code"),
        Column("document_id", TEXT, "The document"),
        Column("source_key", TEXT, "The identifier or relative path that the source gave"),
        Column("evidence_start", INT, "First character of the evidence in the document's text", low=0),
        Column("evidence_end", INT, "One past its last character", low=1),
        Column(
            "evidence", TEXT, "The exact characters that assert the event; in releases only as far as the rights allow"
        ),
        Column("evidence_sha256", TEXT, "SHA-256 of those characters in UTF-8: whoever holds the text can verify them"),
        *CODE_COLUMNS,
        *DATE_COLUMNS,
        *MAGNITUDE_COLUMNS,
        Column("confidence", FLOAT, "Probability that actor, lever and target are right", low=0, high=1),
        Column("rule_id", TEXT, "The lexicon entry that fired and the roles it was read with"),
        Column("trigger_start", INT, "First character of the word that names the lever", low=0),
        Column("trigger_end", INT, "One past its last character", low=1),
        Column("plover_event", TEXT, "PLOVER event type, through the crosswalk"),
        Column("plover_mode", TEXT, "PLOVER mode where the type has one, else empty"),
        Column("cameo_root", TEXT, "CAMEO root code, through the crosswalk"),
    ),
)
MENTIONS = Table(
    "mentions",
    "One row an assertion of an act in one sentence, with its exact characters.",
    ("mention_id",),
    (
        *CODED_MENTIONS.columns,
        Column("rights_code", TEXT, "What may be published of its words", codes="rights"),
        Column("correction_id", TEXT, "The correction that accepted or fixed the row, empty where none did"),
    ),
)
CORRECTIONS = Table(
    "corrections",
    "Decisions of people about single rows, from corrections.yml, and what became of them.",
    ("correction_id",),
    (
        Column("correction_id", TEXT, "Identifier made from locator and action"),
        Column("action", TEXT, "reject, accept, fix or retract", codes="actions"),
        Column("source_key", TEXT, "The document, as its source names it"),
        Column("evidence", TEXT, "The words the decision rests on, as far as rights allow; empty for a whole document"),
        Column("evidence_sha256", TEXT, "SHA-256 of those words; empty for a whole document"),
        Column("actor", TEXT, "Who acts, as the coder had it; empty for a whole document"),
        Column("lever", TEXT, "The lever, as the coder had it; empty for a whole document"),
        Column("target", TEXT, "Toward whom, as the coder had it; empty for a whole document"),
        Column("fields_after", TEXT, "What a fix sets, as field=value, joined by semicolons"),
        Column("reason", TEXT, "Why"),
        Column("decided_on", TEXT, "Day of the decision"),
        Column("decided_by", TEXT, "Who decided"),
        Column("outcome", TEXT, "What became of it", codes="outcomes"),
    ),
)
EVENTS = Table(
    "events",
    "One row an act or a standing pattern of policy, told by one or more mentions.",
    ("event_id",),
    (
        Column("event_id", TEXT, "Stable identifier, never given to another act"),
        Column("episode_id", TEXT, "The episode it belongs to, empty where it belongs to none"),
        *CODE_COLUMNS,
        Column(
            "ally",
            TEXT,
            "The party that is an ally, partner or alliance of the United States; if both are, the target",
            nullable=True,
            codes="entities",
        ),
        Column("actor_relation", TEXT, "Relation of the actor to the United States on that date", codes="relations"),
        Column("target_relation", TEXT, "Relation of the target to the United States on that date", codes="relations"),
        *DATE_COLUMNS,
        *MAGNITUDE_COLUMNS,
        Column("confidence", FLOAT, "Highest confidence among the mentions", low=0, high=1),
        Column("n_mentions", INT, "Mentions that tell the event", low=1),
        Column("n_documents", INT, "Documents that tell it", low=1),
        Column("n_publishers", INT, "Publishers that tell it; unknown publishers count as one", low=1),
        Column(
            "first_reported", TEXT, "Earliest publication date of its documents as EDTF, empty where unknown", edtf=True
        ),
        Column(
            "last_reported", TEXT, "Latest publication date of its documents as EDTF, empty where unknown", edtf=True
        ),
        Column("mention_id", TEXT, "The mention that tells it best"),
        Column("correction_ids", TEXT, "Corrections among its mentions, joined by semicolons, empty where none"),
        Column("plover_event", TEXT, "PLOVER event type, through the crosswalk"),
        Column("plover_mode", TEXT, "PLOVER mode where the type has one, else empty"),
        Column("cameo_root", TEXT, "CAMEO root code, through the crosswalk"),
    ),
)
EVENT_MENTIONS = Table(
    "event_mentions",
    "Which mentions tell which event.",
    ("mention_id",),
    (
        Column("mention_id", TEXT, "The mention"),
        Column("event_id", TEXT, "The event it tells"),
    ),
)
STEPS = {
    "threatened": "demanded, conditioned or threatened",
    "announced": "proposed or announced",
    "effective": "in force",
    "suspended": "suspended",
    "ended": "lifted or cut for good",
}


def _step(name: str, what: str) -> tuple[Column, ...]:
    return (
        Column(
            f"{name}_on", DATE, f"First day on which it was {what}, as precise as the next column says", nullable=True
        ),
        Column(f"{name}_precision", TEXT, "day, month, year ...; before: on or before that day; empty: never"),
        Column(f"{name}_event_id", TEXT, "The event that shows it; empty: never"),
    )


EPISODES = Table(
    "episodes",
    "One row the life of one measure: what one party did to another with one lever, from threat to end.",
    ("episode_id",),
    (
        Column("episode_id", TEXT, "Identifier made from the event that begins it"),
        Column("actor", TEXT, "Who acts: entity code", codes="entities"),
        Column("lever", TEXT, "The instrument: lever code", codes="levers"),
        Column("target", TEXT, "Toward whom: entity code", codes="entities"),
        Column("ally", TEXT, "The ally among them, as in `events`", nullable=True, codes="entities"),
        Column("measure", TEXT, "pressure: a burden is imposed; support: a benefit is granted", codes="stances"),
        Column("stage", TEXT, "How far it has come at its latest event", codes="stages"),
        Column("furthest", TEXT, "How far it ever came, before any suspension or end", codes="stages"),
        *(column for name, what in STEPS.items() for column in _step(name, what)),
        Column("first_on", DATE, "Day of its first event", nullable=True),
        Column("last_on", DATE, "Day of its latest event", nullable=True),
        Column("n_events", INT, "Events in it", low=1),
    ),
)
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
COVERAGE = Table(
    "coverage",
    "Source by month: what was fetched, read, refused, coded and told events, so that a zero differs from not knowing.",
    ("source", "month"),
    (
        Column("source", TEXT, "Publisher; for what could not be read, the folder or file"),
        Column("month", TEXT, "Month of publication, or year where no month is known; empty: unknown"),
        Column("n_fetched", INT, "Documents and refused parts", low=0),
        Column("n_read", INT, "Documents read", low=0),
        Column("n_rejected", INT, "Parts refused, see rejected_documents", low=0),
        Column("n_coded", INT, "Documents coded: in English", low=0),
        Column("n_with_mentions", INT, "Documents with a mention", low=0),
        Column("n_with_events", INT, "Documents that tell an event", low=0),
    ),
)
ENTITIES = Table(
    "entities",
    "The register of parties: countries, territories, organisations, treaties and groups.",
    ("entity",),
    (
        Column("entity", TEXT, "ISO 3166-1 alpha-3 code, or the codebook's code for what is no country"),
        Column("name", TEXT, "Short English name"),
        Column("kind", TEXT, "country, territory, organisation, treaty, group, armed_group or region"),
        Column("parent", TEXT, "The state it belongs to, empty where none"),
        Column("iso2", TEXT, "ISO 3166-1 alpha-2 code, empty where none"),
        Column("cow", TEXT, "Correlates of War state number, empty where none"),
    ),
)
LEVERS = Table(
    "levers",
    "The instruments that the dataset tells apart.",
    ("lever",),
    (
        Column("lever", TEXT, "Lever code", codes="levers"),
        Column("family", TEXT, "economic, security or diplomatic"),
        Column(
            "measure",
            TEXT,
            "What a standing use of it is to the target: burden, benefit or either; empty: single acts only",
        ),
        Column("title", TEXT, "Name for people"),
        Column("covers", TEXT, "What it covers"),
        Column("not_covers", TEXT, "What belongs elsewhere"),
    ),
)
MEMBERSHIPS = Table(
    "memberships",
    "Members of groups and organisations, with dates.",
    ("group", "member", "from"),
    (
        Column("group", TEXT, "Entity code of the group", codes="entities"),
        Column("member", TEXT, "Entity code of the member", codes="entities"),
        Column("from", TEXT, "First day of membership, empty: since ever"),
        Column("to", TEXT, "Last day of membership, empty: open"),
    ),
)
RELATIONS = Table(
    "us_relations",
    "Relation of each party to the United States, with dates; a party without a row is `other`.",
    ("entity", "from"),
    (
        Column("entity", TEXT, "Entity code", codes="entities"),
        Column("relation", TEXT, "ally, partner, rival, alliance or other", codes="relations"),
        Column("from", TEXT, "First day, empty: since ever"),
        Column("to", TEXT, "Last day, empty: open"),
        Column("basis", TEXT, "Why: the treaty, the designation"),
    ),
)

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
    ENTITIES,
    LEVERS,
    MEMBERSHIPS,
    RELATIONS,
)
BY_NAME = {table.name: table for table in (*PUBLISHED, *FEED, *INTERNAL)}
