"""What may be published of a document: from what the document says of itself, else from the register of sources."""

import re
from functools import cache

from schemas import codebook

OPEN = re.compile(
    r"\bcc[ -]?0\b|\bcc[ -]by(?:[ -]sa)?\b|creative commons (?:attribution|zero)|open government licence", re.I
)
NOT_OPEN = re.compile(r"\bcc[ -]by[ -](?:nc|nd)|noncommercial|no ?derivatives", re.I)
PUBLIC = re.compile(r"public domain|17 u\.?s\.?c\.? ?(?:§ ?)?105|u\.?s\.? government work", re.I)


@cache
def _registered() -> dict[str, str]:
    rows = codebook.table("sources").select("publisher", "rights_code")
    return {str(publisher): str(code) for publisher, code in rows.iter_rows()}


def rights_code(publisher: str, stated: str) -> str:
    """Return the rights code of a document; what nobody declared open is `link_only`."""
    registered = _registered().get(publisher.strip().lower())
    if registered:
        return registered
    if NOT_OPEN.search(stated):
        return "link_only"
    if OPEN.search(stated):
        return "open_licence"
    return "us_gov_public_domain" if PUBLIC.search(stated) else "link_only"
