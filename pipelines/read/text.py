"""Readers of plain text and of Markdown with YAML front matter."""

import re

import yaml

from pipelines.read.charset import decode
from pipelines.read.record import Input, RawDocument, UnreadableError

FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
BLOCK_END = re.compile(r"</(?:p|div|li|td|th|tr|figcaption|blockquote|h[1-6])>", re.IGNORECASE)
TAG = re.compile(
    r"<!--.*?-->|</?(?:a|b|i|u|s|del|ins|em|strong|small|mark|sup|sub|span|p|div|li|ul|ol|table|thead|tbody|tr|td|th|h[1-6]|"
    r"blockquote|figcaption|figure|img|iframe|video|audio|source|br|hr)(?:\s[^>]*)?/?>",
    re.DOTALL | re.IGNORECASE,
)
LINK = re.compile(r"!?\[([^\]]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
EMPHASIS = re.compile(r"(?<![\w*])\*{1,3}(?=\S)((?:.|\n(?!\s*\n))+?)(?<=\S)\*{1,3}(?![\w*])")
HEADING = re.compile(r"^#{1,6}[ \t]+(.*?)[ \t]*#*$", re.MULTILINE)
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!>~|$-])")
HARD_BREAK = re.compile(r"\\\n")


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """Split YAML front matter from the body; a broken one is reported in the metadata under `front_matter_error`."""
    match = FRONT.match(text)
    if not match:
        return {}, text
    try:
        loaded = yaml.safe_load(match.group(1))
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: a day that no calendar has
        return {"front_matter_error": str(error).split("\n", 1)[0]}, text[match.end() :]
    if not isinstance(loaded, dict):
        return {"front_matter_error": "not a mapping"}, text
    return {str(key).lower(): str(value) for key, value in loaded.items() if value is not None}, text[match.end() :]


def read_text(file: Input) -> list[RawDocument | UnreadableError]:
    r"""Read a plain text file as one document, to the character (line ends become `\\n`); front matter is metadata."""
    metadata, body = front_matter(decode(file.data))
    return [RawDocument(body.strip("\n") if metadata else body, metadata=metadata)]


def plain(markdown: str) -> str:
    """Return Markdown as the text a reader sees: no links, emphasis, headings' marks or embedded tags."""
    text = HARD_BREAK.sub("\n", TAG.sub("", BLOCK_END.sub("\n", markdown)))
    text = LINK.sub(r"\1", text)
    text = HEADING.sub(r"\1", text)
    text = EMPHASIS.sub(r"\1", EMPHASIS.sub(r"\1", text))
    return ESCAPE.sub(r"\1", text).strip()


def read_markdown(file: Input) -> list[RawDocument | UnreadableError]:
    """Read a Markdown file; front matter is metadata, the body is taken without its markup."""
    metadata, body = front_matter(decode(file.data))
    text = plain(body)
    if not text:
        raise UnreadableError("there is no text below the front matter", "fetch the document again")
    return [RawDocument(text, metadata=metadata)]
