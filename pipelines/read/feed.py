"""Readers of RSS and Atom feeds (feedparser) and of WARC archives (warcio): several documents a file."""

import io

import feedparser
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from pipelines.read.charset import decode
from pipelines.read.html import read_page
from pipelines.read.record import Input, RawDocument, UnreadableError


def _entry(entry: feedparser.FeedParserDict, feed_title: str, item: str) -> RawDocument | UnreadableError:
    contents = [part.get("value", "") for part in entry.get("content", [])] or [entry.get("summary", "")]
    html = max(contents, key=len)
    try:
        page = read_page(f"<html><body><article>{html}</article></body></html>")
    except UnreadableError as error:
        return UnreadableError(f"entry {item}: {error.reason}", error.advice, item)
    day = entry.get("published_parsed") or entry.get("updated_parsed")
    metadata = {
        "title": entry.get("title", ""),
        "url": entry.get("link", ""),
        "publisher": feed_title,
        "date": f"{day.tm_year:04}-{day.tm_mon:02}-{day.tm_mday:02}" if day else "",
    }
    return RawDocument(
        page.text,
        item,
        str(entry.get("id") or entry.get("link") or ""),
        {key: value for key, value in metadata.items() if value},
    )


def read_feed(file: Input) -> list[RawDocument | UnreadableError]:
    """Read every entry of an RSS or Atom feed."""
    feed = feedparser.parse(io.BytesIO(file.data))
    if not feed.entries:
        raise UnreadableError("the XML is no feed with entries", "give an RSS or Atom feed, or the document's page")
    title = feed.feed.get("title", "")
    return [_entry(entry, title, str(n)) for n, entry in enumerate(feed.entries, 1)]


def read_warc(file: Input) -> list[RawDocument | UnreadableError]:
    """Read every HTML response of a WARC archive; other records (requests, metadata) hold no documents."""
    found: list[RawDocument | UnreadableError] = []
    try:
        for n, record in enumerate(ArchiveIterator(io.BytesIO(file.data)), 1):
            kind = record.http_headers.get_header("Content-Type", "") if record.http_headers else ""
            if record.rec_type != "response" or "html" not in kind:
                continue
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            try:
                page = read_page(decode(record.content_stream().read()), url)
                found.append(RawDocument(page.text, str(n), url, {"url": url, **page.metadata}))
            except UnreadableError as error:
                found.append(UnreadableError(error.reason, error.advice, str(n)))
    except ArchiveLoadFailed as error:
        raise UnreadableError(f"the WARC is damaged: {error}", "fetch it again") from error
    return found
