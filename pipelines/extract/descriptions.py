"""Definite descriptions ("the kingdom", "both countries") to parties, by the codebook's table of them.

A description stands for a fixed entity, for the publishing government, or for what was named last and fits.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipelines.extract.parties import Party
from schemas import codebook

ARTICLES = r"(?:the|my|this|that|his|their)"
WHOLE = ("both ", "our ")  # descriptions that take no article
ANY, MEMBERS = "any", "members of "
STATES = ("country", "territory")
SEVERAL = {"both": 2, "three": 3}  # ways of resolving that take so many parties or none
BARE = ("two", "three")  # descriptions that count without saying what: "the two agreed", not "the two proposals"
VERBS = "are|were|have|had|would|will|could|should|may|might|must|did|do|agreed|signed|met|also|then|both"
NO_NOUN = rf"(?=\s+(?:{VERBS})\b|\s*[,.;)]|$)"


@dataclass(frozen=True, slots=True)
class Description:
    """A row of the table: how it refers, which entity codes fit (None: all), and what it means where none does."""

    how: str
    fits: frozenset[str] | None
    default: str


def _fits(among: str) -> frozenset[str] | None:
    if among in ("", ANY):
        return None
    if among.startswith(MEMBERS):
        members = codebook.table("memberships").filter(group=among.removeprefix(MEMBERS))
        return frozenset(members["member"])
    kinds = dict(codebook.entities().select("entity", "kind").iter_rows())
    if among in kinds.values():
        wanted = STATES if among == "country" else (among,)
        return frozenset(code for code, kind in kinds.items() if kind in wanted)
    return frozenset(among.split(";"))


@cache
def descriptions() -> dict[str, Description]:
    """Return description (lower case) -> how it is resolved."""
    rows = codebook.table("descriptions").select("description", "how", "among", "default").iter_rows()
    return {name.lower(): Description(how, _fits(among), default) for name, how, among, default in rows}


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(descriptions(), key=lambda name: (-len(name), name))
    whole = "|".join(re.escape(name) for name in names if name.startswith(WHOLE))
    rest = "|".join(re.escape(name) + NO_NOUN * (name in BARE) for name in names if not name.startswith(WHOLE))
    return re.compile(rf"\b(?:(?P<whole>{whole})|{ARTICLES} (?P<rest>{rest}))\b", re.IGNORECASE)


def find(text: str) -> Iterator[tuple[int, int, Description]]:
    """Yield the descriptions of a flat text: start, end and how each is resolved."""
    for match in _pattern().finditer(text):
        yield *match.span(), descriptions()[(match["whole"] or match["rest"]).lower()]


def nearest(known: Sequence[Party], fits: frozenset[str] | None, count: int) -> list[str]:
    """Return the last `count` distinct codes that fit, of parties in the order of the text."""
    codes = dict.fromkeys(party.code for party in reversed(known) if fits is None or party.code in fits)
    return list(codes)[:count][::-1]
