"""Readers on real files: what is text is read to the character, what is not is refused with a reason and a way out."""

import gzip
import json
from pathlib import Path

import polars as pl
import pytest

from pipelines.read.documents import read_input
from pipelines.read.merge import current_sources, drop_reread, merge_documents
from pipelines.read.metadata import metadata_of
from pipelines.read.text import plain
from schemas.tables import DOCUMENT_SOURCES, DOCUMENTS, INPUTS, REJECTED_DOCUMENTS

BODY = (
    "Denmark summons the ambassador. The island — “Grønland” — is not for sale, its government says, naïve or not. " * 4
)
FRONT = "---\ntitle: A title\npublished: 2025-03-04\nsource: Sample\n---\n"


def read(folder: Path):
    reading = read_input(folder, INPUTS.empty())
    return reading.frame(DOCUMENTS), reading.frame(REJECTED_DOCUMENTS), reading


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_charset_gives_the_same_text(tmp_path, charset):
    (tmp_path / "a.txt").write_bytes(BODY.replace("Grønland", "Grönland").encode(charset))
    documents, rejected, _ = read(tmp_path)
    assert rejected.is_empty()
    assert documents["text"].to_list() == [BODY.replace("Grønland", "Grönland")]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("space.txt", b" \r\n \r\n", "empty"),
        ("noise.txt", bytes(range(256)) * 40, "binary"),
        ("archive.zip", b"PK\x03\x04abc", "no reader"),
        ("archive.txt", b"PK\x03\x04abc", "ZIP"),
        ("table.csv", b"a,b\n1,2\n", "no reader"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", "damaged"),
        ("text.pdf", b"this is no PDF", "no PDF"),
        ("cut.txt.gz", gzip.compress(b"some text", mtime=0)[:-9], "gzip"),
        (".hidden.md", b"# text", "hidden"),
        ("page.html", b"<html><body><nav>menu</nav></body></html>", "no main text"),
        ("front.md", FRONT.encode(), "no text below"),
        ("feed.xml", b"<?xml version='1.0'?><a/>", "no feed"),
    ],
)
def test_what_cannot_be_read_is_accounted_for(tmp_path, name, data, reason):
    (tmp_path / name).write_bytes(data)
    documents, rejected, _ = read(tmp_path)
    assert documents.is_empty()
    assert rejected["path"].to_list() == [name]
    assert reason in rejected["reason"].item()
    assert rejected["advice"].item()


def test_bad_records_are_refused_alone_and_text_is_kept_to_the_character(tmp_path):
    text = "  Two  spaces,\ta tab\nand a line. \n"
    lines = [
        json.dumps({"id": "x-1", "text": text, "published": "2025-01-02", "title": "T"}),
        "{broken",
        '{"id": "x-2"}',
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    documents, rejected, _ = read(tmp_path)
    assert documents.select("source_key", "text", "published").rows() == [("x-1", text, "2025-01-02")]
    assert rejected["item"].to_list() == ["2", "3"]


def test_front_matter_and_sidecars_give_metadata(tmp_path):
    (tmp_path / "a.md").write_text(FRONT + "# Heading\n\nSome [linked](http://x.example) *text*.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Plain text about Greenland and Denmark.", encoding="utf-8")
    (tmp_path / "b.txt.meta.yaml").write_text("title: Beside\npublished: 2026-01\npublisher: Side\n", encoding="utf-8")
    documents, rejected, _ = read(tmp_path)
    assert rejected.is_empty()
    assert documents.sort("source_key").select("title", "published", "publisher").rows() == [
        ("A title", "2025-03-04", "Sample"),
        ("Beside", "2026-01", "Side"),
    ]
    assert "Heading\n\nSome linked text." in documents["text"].to_list()


@pytest.mark.parametrize(
    ("text", "published", "basis"),
    [
        ("POLICY BRIEF\nJANUARY 2026\n\nThe alliance is changing.", "2026-01", "text"),
        (
            "A memo\n3 March 2025\nOn 4 July 1999 something else happened in a long sentence of prose that dates nothing.",
            "2025-03-03",
            "text",
        ),
        (
            "It says that on 4 July 1999 something happened, in a long sentence of prose that dates nothing at all.",
            "",
            "none",
        ),
    ],
)
def test_a_date_comes_from_the_title_page_or_not_at_all(tmp_path, text, published, basis):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    documents, _, _ = read(tmp_path)
    assert documents.select("published", "published_basis").row(0) == (published, basis)


def test_exact_duplicates_are_one_document_with_several_sources(tmp_path):
    for name in ("a.txt", "deep/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(BODY, encoding="utf-8")
    documents, _, reading = read(tmp_path)
    assert merge_documents(DOCUMENTS.empty(), documents).height == 1
    assert {row["source_key"] for row in reading.sources} == {"a.txt", "deep/b.txt"}


def test_what_was_read_before_is_skipped_and_what_changed_is_not(tmp_path):
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    (tmp_path / "b.txt").write_text("Another text about Canada and its tariffs.", encoding="utf-8")
    first = read_input(tmp_path, INPUTS.empty())
    (tmp_path / "b.txt").write_text("A changed text about Canada and its tariffs.", encoding="utf-8")
    second = read_input(tmp_path, first.frame(INPUTS))
    assert (second.skipped, len(second.documents)) == (1, 1)


def test_other_languages_are_kept_and_marked(tmp_path):
    (tmp_path / "a.txt").write_text(
        "Le président français reçoit la Première ministre danoise à Paris pour parler du Groenland.", encoding="utf-8"
    )
    documents, _, _ = read(tmp_path)
    assert documents["language"].to_list() == ["fr"]


def test_the_order_of_arrival_does_not_matter(tmp_path):
    rows = []
    for name, title in (("a.txt", ""), ("b.txt", "Known")):
        (tmp_path / name).write_text(BODY, encoding="utf-8")
        (tmp_path / f"{name}.meta.yaml").write_text(f"title: '{title}'\n", encoding="utf-8")
        rows.append(read_input(tmp_path / name, INPUTS.empty()).frame(DOCUMENTS))
    one = merge_documents(merge_documents(DOCUMENTS.empty(), rows[0]), rows[1])
    two = merge_documents(merge_documents(DOCUMENTS.empty(), rows[1]), rows[0])
    assert one.equals(two)
    assert one.filter(pl.col("title") != "")["title"].to_list() == ["Known"]


def test_a_missing_input_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        read_input(tmp_path / "nowhere", INPUTS.empty())


def test_a_mended_file_leaves_the_rejected(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    first = read_input(tmp_path, INPUTS.empty())
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    second = read_input(tmp_path, first.frame(INPUTS))
    assert first.frame(REJECTED_DOCUMENTS).height == 1
    assert drop_reread(first.frame(REJECTED_DOCUMENTS), second.frame(INPUTS)).is_empty()


FEED = "<rss version='2.0'><channel><title>Wire</title>{}</channel></rss>"
ITEM = "<item><guid>{0}</guid><title>Item {0}</title><description>{0}: {1}</description></item>"


def sources(known, folder, inputs=None):
    reading = read_input(folder, INPUTS.empty() if inputs is None else inputs)
    return current_sources(known, reading.found(), reading.frame(INPUTS)), reading


def counted(frame):
    return sorted(frame.filter(pl.col("is_current"))["source_key"])


def test_another_text_under_a_key_takes_the_place_of_the_first(tmp_path):
    line = {"id": "wh-1", "text": BODY}
    (tmp_path / "d1.jsonl").write_text(json.dumps(line), encoding="utf-8")
    first, reading = sources(DOCUMENT_SOURCES.empty(), tmp_path)
    (tmp_path / "d2.jsonl").write_text(json.dumps({**line, "text": BODY + " It is final."}), encoding="utf-8")
    second, again = sources(first, tmp_path, reading.frame(INPUTS))
    assert second.height == 2
    assert second.filter("is_current")["document_id"].to_list() == again.frame(DOCUMENTS)["document_id"].to_list()


def test_a_reader_that_reads_more_of_the_same_bytes_leaves_one_text(tmp_path):
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    first, _ = sources(DOCUMENT_SOURCES.empty(), tmp_path)
    before = first.with_columns(document_id=pl.lit("D-0000000000000000"))
    assert sources(before, tmp_path)[0].filter("is_current")["document_id"].to_list() == first["document_id"].to_list()


def test_what_scrolls_off_a_feed_is_not_retracted_but_what_a_file_drops_is(tmp_path):
    items = [ITEM.format(n, BODY) for n in ("g1", "g2", "g3")]
    (tmp_path / "feed.xml").write_text(FEED.format("".join(items[:2])), encoding="utf-8")
    lines = [json.dumps({"id": f"k{n}", "text": f"{n} {BODY}"}) for n in (1, 2)]
    (tmp_path / "dump.jsonl").write_text("\n".join(lines), encoding="utf-8")
    first, _ = sources(DOCUMENT_SOURCES.empty(), tmp_path)
    assert len(counted(first)) == 4
    (tmp_path / "feed.xml").write_text(FEED.format("".join(items[1:])), encoding="utf-8")
    (tmp_path / "dump.jsonl").write_text(lines[0], encoding="utf-8")
    later = counted(sources(first, tmp_path)[0])
    assert sum("g" in key for key in later) == 3
    assert [key for key in later if "k" in key] == ["k1"]


def test_a_file_that_cannot_be_read_any_more_withdraws_nothing(tmp_path):
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    first, _ = sources(DOCUMENT_SOURCES.empty(), tmp_path)
    (tmp_path / "a.txt").write_bytes(b"")
    assert counted(sources(first, tmp_path)[0]) == counted(first)


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("https://www.whitehouse.gov/x", "White House"),
        ("https://web.archive.org/web/2025/https://www.state.gov/x", "U.S. Department of State"),
        ("https://www.realestate.gov.au/x", ""),
        ("https://www.reuters.com/world/?ref=whitehouse.gov", ""),
        ("http://[bad", ""),
    ],
)
def test_only_the_host_of_an_address_tells_whose_it_is(url, publisher):
    assert metadata_of({"url": url}, BODY).publisher == publisher


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("WASHINGTON, March 3, 2025", "2025-03-03"),
        ("Published: 3 Mar 2025", "2025-03-03"),
        ("JANUARY 2026", "2026-01"),
        ("NATO after February 2022", ""),
        ("Sanctions since March 2014: a history", ""),
    ],
)
def test_a_line_dates_a_document_if_it_is_little_but_a_date(line, date):
    assert metadata_of({}, f"{line}\n\n{BODY}").published == date


@pytest.mark.parametrize(("stated", "code"), [("en-US", "en"), ("fr", "fr"), ("German", ""), ("['en', 'fr']", "")])
def test_a_language_is_two_letters_or_unknown(stated, code):
    assert metadata_of({"language": stated}, BODY).language == code


def test_half_a_character_and_a_day_that_no_calendar_has_stop_nothing(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "k", "text": "\\ud83d \\u0000 ' + BODY + '"}', encoding="utf-8")
    (tmp_path / "b.md").write_text("---\ntitle: T\ndate: 2025-13-45\n---\n" + BODY, encoding="utf-8")
    documents, rejected, _ = read(tmp_path)
    assert (documents.height, rejected.height) == (2, 0)
    assert not any("\ud83d" in text or "\x00" in text for text in documents["text"])


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (
            "a duty on **steel from\n    Canada** and *ad\nvalorem* rates",
            "a duty on steel from\n    Canada and ad\nvalorem rates",
        ),
        ("*Not one paragraph\n\nbut two*", "*Not one paragraph\n\nbut two*"),
        ('<span style="x">Section 1</span>.  The 21<sup>st</sup> order<!-- -->', "Section 1.  The 21st order"),
        ("<tr><td>Brazil</td><td>10%</td></tr>", "Brazil\n10%"),
        ("5 < 6 and <LAW> stays", "5 < 6 and <LAW> stays"),
    ],
)
def test_markdown_is_read_without_its_markup(markdown, text):
    assert plain(markdown) == text
