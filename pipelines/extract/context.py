"""What the document adds to a sentence: the implied author, the title, the sentences before, and who a pronoun is."""

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

from pipelines.extract import descriptions
from pipelines.extract.descriptions import Description
from pipelines.extract.parties import IMPLIED, Party, find_parties
from pipelines.flat import flatten
from schemas import codebook
from schemas.edtf import bounds

FIRST_PERSON = {"we", "our", "us", "i", "my", "me", "ours", "ourselves"}
THIRD_PERSON = {"he", "him", "his", "she", "her", "they", "them", "their", "it", "its"}
PRONOUN = re.compile(r"\b(?:" + "|".join(sorted(FIRST_PERSON | THIRD_PERSON)) + r")\b", re.IGNORECASE)
BETWEEN_NAMES = re.compile(r"\s+[–—|-]\s+|[,:;(]")  # "Press Releases – United States Department of State"
BEFORE = r"the\s+|u\.?s\.?\s+|united\s+states\s+|office\s+of\s+(?:the\s+)?"
OWN_WORDS = ("briefings", "statements", "news", "newsroom", "press", "releases", "office", "remarks", "&", "and")
GENRES = ("government", "bulletin", "prose")  # of documents; the models know them by place
MEMORY = 8  # sentences back to which a description may point if it fits few entities
FEW = 50  # entities (all treaties are fewer); a description that fits more points to the last sentence that names any


@dataclass(frozen=True)
class Source:
    """The metadata of a document that its coding depends on."""

    published: str = ""
    title: str = ""
    publisher: str = ""
    n_sentences: int = 1

    @property
    def day(self) -> dt.date | None:
        """Last day of the publication date, None if unknown."""
        return bounds(self.published).end

    @property
    def voice(self) -> str:
        """Entity code of the government that publishes the document, else empty."""
        parts = [part.strip() for part in BETWEEN_NAMES.split(self.publisher.lower())]
        return next((code for name, code in _voices() if any(name.fullmatch(part) for part in parts)), "")

    @property
    def genre(self) -> str:
        """government, bulletin (a news item of few sentences) or prose."""
        if self.voice:
            return "government"
        return "bulletin" if self.n_sentences <= 5 else "prose"


@dataclass
class Context:
    """Runs through a document: what earlier sentences leave behind for the next."""

    source: Source
    heading: str = ""
    title: list[Party] = field(default_factory=list)
    previous: list[Party] = field(default_factory=list)
    before: list[Party] = field(default_factory=list)
    known: list[list[Party]] = field(default_factory=list)
    last_person: str = ""

    @classmethod
    def of(cls, source: Source) -> "Context":
        """Start a document."""
        heading = flatten(source.title)
        return cls(source, heading, _named(find_parties(heading, source.day)))

    def step(self, text: str) -> list[Party]:
        """Return the parties of the next sentence, named and referred to, in order; remember it for the one after."""
        everybody = find_parties(text, self.source.day)
        named = _named(everybody)
        found = sorted([*everybody, *self._referred(text, named)], key=lambda party: party.start)
        self.before = self.previous
        if named:
            self.previous = named
        self.known = [*self.known, named][-MEMORY:]
        persons = [party for party in named if party.kind == "holder"] or named
        if persons:
            self.last_person = persons[0].code
        return found

    def _referred(self, text: str, named: list[Party]) -> list[Party]:
        taken = [(party.start, party.end) for party in named]

        def free(first: int, last: int) -> bool:
            return all(last <= start or first >= end for start, end in taken)

        found = []
        for match in PRONOUN.finditer(text):
            if free(*match.span()) and (code := self._pronoun(match.group(), match.start(), named)):
                found.append(Party(code, *match.span(), "pronoun"))
        for start, end, description in descriptions.find(text):
            if free(start, end):
                found += [Party(code, start, end, "office") for code in self._described(description, start, named)]
        return found

    def _pronoun(self, word: str, start: int, named: list[Party]) -> str:
        if word == "US":
            return ""
        if word.lower() in FIRST_PERSON:
            return self.source.voice
        earlier = [party for party in named if party.end <= start]
        persons = [party for party in earlier if party.kind == "holder"]
        if word.lower() in {"he", "his", "him", "she", "her"} and (persons or self.last_person):
            return persons[-1].code if persons else self.last_person
        if earlier:
            return earlier[0].code
        return self.previous[0].code if self.previous else ""

    def _described(self, description: Description, start: int, named: list[Party]) -> list[str]:
        """Return the codes that a description at `start` stands for."""
        how, fits, default = description.how, description.fits, description.default
        if how == "fixed":
            return [default]
        if how == "voice" and (self.source.voice or (default and self.source.genre == "prose")):
            return [self.source.voice or default]
        inside = [party for party in named if party.end <= start]
        earlier = inside or self.previous
        if fits and len(fits) <= FEW:
            earlier = [*chain.from_iterable(self.known), *inside]
        if count := descriptions.SEVERAL.get(how):
            codes = descriptions.nearest([*self.previous, *inside], fits, count)
            return codes if len(codes) == count else []
        codes = descriptions.nearest(earlier, fits, 1)
        if not codes and how == "voice" and self.last_person:
            return [self.last_person]
        return codes or ([default] if default else [])


def _named(parties: list[Party]) -> list[Party]:
    """Leave out those that a name of their group or a word only brings to mind: no later word points back to them."""
    return [party for party in parties if party.kind not in ("member", IMPLIED)]


@cache
def _voices() -> list[tuple[re.Pattern[str], str]]:
    """Return what publishers of governments are called, and whose they are: the name with what usually stands about it."""
    rows = sorted(codebook.table("publishers").iter_rows(), key=lambda row: (-len(row[0]), row[0]))
    about = "|".join(OWN_WORDS)
    return [(re.compile(rf"(?:{BEFORE})*{re.escape(name)}(?:\s+(?:{about}))*"), code) for name, code in rows]
