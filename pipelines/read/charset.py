"""Bytes to text: byte order mark, declared charset, UTF-8, then detection; refuses what is no text."""

import re

from charset_normalizer import from_bytes

from pipelines.read.record import UnreadableError

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
BINARY = (
    (b"PK\x03\x04", "a ZIP archive", "unpack it and give the folder"),
    (b"\x1f\x8b", "a gzip inside a gzip", "unpack it once more"),
    (b"\x7fELF", "a program", "remove it"),
    (b"\x89PNG", "a picture", "give its text"),
    (b"\xff\xd8\xff", "a picture", "give its text"),
    (b"\xd0\xcf\x11\xe0", "an old Office file", "save it as PDF or text"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MAX_CONTROL = 0.001
CHECKED = 200_000
WESTERN_SHARE = 0.1  # text with so few letters beyond ASCII is in a western language
MOJIBAKE = re.compile(r"â€[™œ\x9d“”˜¦]|Ã[©¨¢¡¤¶¼³±]|Â[ §©°]")


def _wide(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark by where its zero bytes lie."""
    head = data[:CHECKED]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) * 0.3:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def decode(data: bytes, declared: str = "") -> str:
    """Return the text of `data`; raise UnreadableError for empty files, binary files and text that no charset fits."""
    if not data.strip():
        raise UnreadableError("the file is empty", "remove it, or fetch it again")
    for magic, what, advice in BINARY:
        if data.startswith(magic):
            raise UnreadableError(f"this is {what}, not text", advice)
    marked = next((charset for mark, charset in MARKS if data.startswith(mark)), None)
    for charset in filter(None, (marked, _wide(data), declared, "utf-8")):
        try:
            return _checked(data.decode(charset))
        except (UnicodeDecodeError, LookupError):
            continue
    return _checked(_detected(data))


def _detected(data: bytes) -> str:
    broken = data.decode("utf-8", "replace")
    if broken.count("�") <= 2 and len(data) > 200:
        return broken  # a cut at the end of an otherwise sound UTF-8 file
    if sum(byte > 127 for byte in data[:CHECKED]) < len(data[:CHECKED]) * WESTERN_SHARE:
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass
    best = from_bytes(data[:CHECKED], cp_isolation=["cp1252", "latin_1", "cp1250", "cp1251", "mac_roman"]).best()
    if best is None:
        raise UnreadableError("no charset fits the bytes: this is binary", "remove it, or give the text in UTF-8")
    return data.decode(best.encoding, "replace")


def clean(text: str) -> str:
    """Return a text without control characters and halves of characters, which no table can hold."""
    return CONTROL.sub("", text).encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _checked(text: str) -> str:
    text = text.lstrip("﻿").replace("\r\n", "\n").replace("\r", "\n")
    head = text[:CHECKED]
    if len(CONTROL.findall(head.replace("\x00", ""))) > max(8, len(head) * MAX_CONTROL):
        raise UnreadableError("the bytes are no text: too many control characters", "remove it, or give its text")
    text = clean(text)
    if not text.strip():
        raise UnreadableError("the file holds only white space", "remove it, or fetch it again")
    return mended(text)


def mended(text: str) -> str:
    """Undo UTF-8 that was once read as Windows-1252, where the whole text shows it."""
    if not MOJIBAKE.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text
