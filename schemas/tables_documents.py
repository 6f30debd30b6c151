"""Tables of what was read, and of the steps from documents to candidates."""

from schemas.table import BOOL, INT, TEXT, Column, Table

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
        Column(
            "is_current",
            BOOL,
            "False once the source gave another text under this key, or a file read again no longer held it",
        ),
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
