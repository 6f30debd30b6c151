"""Checks the lexicon: does each entry fire in its own example, does the coder read the example as coded, does it ever fire."""

from collections import Counter
from collections.abc import Iterable

import polars as pl

from pipelines.extract.context import Source
from pipelines.extract.entries import Entry, entries
from pipelines.extract.features import Scene
from pipelines.extract.fields import cues
from pipelines.extract.judging import judged
from pipelines.extract.magnitude import find_quantities
from pipelines.extract.mentions import Found, mentions_of
from pipelines.extract.model import model
from pipelines.extract.scene import scene_alone
from pipelines.extract.triggers import find_triggers, key, triggers_in
from pipelines.flat import flatten
from pipelines.parse import lemma, parse

AS_CODED, OTHERWISE, MISSED = "as coded", "otherwise", "missed"


def fires(entry: Entry, scene: Scene) -> bool:
    """Tell whether an entry is seen in a sentence with the meaning that the list gives it."""
    parsed = scene.parse
    if entry.list == "triggers":
        return any(t.phrase == entry.word and entry.meaning in t.levers for t in find_triggers(parsed))
    if entry.list == "cues":
        return entry.word in parsed.lemmas and cues()[entry.word] == entry.meaning
    units = {quantity.unit for quantity in find_quantities(parsed.text)}
    forms = {form for word in parsed.words for form in (lemma(word), word.lower().removesuffix("s"))}
    named = entry.list == "measured" or entry.word in forms.union(parsed.lemmas)
    return entry.meaning in units and named


def verdict(entry: Entry, found: list[Found]) -> str:
    """Compare the coder's mentions of an example with its coded rows: as coded, otherwise, or missed (its lever is not read)."""
    meant = {(r["actor"], r["lever"], r["target"]) for r in entry.reads if r["status"] != "speculative"}
    read = {(one.actor, one.lever, one.target) for one in found}
    if read == meant:
        return AS_CODED
    return OTHERWISE if read & meant else MISSED


def examples(word: str = "") -> pl.DataFrame:
    """Return a row an entry, of all words or of one: whether it fires in its example, and how the coder reads that."""
    chosen = [entry for entry in entries() if word in ("", entry.word)]
    parsed = parse(flatten(entry.example) for entry in chosen)
    scenes = [scene_alone(one, Source(entry.published)) for entry, one in zip(chosen, parsed, strict=True)]
    rows = []
    for entry, scene, scored in zip(chosen, scenes, judged(scenes, model()), strict=True):
        found = mentions_of(scene, scored, model(), Source(entry.published).day)
        rows.append((entry.list, entry.word, entry.meaning, fires(entry, scene), verdict(entry, found), entry.example))
    names = ["list", "word", "meaning", "fires", "read", "example"]
    return pl.DataFrame(rows, schema=names, orient="row")


def counts(texts: Iterable[str], rules: pl.Series) -> pl.DataFrame:
    """Return how often each trigger stands in the texts (by dictionary form, unparsed), and how many mentions it made.

    `rules` are the mentions' `rule_id`, which begin with trigger and lever.
    """
    stands = Counter(phrase for text in texts for phrase in triggers_in(key(flatten(text))))
    made = Counter(rule.split(":")[0] for rule in rules.to_list())
    rows = [
        (e.word, e.meaning, stands[e.word], made[f"{e.word}>{e.meaning}"]) for e in entries() if e.list == "triggers"
    ]
    return pl.DataFrame(rows, schema=["word", "meaning", "stands", "mentions"], orient="row")
