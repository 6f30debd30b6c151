"""Metadata of a document: what source, sidecar and front matter say, under one set of names; dates only from what is written."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

import yaml

from schemas import codebook
from schemas.edtf import MONTHS

NAMES = {
    "published": ("published", "date", "published_time", "pubdate", "publication_date", "created"),
    "title": ("title", "headline"),
    "publisher": ("publisher", "source", "sitename", "organization"),
    "url": ("url", "source_url", "link", "canonical"),
    "rights": ("rights", "license", "licence"),
    "language": ("language", "lang"),
}
LANGUAGE = re.compile(r"([a-z]{2})(?:[-_]|$)")
ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/[^/]+/", re.IGNORECASE)
ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")
SHORT = MONTHS | {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
MONTH = "|".join(sorted(SHORT, key=len, reverse=True))
WRITTEN = (
    re.compile(rf"\b(?P<m>{MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(rf"\b(?P<d>\d{{1,2}})\s+(?P<m>{MONTH})\.?\s+(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(rf"\b(?P<m>{MONTH})\.?\s+(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE),
)
TITLE_PAGE = 12  # lines of a document that may carry its own date
LINE_LIMIT = 60  # a longer line is prose and dates something else
FEW = 4  # words that may stand beside the date of a title page
YEAR = re.compile(r"(?:19|20)\d\d")
DATES_WITHIN = re.compile(r"\b(?:after|since|in|of|by|from|until|before|during|to|and|between)\s+$", re.IGNORECASE)


@dataclass(frozen=True)
class Metadata:
    """What is known of a document; every field may be empty."""

    title: str = ""
    publisher: str = ""
    url: str = ""
    published: str = ""
    published_basis: str = "none"
    language: str = ""
    rights: str = ""


def edtf_of(value: str) -> str:
    """Return the EDTF date that a metadata value begins with, empty if it is none."""
    match = ISO.match(value.strip())
    if match:
        year, month, day = match.groups()
        try:
            dt.date(int(year), int(month), int(day or 1))
        except ValueError:
            return ""
        return "-".join(filter(None, (year, month, day)))
    return written_date(value) or (value.strip() if YEAR.fullmatch(value.strip()) else "")


def written_date(line: str) -> str:
    """Return the EDTF date that a line writes out ("3 March 2025", "JANUARY 2026"), empty if it writes none."""
    for pattern in WRITTEN:
        match = pattern.search(line)
        if match:
            parts = match.groupdict()
            date = f"{parts['y']}-{SHORT[parts['m'].lower()]:02}"
            return edtf_of(f"{date}-{int(parts['d']):02}") if parts.get("d") else date
    return ""


def date_in_text(text: str) -> str:
    """Return the date on the title page of a text: a short line near its beginning that holds little but a date."""
    lines = [line.strip() for line in text.split("\n", TITLE_PAGE * 2)[: TITLE_PAGE * 2] if line.strip()]
    for line in lines[:TITLE_PAGE]:
        if len(line) <= LINE_LIMIT and _is_dateline(line) and (date := written_date(line)):
            return date
    return ""


def _is_dateline(line: str) -> bool:
    """Tell whether a line holds little but a date: few words beside it, and none before it that makes it a phrase's."""
    met = next(filter(None, (pattern.search(line) for pattern in WRITTEN)), None)
    if met is None or DATES_WITHIN.search(line[: met.start()]):
        return False
    return len(re.findall(r"\w+", line[: met.start()] + line[met.end() :])) <= FEW


def first_line_title(text: str) -> str:
    """Return the first line if it reads like a title: short and no sentence."""
    line = text.lstrip().split("\n", 1)[0].strip()
    return line if 8 <= len(line) <= 120 and not line.endswith((".", ",", ";", ":")) and "\n" in text.strip() else ""


def sidecar(data: bytes) -> dict[str, str]:
    """Read a sidecar file of metadata (YAML or JSON); raise ValueError if it is no mapping."""
    text = data.decode("utf-8-sig", "replace")
    try:
        loaded = json.loads(text) if text.lstrip().startswith("{") else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error).split("\n", 1)[0]) from error
    if not isinstance(loaded, dict):
        raise ValueError("not a mapping of names to values")
    return {str(key).lower(): str(value) for key, value in loaded.items() if value is not None}


def _language(stated: str) -> str:
    """Return the two letters that a language is given by ("en-US"), empty where it is given otherwise: the text tells."""
    match = LANGUAGE.match(stated.lower())
    return match[1] if match else ""


@cache
def _hosts() -> dict[str, tuple[str, str]]:
    rows = codebook.table("hosts").select("host", "publisher", "rights").iter_rows()
    return {host: (publisher, rights) for host, publisher, rights in rows}


def _host_of(url: str) -> tuple[str, str]:
    """Return publisher and rights of the site that an address leads to; an archive's copy counts as the page itself."""
    try:
        name = urlsplit(ARCHIVED.sub("", url.strip())).hostname or ""
    except ValueError:
        return "", ""
    return next((known for host, known in _hosts().items() if name == host or name.endswith(f".{host}")), ("", ""))


def metadata_of(raw: dict[str, str], text: str) -> Metadata:
    """Bring raw metadata under our names; the publication date may come from the text, never from the clock."""
    lower = {key.lower(): value.strip() for key, value in raw.items() if value and value.strip()}

    def get(field: str) -> str:
        return next((lower[name] for name in NAMES[field] if name in lower), "")

    published = next((date for name in NAMES["published"] if (date := edtf_of(lower.get(name, "")))), "")
    basis = "metadata" if published else "none"
    if not published and (published := date_in_text(text)):
        basis = "text"
    url = get("url")
    host = _host_of(url)
    return Metadata(
        get("title") or first_line_title(text),
        get("publisher") or host[0],
        url,
        published,
        basis,
        _language(get("language")),
        get("rights") or host[1],
    )
