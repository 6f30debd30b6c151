"""Offsets always point at what they say, whatever the text."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract.dates import find_dates
from pipelines.extract.magnitude import find_quantities
from pipelines.extract.parties import find_parties
from pipelines.flat import flatten
from pipelines.parse import parse
from pipelines.segment import split
from schemas.edtf import is_valid

PIECES = st.sampled_from(
    [
        "The U.S. strikes Iran.",
        "\n\n",
        "Canada’s tariffs",
        " — ",
        "5% of GDP",
        "Türkiye",
        "on 3 March 2025",
        "\n- item",
        "…",
        "Mr. Trump said no.",
        "$1.4 trillion",
        "last week",
        "\t",
        "日本",
        "🙂",
        "\u00a0",
        "(a) Nothing.",
        "No. 5",
        "two troops",
        "[killed](https://example.org/a) ten",
        '<span style="x">Sec</span>',
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map(" ".join)


@given(TEXTS)
def test_sentences_are_slices_in_order_without_outer_space(text):
    last = 0
    for start, end in split(text):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        last = end


@given(TEXTS)
def test_no_letter_is_lost_between_sentences(text):
    kept = "".join(text[start:end] for start, end in split(text))
    letters = [c for c in text if c.isalpha()]
    assert [c for c in kept if c.isalpha()] == letters


@given(st.text())
def test_flattening_keeps_every_offset(text):
    assert len(flatten(text)) == len(text)


def test_link_targets_and_tags_are_no_words():
    flat = flatten(
        'Iran [hit](https://example.org/ukraine_(land) "title") <b class="x">two</b> bases; a < b and [1] (2)'
    )
    assert flat.split() == ["Iran", "hit", "two", "bases;", "a", "<", "b", "and", "[1]", "(2)"]


@settings(max_examples=40)
@given(TEXTS)
def test_parties_dates_and_quantities_lie_inside_the_text(text):
    flat = flatten(text)
    for party in find_parties(flat):
        assert 0 <= party.start < party.end <= len(flat)
    for expression in [*find_dates(flat, None), *find_dates(flat, dt.date(2024, 2, 29))]:
        assert is_valid(expression.edtf)
        assert flat[expression.start : expression.end].strip()
    for quantity in find_quantities(flat):
        assert 0 <= quantity.start < quantity.end <= len(flat)
        assert quantity.value >= 0


@settings(max_examples=40, deadline=None)
@given(TEXTS.filter(lambda text: bool(flatten(text).strip())))
def test_every_token_is_its_characters_and_spaces_are_no_tokens(text):
    flat = flatten(text)
    parsed = next(parse([flat]))
    assert parsed.text == flat
    assert [flat[start:end] for start, end in zip(parsed.starts, parsed.ends, strict=True)] == parsed.words
    assert "  " not in " ".join(parsed.words)
