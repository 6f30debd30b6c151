"""Text to parties: names, demonyms, capitals, institutions and office holders, read with the codebook's registers.

What needs the document to be resolved (pronouns, "the president", the implied author) is in `context.py`.
"""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

import polars as pl

from pipelines.extract.words import WORD, PhraseTrie
from schemas import codebook

ELECT_MARGIN = dt.timedelta(days=80)  # a president-elect already speaks for the coming government
MEMBERS = "members"  # kind of an alias that names the members of its entity too
IMPLIED = "implied"  # kind of a word that brings a party to mind: a target of spending NATO, hostages Hamas
FORMER, ONCE = {"former", "ex"}, {"late", "then"}
SEQUENCE = {"since", "by", "or", "and", "until", ",", "but"}  # before "then" it tells when, not who once held an office
OFFICES = {
    "president",
    "minister",
    "chancellor",
    "premier",
    "leader",
    "secretary",
    "king",
    "queen",
    "emir",
    "ayatollah",
}
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
SHOUTED = 4  # letters of a name in capitals from which it is no abbreviation


@dataclass(frozen=True, slots=True)
class Party:
    """An entity code and the characters that name it; `kind` is the alias kind, or holder, pronoun, voice, title ..."""

    code: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Alias:
    code: str
    kind: str
    exact: str
    since: dt.date
    until: dt.date


@dataclass(frozen=True, slots=True)
class _Block:
    before: tuple[list[str], ...]
    after: tuple[list[str], ...]
    otherwise: str


def words_of(phrase: str) -> list[str]:
    """Split a phrase as `WORD` splits text, in lower case, with straight apostrophes."""
    return [word.lower() for word in WORD.findall(phrase.replace("’", "'"))]


def _day(value: str, default: dt.date) -> dt.date:
    return dt.date.fromisoformat(value) if value else default


def _aliases() -> list[tuple[list[str], _Alias]]:
    found = []
    for alias, code, kind, match in codebook.table("aliases").select("alias", "entity", "kind", "match").iter_rows():
        exact = alias.replace("’", "'") if match == "exact" else ""
        found.append((words_of(alias), _Alias(code, kind, exact, dt.date.min, dt.date.max)))
    for code, name, demonym, capital in (
        codebook.table("countries").select("entity", "name", "demonym", "capital").iter_rows()
    ):
        for text, kind in ((name, "name"), (demonym, "demonym"), (capital, "capital")):
            if text:
                found.append((words_of(text), _Alias(code, kind, text, dt.date.min, dt.date.max)))
    return found


def _holders() -> list[tuple[list[str], _Alias]]:
    found = []
    for name, also, code, since, until in (
        codebook.table("office_holders").select("name", "also", "entity", "from", "to").iter_rows()
    ):
        first, last = _day(since, dt.date.min), _day(until, dt.date.max)
        first = first - ELECT_MARGIN if first != dt.date.min else first
        for surface in [name, *filter(None, also.split(";"))]:
            found.append((words_of(surface), _Alias(code, "holder", surface.replace("’", "'"), first, last)))
    return found


@cache
def _members() -> dict[str, list[str]]:
    """Return group -> its members but the United States: goods under USMCA are Canada's and Mexico's."""
    rows = codebook.table("memberships").filter(pl.col("member") != "USA").select("group", "member").unique()
    return dict(rows.sort("group", "member").group_by("group", maintain_order=True).agg("member").iter_rows())


@cache
def _trie() -> PhraseTrie[_Alias]:
    return PhraseTrie(sorted([*_aliases(), *_holders()], key=lambda one: one[1].kind == IMPLIED))  # names go first


@cache
def _blocks() -> dict[str, list[_Block]]:
    blocks: dict[str, list[_Block]] = {}
    for alias, before, after, otherwise in (
        codebook.table("ambiguous").select("alias", "block_before", "block_after", "entity_if_blocked").iter_rows()
    ):
        sides = [tuple(words_of(one) for one in side.split(";") if one) for side in (before, after)]
        blocks.setdefault(" ".join(words_of(alias)), []).append(_Block(sides[0], sides[1], otherwise))
    return blocks


def _blocked(alias: str, before: list[str], after: list[str]) -> str | None:
    """Return what the alias stands for beside these words: None if no rule speaks, "" for nothing."""
    for block in _blocks().get(alias, ()):
        if any(before[-len(phrase) :] == phrase for phrase in block.before) or any(
            after[: len(phrase)] == phrase for phrase in block.after
        ):
            return block.otherwise
    return None


def _is_written(alias: _Alias, surface: str) -> bool:
    """Tell whether a surface is an alias as it has to be written; names may be shouted in headings."""
    if not alias.exact or alias.exact == surface:
        return True
    long_enough = len(surface) > SHOUTED or (alias.kind == "name" and len(surface) == SHOUTED)
    return surface.isupper() and long_enough and alias.exact.upper() == surface


def _choose(aliases: list[_Alias], surface: str, published: dt.date | None, years: set[int]) -> _Alias | None:
    """Return what a surface stands for; a holder on that day, else one who held the office in a year that the text names."""
    written = [alias for alias in aliases if _is_written(alias, surface)]
    for alias in written:
        if alias.kind != "holder" or published is None or alias.since <= published <= alias.until:
            return alias
    return next(
        (alias for alias in written if any(alias.since.year <= year <= alias.until.year for year in years)), None
    )


def _is_former(before: list[str]) -> bool:
    """Tell by the words before a name whether its bearer no longer holds the office: "then-President", not "since then"."""
    words = [word for word in before if word != "-"]
    if FORMER & set(words[-2:]):
        return True
    at = -1 if words[-1:] and words[-1] in ONCE else -2 if words[-1:] and words[-1] in OFFICES else 0
    return bool(at) and len(words) >= -at and words[at] in ONCE and not (SEQUENCE & set(words[at - 1 : at]))


def _named(alias: _Alias, code: str, first: int, last: int) -> list[Party]:
    """Return the party that an alias names as `code`, and behind it the members for which it stands."""
    if alias.kind != MEMBERS:
        return [Party(code, first, last, alias.kind)]
    members = _members()[code] if code == alias.code else []
    return [Party(code, first, last, "name"), *(Party(member, first, last, "member") for member in members)]


def _longer_name(words: list[str], index: int, end: int) -> bool:
    """Tell whether a name that is longer begins behind the article of this one: "the West", but "the West Bank"."""
    if words[index] != "the" or words[index + 1] not in _trie().first_words:
        return False
    return any(farther > end for farther, _ in _trie().at(words, index + 1))


def find_parties(text: str, published: dt.date | None = None) -> list[Party]:
    """Return the parties named in a flat text (see `pipelines.flat.flatten`), longest match first.

    None overlap, but an alias of kind `members` names the members beside their group.
    """
    spans = [match.span() for match in WORD.finditer(text)]
    words = [text[start:end].lower() for start, end in spans]
    found: list[Party] = []
    following, years = 0, {int(year) for year in YEAR.findall(text)}
    for index in [n for n, word in enumerate(words) if word in _trie().first_words]:
        if index < following:
            continue
        for end, aliases in _trie().at(words, index):
            first, last = spans[index][0], spans[end - 1][1]
            alias = _choose(aliases, text[first:last], published, years)
            if alias is None or _longer_name(words, index, end):
                continue
            otherwise = _blocked(" ".join(words[index:end]), words[max(0, index - 4) : index], words[end : end + 4])
            code = alias.code if otherwise is None else otherwise
            is_former = alias.kind == "holder" and _is_former(words[max(0, index - 4) : index])
            if code and not is_former:
                found += _named(alias, code, first, last)
            following = end
            break
    return found
