"""Documents to sentences with character offsets into the document's text. The only import of the sentence splitter."""

import re
from itertools import pairwise

import polars as pl
from blingfire import text_to_sentences_and_offsets

from schemas.ids import sentence_id
from schemas.tables import SENTENCES

BLOCK = re.compile(r"[^\n]+(?:\n(?!\s*\n|\s*[-*•#>|]|\s*\d+[.)]\s)[^\n]+)*")
CLOSED = re.compile(r"[.!?:;\"”’)\]]\s*$")
SEMICOLON = re.compile(r";\s+")
LONGEST = 1500  # characters that a sentence may have
MARKER = re.compile(r"\s*(?:[-–•*#>|]+\s+)*")  # a list item's mark is no part of its sentence
LETTER = re.compile(r"[^\W\d_]")


def _blocks(text: str) -> list[tuple[int, int]]:
    """Split at blank lines, at list items and after lines that stand alone, such as headings."""
    spans: list[tuple[int, int]] = []
    for match in BLOCK.finditer(text):
        start = match.start()
        for line in re.finditer(r"[^\n]+\n?", match.group()):
            end = match.start() + line.end()
            if CLOSED.search(line.group()) or end == match.end() or len(line.group()) < 60:
                spans.append((start, end))
                start = end
        if start < match.end():
            spans.append((start, match.end()))
    return spans


def _parts(block: str, first: int, last: int) -> list[tuple[int, int]]:
    """Cut a sentence that is too long to be parsed behind its semicolons: an enumeration of whole clauses."""
    if last - first <= LONGEST:
        return [(first, last)]
    cuts = [first, *(match.end() for match in SEMICOLON.finditer(block, first, last)), last]
    return list(pairwise(cuts))


def split(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) character offsets of the sentences of a text, in order, without outer white space."""
    found: list[tuple[int, int]] = []
    for start, end in _blocks(text):
        block = text[start:end]
        _, offsets = text_to_sentences_and_offsets(block)
        for first, last in (part for span in offsets for part in _parts(block, *span)):
            piece = block[first:last]
            lead, trail = MARKER.match(piece).end(), len(piece.rstrip())  # type: ignore[union-attr]
            if LETTER.search(piece):
                found.append((start + first + lead, start + first + trail))
    return found


def sentences(documents: pl.DataFrame) -> pl.DataFrame:
    """Return the sentences of `documents` (document_id, text): table `sentences`."""
    rows = [
        (sentence_id(key, start, end), key, n, start, end)
        for key, text in documents.select("document_id", "text").iter_rows()
        for n, (start, end) in enumerate(split(text), 1)
    ]
    return pl.DataFrame(rows, schema=SENTENCES.schema, orient="row")
