"""Every table, declared once: columns, types, descriptions, keys, checks. All else is generated from here."""

from schemas.table import DATE, FLOAT, INT, TEXT, Column, Table

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
        Column("reader", TEXT, "The reader that produced the text"),
        Column("n_chars", INT, "Length of the text", unit="characters", low=1),
        Column("text", TEXT, "The text"),
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
MENTIONS = Table(
    "mentions",
    "One row an assertion of an act in one sentence, with its exact characters.",
    ("mention_id",),
    (
        Column("mention_id", TEXT, "Identifier made from document, offsets and code"),
        Column("document_id", TEXT, "The document"),
        Column("source_key", TEXT, "The identifier or relative path that the source gave"),
        Column("evidence_start", INT, "First character of the evidence in the document's text", low=0),
        Column("evidence_end", INT, "One past its last character", low=1),
        Column("evidence", TEXT, "The exact characters that assert the event"),
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
EVENTS = Table(
    "events",
    "One row an act or a standing pattern of policy, told by one or more mentions.",
    ("event_id",),
    (
        Column("event_id", TEXT, "Stable identifier"),
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

INTERNAL = (INPUTS, SENTENCES, CANDIDATES, CODINGS)
PUBLISHED = (
    DOCUMENTS,
    DOCUMENT_SOURCES,
    REJECTED_DOCUMENTS,
    MENTIONS,
    EVENTS,
    EVENT_MENTIONS,
    ENTITIES,
    LEVERS,
    MEMBERSHIPS,
    RELATIONS,
)
BY_NAME = {table.name: table for table in (*PUBLISHED, *INTERNAL)}
