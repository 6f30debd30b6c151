"""Names to entity codes: who is meant, when a name counts, and when it does not."""

import datetime as dt

import polars as pl
import pytest

from pipelines.extract.context import Context, Source
from pipelines.extract.parties import MEMBERS, find_parties
from pipelines.extract.rows import KINDS
from pipelines.flat import flatten
from schemas import codebook

DAY = dt.date(2025, 9, 1)
CASES = [
    ("U.S. President Donald Trump calls Ottawa", ["USA", "USA", "CAN"]),
    ("Zelenskyy meets Rutte in Brussels", ["UKR", "NATO", "EU"]),
    ("the Kremlin and the IDF", ["RUS", "ISR"]),
    ("Danish troops in Nuuk", ["DNK", "GRL"]),
    ("He left the Paris Agreement", ["PARIS_AGREEMENT"]),
    ("drones over Kharkiv", ["UKR"]),
    ("the Republic of Korea’s navy", ["KOR"]),
    ("talks between India and Pakistan", ["IND", "PAK"]),
    ("goods under the USMCA", ["USMCA", "CAN", "MEX"]),
    ("goods under the CPTPP", ["CPTPP"]),
    ("Houthi missiles hit Eilat", ["HOUTHIS", "ISR"]),
    ("At the Paris talks the Franco-German plan failed", ["FRA", "FRA", "DEU"]),
    ("PRESSURE ON IRAN", ["IRN"]),
    ("since then Putin has struck Ukraine", ["RUS", "UKR"]),
    ("and then Macron offered help", ["FRA"]),
    ("then-President Emmanuel Macron", []),
    ("In 2022 Olaf Scholz promised Ukraine help", ["DEU", "UKR"]),
    ("like-minded democracies and its oldest friends", ["ALLIES", "ALLIES"]),
    ("Western sanctions on the Western Sahara", ["ALLIES", "ESH"]),
    ("soft on great-power rivals and foes", ["ADVERSARIES", "ADVERSARIES"]),
    ("the global tax deal has no force", ["GLOBAL_TAX_DEAL"]),
    ("a nuclear deal with Iran", ["IRN"]),
    ("the nuclear accord of 2015", ["JCPOA"]),
    ("settlers in the West Bank, and the West", ["PSE", "ALLIES"]),
    ("the regime's allies and our allies", ["ADVERSARIES", "ALLIES"]),
    ("the Gulf Cooperation Council and the Gulf", ["GCC", "GULF"]),
]
NOBODY = [
    "a woman in a romance",
    "give us the goods",
    "The New York Times reports",
    "New Mexico votes",
    "he will turkey shoot",
    "his allies on the committee",
]


@pytest.mark.parametrize(("text", "codes"), CASES, ids=[text for text, _ in CASES])
def test_names_stand_for_their_entity(text, codes):
    assert [party.code for party in find_parties(flatten(text), DAY)] == codes


@pytest.mark.parametrize("text", NOBODY)
def test_lookalikes_stand_for_nobody(text):
    assert find_parties(flatten(text), DAY) == []


def test_a_holder_counts_only_while_in_office():
    assert [p.code for p in find_parties("Joe Biden speaks", dt.date(2023, 5, 1))] == ["USA"]
    assert find_parties("Joe Biden speaks", dt.date(2025, 9, 1)) == []


def test_a_former_holder_stands_for_nobody():
    assert find_parties("former president Donald Trump speaks", dt.date(2025, 9, 1)) == []


def test_every_code_of_the_alias_tables_is_in_the_register():
    known = codebook.code_list("entities") | {""}
    for name in ("aliases", "office_holders"):
        assert set(codebook.table(name)["entity"]) <= known


CARRIER = "Officials of {} and others said so."


def _read(alias, day=DAY):
    text = flatten(CARRIER.format(alias))
    start = CARRIER.index("{")
    return {party.code for party in find_parties(text, day) if party.start < start + len(alias) and party.end > start}


def test_every_alias_is_read_as_its_entity_or_as_one_that_shares_the_name():
    table = codebook.table("aliases").filter(pl.col("kind") != "mask")
    same = {
        name: set(codes) for name, codes in table.group_by(pl.col("alias").str.to_lowercase()).agg("entity").iter_rows()
    }
    wrong = [
        (alias, code)
        for alias, code in table.select("alias", "entity").iter_rows()
        if code and not _read(alias) & same[alias.lower()]
    ]
    assert wrong == []


def test_an_alias_for_members_has_members_and_its_kinds_are_known_to_the_trees():
    table = codebook.table("aliases")
    groups = table.filter(pl.col("kind") == MEMBERS)["entity"].unique()
    assert all(len(_read(alias)) > 1 for alias in table.filter(pl.col("kind") == MEMBERS)["alias"])
    assert set(groups) == {"USMCA", "NAFTA"}
    assert set(table["kind"]) - {"mask", MEMBERS} | {"member", "holder"} <= set(KINDS)


def test_every_office_holder_is_read_while_in_office():
    table = codebook.table("office_holders").filter(pl.col("from") >= "1991")
    wrong = []
    for name, code, since in table.select("name", "entity", "from").iter_rows():
        if code not in _read(name, dt.date.fromisoformat(since)):
            wrong.append((name, code, since))
    assert wrong == []


def step(texts, publisher="", published="2025-06-01"):
    context = Context.of(Source(published, "", publisher, 9))
    return [[party.code for party in context.step(flatten(text))] for text in texts]


DESCRIBED = [
    (["Saudi Arabia and Qatar met.", "The kingdom paid."], "", ["SAU"]),
    (["Canada and Mexico met in Ottawa.", "Both countries signed."], "", ["MEX", "CAN"]),
    (["Denmark objects.", "The Arctic island is not for sale."], "", ["GRL"]),
    (["NATO met.", "The alliance agreed."], "", ["NATO"]),
    (["Norway objects to the USMCA.", "The country will not answer."], "", ["NOR"]),
    (["AUKUS met.", "The alliance agreed."], "", ["AUKUS"]),
    (["Brazil replied.", "I have determined that the President may act."], "The White House", ["USA", "USA"]),
    (["Sweden replied.", "The Nordic country will answer."], "", ["SWE"]),
    (["The ICC sat.", "Israel objected.", "The court stood firm."], "", ["ICC"]),
    (["Finland and Sweden apply.", "The two have waited for a year."], "", ["FIN", "SWE"]),
    (["Finland and Sweden apply.", "The two applications have waited."], "", []),
    (["Japan, South Korea and Australia met.", "The three countries agreed."], "", ["JPN", "KOR", "AUS"]),
    (["Japan and Australia met.", "The three countries agreed."], "", []),
    (["Japan left the CPTPP.", "Canada stays.", "The agreement holds."], "", ["CPTPP"]),
    (["AUKUS was founded in 2021.", "New Zealand may join the partnership."], "", ["NZL", "AUKUS"]),
]


@pytest.mark.parametrize(("texts", "publisher", "codes"), DESCRIBED, ids=[texts[-1] for texts, _, _ in DESCRIBED])
def test_a_description_stands_for_what_was_named_and_fits(texts, publisher, codes):
    assert step(texts, publisher)[-1] == codes


def test_a_description_points_back_some_sentences_but_not_a_whole_document():
    far = ["The ICC sat.", *["Israel objected."] * 8, "The court stood firm."]
    assert step(far)[-1] == []


def test_a_description_without_anything_before_it_stands_for_nobody():
    assert step(["The kingdom paid.", "Both countries signed."]) == [[], []]


@pytest.mark.parametrize(
    ("publisher", "voice"),
    [
        ("The White House", "USA"),
        ("White House Briefings & Statements", "USA"),
        ("Press Releases – United States Department of State", "USA"),
        ("Texas Department of State Health Services", ""),
        ("White House Watch (Financial Times)", ""),
        ("Philippine Department of Defense", ""),
    ],
)
def test_a_publisher_speaks_for_a_government_by_its_whole_name(publisher, voice):
    assert Source(publisher=publisher).voice == voice


def test_a_word_that_implies_a_party_brings_it_in_but_a_name_goes_first():
    def read(text, day):
        return [(party.code, party.kind) for party in find_parties(text, day)]

    assert read("Spain spends 2% of GDP.", DAY) == [("ESP", "name"), ("NATO", "implied")]
    assert read("Maduro was flown to New York.", dt.date(2026, 3, 1))[0] == ("VEN", "implied")
    assert read("Maduro spoke.", dt.date(2024, 3, 1)) == [("VEN", "holder")]
