"""The registers of the codebook as tables of the dataset."""

from schemas.table import INT, TEXT, Column, Table

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
STATUSES = Table(
    "statuses",
    "How far an act has come: the ladder of statuses.",
    ("status",),
    (
        Column("status", TEXT, "Status code", codes="statuses"),
        Column("rank", INT, "Order on the ladder; of two statuses of one act the higher one stands", low=0),
        Column("stage", TEXT, "The stage of a measure that it stands for, empty for none"),
        Column("title", TEXT, "Name for people"),
        Column("description", TEXT, "What it covers"),
    ),
)
REGISTERS = (ENTITIES, LEVERS, MEMBERSHIPS, RELATIONS, STATUSES)
