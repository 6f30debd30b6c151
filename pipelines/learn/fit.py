"""Fits the coder on hand-coded examples: first what stands before the encoder, then how much that and the encoder count."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pipelines.extract.encoder import Encoder
from pipelines.extract.model import CARD
from pipelines.extract.triggers import lexicon
from pipelines.learn.examples import Example, Say, unseen
from pipelines.learn.fields import told
from pipelines.learn.judge import Triples
from pipelines.learn.screen import fit_screen
from pipelines.learn.settle import Settled, settle
from pipelines.learn.trees import grow, write
from pipelines.learn.verdict import weigh

MAX_CODES = 60


def levers_of_lexicon() -> list[str]:
    """Return every lever that a word of the lexicon may name."""
    return sorted({lever for several in lexicon()["levers"] for lever in several})


def codes_of(examples: Sequence[Example]) -> list[str]:
    """Return the parties that stand in the examples most often."""
    counted = Counter(node.party.code for example in examples for node in example.scene.nodes)
    return [code for code, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MAX_CODES]]


def fit(examples: Sequence[Example], encoder: Encoder, folder: Path, say: Say) -> None:
    """Fit everything on the examples and write the model folder; `say` gets lines on the progress."""
    levers, codes = levers_of_lexicon(), codes_of(examples)
    grown = grow(examples, levers, codes, say)
    places, found = unseen(examples), weigh(examples, grown.triples, grown.appeal, encoder)
    rows = told([examples[n] for n in sorted(places)], grown.fields, encoder)
    settled = settle(examples, found, rows, places, say)
    write(grown, folder)
    fit_screen(examples, _hits(examples, found, settled), folder / "screen.csv", say)
    card = {"levers": levers, "codes": codes, "encoder": encoder.digest, **settled.card, "examples": _counts(examples)}
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    say(f"written to {folder}")


def _hits(examples: Sequence[Example], found: Triples, settled: Settled) -> set[int]:
    """Return the examples in which something is found."""
    scored = zip(found.example, settled.chances.tolist(), strict=True)
    return {n for n, chance in scored if chance >= settled.thresholds[examples[n].scene.genre]}


def _counts(examples: Sequence[Example]) -> dict[str, int]:
    return {
        "sentences": len(examples),
        "documents": len({example.document for example in examples}),
        "mentions": sum(len(example.triples) for example in examples),
    }
