"""The codebook's tables agree with each other: no dangling code, no alias of two entities without a rule."""

import itertools

import polars as pl
import pytest

from schemas import codebook
from schemas.edtf import bounds

KEYS = {
    "levers": ["lever"],
    "statuses": ["status"],
    "entities": ["entity"],
    "countries": ["entity"],
    "aliases": ["alias"],
    "memberships": ["group", "member", "from"],
    "us_relations": ["entity", "from"],
    "crosswalk": ["lever", "stance", "status"],
    "office_holders": ["name", "entity", "office", "from"],
}
REFERENCES = [
    ("memberships", "group", "entities"), ("memberships", "member", "entities"), ("us_relations", "entity", "entities"),
    ("us_relations", "relation", "relations"), ("crosswalk", "lever", "levers"), ("crosswalk", "stance", "stances"),
    ("crosswalk", "status", "statuses"), ("territories", "parent", "entities"), ("descriptions", "default", "entities"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "key"), KEYS.items(), ids=KEYS)
def test_a_table_has_one_row_a_key(table, key):
    frame = codebook.table(table)
    assert frame.select(key).is_duplicated().sum() == 0


@pytest.mark.parametrize(("table", "column", "codes"), REFERENCES, ids=[f"{t}.{c}" for t, c, _ in REFERENCES])
def test_every_code_is_known(table, column, codes):
    assert set(codebook.table(table)[column]) - {""} <= codebook.code_list(codes)


def test_a_country_and_a_group_never_share_a_code():
    assert codebook.entities()["entity"].is_duplicated().sum() == 0


def test_an_alias_of_two_entities_has_a_rule():
    frame = codebook.table("aliases").with_columns(key=pl.col("alias").str.to_lowercase())
    several = (
        frame.filter(pl.col("match") == "nocase")
        .group_by("key")
        .agg(pl.col("entity").n_unique())
        .filter(pl.col("entity") > 1)
    )
    ruled = {alias.lower() for alias in codebook.table("ambiguous")["alias"]}
    assert set(several["key"]) <= ruled


def test_the_crosswalk_covers_every_combination():
    wanted = set(itertools.product(*(sorted(codebook.code_list(name)) for name in ("levers", "stances", "statuses"))))
    assert set(codebook.table("crosswalk").select("lever", "stance", "status").iter_rows()) == wanted


@pytest.mark.parametrize("table", ["us_relations", "memberships", "office_holders"])
def test_periods_are_dates_in_order(table):
    for since, until in codebook.table(table).select("from", "to").iter_rows():
        assert not (since and until) or bounds(since).start <= bounds(until).end


def test_an_unknown_table_is_named_with_the_way_out():
    with pytest.raises(FileNotFoundError, match="alliance-events codebook"):
        codebook.table("nonsense")
