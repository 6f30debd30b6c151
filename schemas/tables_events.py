"""Tables of what the text says: mentions, corrections, events and episodes, and the columns they share."""

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
        Column(
            "rule_id",
            TEXT,
            "The lexicon entry that fired, or (unlisted) for the whole sentence, and how each party was named",
        ),
        Column("trigger_start", INT, "First character of the word that names the lever, or of the main verb", low=0),
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
        Column("n_publishers", INT, "Known publishers that tell it; 1 where none is known", low=1),
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
        Column(
            "gives",
            TEXT,
            "What the event takes from it: `evidence` (the codes and the words shown), `date`, `magnitude`, separated by"
            " semicolons; empty if it only tells the act once more",
            nullable=True,
        ),
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
            f"{name}_on",
            DATE,
            f"First day on which it was {what}, as precise as the next column says; of a sure event if there is one"
            " (confidence 0.9 or more, or told by two documents)",
            nullable=True,
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
        Column(
            "stage",
            TEXT,
            "How far it has come at its latest dated event (its latest if none is dated); events that are sure go first",
            codes="stages",
        ),
        Column("furthest", TEXT, "How far it ever came, before any suspension or end", codes="stages"),
        *(column for name, what in STEPS.items() for column in _step(name, what)),
        Column("first_on", DATE, "Day of its first event", nullable=True),
        Column("last_on", DATE, "Day of its latest event", nullable=True),
        Column("n_events", INT, "Events in it", low=1),
    ),
)
