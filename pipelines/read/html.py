"""Reader of HTML pages: the main text and the metadata that the page declares (trafilatura)."""

import re

import trafilatura

from pipelines.read.charset import decode
from pipelines.read.record import Input, RawDocument, UnreadableError

CHARSET = re.compile(rb"""<meta[^>]+charset=["']?([\w-]+)""", re.IGNORECASE)
MIN_CHARS = 40


def read_page(html: str, url: str = "") -> RawDocument:
    """Return the main text of a page; raise UnreadableError if it has none."""
    found = trafilatura.bare_extraction(
        html, url=url or None, include_comments=False, include_tables=True, with_metadata=True
    )
    text = (found.text or "").strip() if found is not None else ""
    if found is None or len(text) < MIN_CHARS:
        raise UnreadableError("the page has no main text", "give the document's own page, or its text")
    metadata = {
        "title": found.title,
        "url": found.url,
        "date": found.date,
        "publisher": found.sitename or found.hostname,
        "language": found.language,
        "rights": found.license,
    }
    return RawDocument(text, metadata={key: value for key, value in metadata.items() if value})


def read_html(file: Input) -> list[RawDocument | UnreadableError]:
    """Read one HTML file as one document."""
    declared = CHARSET.search(file.data[:4096])
    return [read_page(decode(file.data, declared.group(1).decode("ascii") if declared else ""))]
