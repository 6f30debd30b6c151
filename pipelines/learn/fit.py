"""Fits the coder on hand-coded examples: first what stands before the encoder, then how much that and the encoder count."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pipelines.extract.encoder import Encoder
from pipelines.extract.triggers import lexicon
from pipelines.learn.examples import Example, Say, unseen
from pipelines.learn.fields import told
from pipelines.learn.screen import fit_screen
from pipelines.learn.settle import settled
from pipelines.learn.trees import Grown, grow, write
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
    learnt, hits = settle(examples, grown, encoder, say)
    write(grown, folder)
    fit_screen(examples, hits, folder / "screen.csv", say)
    card = {"levers": levers, "codes": codes, "encoder": encoder.digest, **learnt, "examples": _counts(examples)}
    (folder / "model.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    say(f"written to {folder}")


def settle(examples: Sequence[Example], grown: Grown, encoder: Encoder, say: Say) -> tuple[dict[str, object], set[int]]:
    """Fit how much the encoder counts, on the documents that it has not seen; return it and where something is found."""
    places = unseen(examples)
    return settled(
        examples,
        weigh(examples, grown.triples, grown.appeal, encoder),
        told([examples[n] for n in sorted(places)], grown.fields, encoder),
        places,
        say,
    )


def _counts(examples: Sequence[Example]) -> dict[str, int]:
    return {
        "sentences": len(examples),
        "documents": len({example.document for example in examples}),
        "mentions": sum(len(example.triples) for example in examples),
    }
