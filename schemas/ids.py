"""The only maker of identifiers. They come from raw, stable fields; changing one is a breaking change."""

import hashlib
import json
from collections.abc import Iterable

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16


def digest(*parts: str) -> str:
    """Return the SHA-256 of the parts as 64 hex characters; a unit separator keeps ("ab", "c") from ("a", "bc")."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def short_id(prefix: str, *parts: str) -> str:
    """Return `prefix` and 16 Crockford base32 characters (80 bits) of the digest of `parts`."""
    number = int(digest(*parts)[:20], 16)
    letters = (CROCKFORD[(number >> (5 * k)) & 31] for k in reversed(range(LENGTH)))
    return f"{prefix}-{''.join(letters)}"


def text_sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, as anybody can compute it who holds the text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def document_id(text: str) -> str:
    """Identify a document by its exact text."""
    return short_id("D", text)


def sentence_id(document: str, start: int, end: int) -> str:
    """Identify a sentence by its document and character offsets."""
    return short_id("S", document, str(start), str(end))


def mention_id(document: str, start: int, end: int, actor: str, lever: str, target: str) -> str:
    """Identify a mention by its document, evidence offsets and code."""
    return short_id("M", document, str(start), str(end), actor, lever, target)


def event_id(first_mention: str) -> str:
    """Identify an event by the mention that first told it: both identifiers share their sixteen characters."""
    return f"AE-{first_mention.removeprefix('M-')}"


def episode_id(first_event: str) -> str:
    """Identify an episode by the event that begins it."""
    return f"EP-{first_event.removeprefix('AE-')}"


def row_hashes(rows: Iterable[tuple[object, ...]]) -> list[str]:
    """Return the SHA-256 of each row: a JSON array of its cells as text, so that every storage format gives the same."""
    return [digest(json.dumps([_cell(value) for value in row], ensure_ascii=False)) for row in rows]


def _cell(value: object) -> str | None:
    return None if value is None else repr(value) if isinstance(value, float) else str(value)
