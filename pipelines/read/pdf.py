"""Reader of PDF files with a text layer (pypdf)."""

import io
import logging
import re

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from pipelines.read.record import Input, RawDocument, UnreadableError

logging.getLogger("pypdf").setLevel(logging.CRITICAL)
HYPHEN = re.compile(r"(\w)-\n(?=[a-z])")
SPACES = re.compile(r"[ \t ]+")


def _text(reader: PdfReader) -> str:
    pages = [page.extract_text() or "" for page in reader.pages]
    return HYPHEN.sub(r"\1", SPACES.sub(" ", "\n\n".join(pages))).strip()


def read_pdf(file: Input) -> list[RawDocument | UnreadableError]:
    """Read the text layer of a PDF as one document; its creation date is no publication date and is not used."""
    try:
        reader = PdfReader(io.BytesIO(file.data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("the PDF needs a password", "save it without one")
        text = _text(reader)
        title = str(reader.metadata.get("/Title") or "") if reader.metadata else ""
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise UnreadableError(f"the PDF is damaged: {error}", "fetch it again") from error
    if len(text) < 20:
        raise UnreadableError("the PDF has no text layer", "run OCR on it and give the result")
    return [RawDocument(text, metadata={"title": title} if title else {})]
