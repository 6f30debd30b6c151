"""Hand-coded folders to training examples: every sentence with its scene, triggers and gold rows."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.extract.beside import Code
from pipelines.extract.context import Context, Source
from pipelines.extract.entries import entries
from pipelines.extract.features import Scene
from pipelines.extract.scene import scene_alone, scene_of
from pipelines.extract.triggers import Trigger, find_triggers
from pipelines.flat import flatten
from pipelines.parse import parse
from schemas.ids import digest

Say = Callable[[str], None]  # gets lines on the progress
FOLDS = 4
UNSEEN = 8  # one document in so many is not shown to the encoder: on these its worth is measured


@dataclass(frozen=True)
class Example:
    """A hand-coded sentence. `fold` comes from its document, so that sentences of one document stay together."""

    document: str
    fold: int
    scene: Scene
    triggers: list[Trigger]
    rows: list[dict[str, Any]]
    published: dt.date | None = None

    @property
    def triples(self) -> set[tuple[str, str, str]]:
        """The codes of the rows that are events."""
        return {(r["actor"], r["lever"], r["target"]) for r in self.rows if r["status"] != "speculative"}

    @property
    def coded(self) -> dict[Code, dict[str, Any]]:
        """The row of each triple, forecasts too; of several the first that is none."""
        ordered = sorted(self.rows, key=lambda row: row["status"] != "speculative")
        return {(r["actor"], r["lever"], r["target"]): r for r in reversed(ordered)}


def is_unseen(document: str) -> bool:
    """Tell whether the encoder must not learn from a document."""
    return int(digest("unseen", document)[:8], 16) % UNSEEN == 0


def unseen(examples: Sequence[Example]) -> set[int]:
    """Return the places of the examples that the encoder has not read, not even word for word in another document."""
    known = {one.scene.parse.text for one in examples if not is_unseen(one.document)}
    return {n for n, one in enumerate(examples) if is_unseen(one.document) and one.scene.parse.text not in known}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def read_folder(folder: Path, skip: frozenset[str] = frozenset()) -> list[Example]:
    """Read one folder with documents, sentences and gold .jsonl; documents in `skip` are left out."""
    documents = {d["id"]: d for d in _lines(folder / "documents.jsonl") if d["id"] not in skip}
    rows: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for row in _lines(folder / "gold.jsonl"):
        rows[row["doc"], row["sent"]].append(row)
    sentences: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for sentence in _lines(folder / "sentences.jsonl"):
        if sentence["doc"] in documents:
            sentences[sentence["doc"]].append(sentence)
    parses = parse(flatten(s["text"]) for several in sentences.values() for s in several)
    found = []
    for key, several in sentences.items():
        document = documents[key]
        context = Context.of(Source(document["published"], document["title"], document["source"], len(several)))
        fold, day = int(digest("fold", key)[:8], 16) % FOLDS, context.source.day
        for sentence in several:
            parsed = next(parses)
            scene = scene_of(parsed, context.step(parsed.text), context)
            found.append(Example(key, fold, scene, find_triggers(parsed), rows[key, sentence["sent"]], day))
    return found


def lexicon_examples() -> list[Example]:
    """Return the example sentences of the lexicon, each as a document of its own: what a linguist adds is learnt."""
    parses = parse(flatten(entry.example) for entry in entries())
    found = []
    for entry, parsed in zip(entries(), parses, strict=True):
        source, fold = Source(entry.published), int(digest("fold", entry.key)[:8], 16) % FOLDS
        scene = scene_alone(parsed, source)
        found.append(Example(entry.key, fold, scene, find_triggers(parsed), list(entry.reads), source.day))
    return found
