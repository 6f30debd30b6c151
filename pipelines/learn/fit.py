"""Fits the coder on hand-coded examples: first what stands before the encoder, then how much that and the encoder count."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pipelines.extract.encoder import Encoder
from pipelines.extract.triggers import lexicon
from pipelines.extract.verdict import NAMES
from pipelines.learn.cuts import thresholds
from pipelines.learn.examples import Example, Say
from pipelines.learn.fields import fit_fields, right, told
from pipelines.learn.judge import Triples
from pipelines.learn.screen import fit_screen
from pipelines.learn.trees import Grown, grow, write
from pipelines.learn.verdict import fit_weights, verdicts_out_of_fold, weigh

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
    verdict, hits = _verdict(examples, weigh(examples, grown.triples, grown.appeal, encoder), say)
    rows = told(examples, grown.fields, encoder)
    fields = fit_fields(rows)
    say(
        "fields right, of the rows that they are weighed on: "
        + ", ".join(f"{name} {share:.3f}" for name, share in right(rows, fields).items())
    )
    return {**verdict, "fields": fields}, hits


def _verdict(examples: Sequence[Example], found: Triples, say: Say) -> tuple[dict[str, object], set[int]]:
    """Fit the verdict and the thresholds; return them, and the examples in which something is found."""
    say(f"fitting the verdict on {len(found.truth)} triples of documents that the encoder has not seen")
    chances = verdicts_out_of_fold(found).tolist()
    judged = list(zip(found.example, chances, found.truth.tolist(), strict=True))
    cuts = thresholds(examples, judged, say)
    hits = {n for n, chance, _ in judged if chance >= cuts[examples[n].scene.genre]}
    weights = fit_weights(found.rows, found.truth)
    return {"thresholds": cuts, "verdict": dict(zip(NAMES, weights.tolist(), strict=True))}, hits


def _counts(examples: Sequence[Example]) -> dict[str, int]:
    return {
        "sentences": len(examples),
        "documents": len({example.document for example in examples}),
        "mentions": sum(len(example.triples) for example in examples),
    }
