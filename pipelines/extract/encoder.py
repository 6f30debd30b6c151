"""What fine-tuned language models hold of every (actor, lever, target) of a sentence, and of the fields it would have.

A small one reads every kind of text. Where the small one often errs a deep one, several times slower, reads the sentence too,
and the mean of both counts.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from pipelines.extract.beside import Code
from pipelines.extract.context import GENRES
from pipelines.extract.features import Scene
from pipelines.extract.sheet import Sheet, Tables, sheet_of
from pipelines.extract.values import Floats, value_names
from schemas.ids import digest

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

GRAPH, DEEP, LISTS = "encoder.onnx", "deep.onnx", "encoder.json"
HARD = {"prose"}  # kinds of text that the deep network reads too
OUTPUTS = ["logits", "fields"]  # of the graph
BOUND = 9.0  # log-odds beyond which a score says no more
WIDTH = 10  # numbers in a row of opinions


@dataclass(frozen=True)
class Opinions:
    """What the encoder holds of triples, a row each: `rows` (n, `WIDTH`), and `fields` (n, F).

    `fields` are scores of the values in the order of `value_names`; only their differences within a field mean something.
    """

    rows: Floats
    fields: Floats


def _session(graph: Path) -> "InferenceSession":
    from onnxruntime import InferenceSession, SessionOptions  # a second to import: only a process that codes pays

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # processes share the cores
    return InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


def _sum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else ""


@dataclass(frozen=True)
class Encoder:
    """The folder of the networks, their code lists, and the digest of all files."""

    folder: Path
    tables: Tables
    digest: str

    @classmethod
    def read(cls, folder: Path) -> "Encoder":
        """Load the encoder of a model folder; the deep network need not be there. Networks are loaded when first asked."""
        if not ((folder / GRAPH).exists() and (folder / LISTS).exists()):
            raise FileNotFoundError(f"{folder / GRAPH} is missing: make it with `alliance-events train-encoder`")
        lists = (folder / LISTS).read_text(encoding="utf-8")
        tables = json.loads(lists)
        if tables.get("fields") != value_names():
            raise ValueError(f"{folder / LISTS} is of another codebook: make it with `alliance-events train-encoder`")
        own = digest("encoder", lists, _sum(folder / GRAPH), _sum(folder / DEEP), *sorted(HARD))
        return cls(folder, Tables(**tables), own)

    @cached_property
    def small(self) -> "InferenceSession":
        """The network that reads every kind of text."""
        return _session(self.folder / GRAPH)

    @cached_property
    def deep(self) -> "InferenceSession | None":
        """The network that reads hard kinds of text too, if there is one."""
        return _session(self.folder / DEEP) if (self.folder / DEEP).exists() else None

    def read_sheet(self, sheet: Sheet) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Return the log-odds (C, C, L) of each party as actor and target of each lever, and scores of fields (C, C, L, F).

        Nobody acts on itself.
        """
        hard = GENRES[int(sheet.arrays["genre"])] in HARD
        # one sentence a call: padding would make the last digits depend on what else is in the batch
        given = {name: one[None] for name, one in sheet.arrays.items()}
        asked = [self.small, *([self.deep] if hard and self.deep else [])]
        told = [one.run(OUTPUTS, given) for one in asked]
        found: npt.NDArray[np.float32] = np.mean([logits[0] for logits, _ in told], axis=0)
        found[np.eye(len(sheet.codes), dtype=bool)] = -np.inf
        return found, np.mean([fields[0] for _, fields in told], axis=0)

    def opinions(self, scene: Scene, triples: Sequence[Code]) -> Opinions:
        """Return for each triple what the encoder holds of it and of those it shares something with.

        `rows`: log-odds of the triple, the best of its lever, pair, actor with lever, target with lever, the best of all, the
        number of triples expected, the log-odds of the reverse, the number of likelier triples, and whether a party was not
        read. A triple whose parties the encoder has no room for has zeros for fields.
        """
        if not triples:
            return Opinions(np.zeros((0, WIDTH)), np.zeros((0, len(self.tables.fields))))
        sheet = sheet_of(scene, self.tables)
        raw, values = self.read_sheet(sheet)
        total, scores = float(expit(raw).sum()), np.clip(raw, -BOUND, BOUND)
        top = float(scores.max())
        parties, levers = {code: n for n, code in enumerate(sheet.codes)}, self.tables.at["levers"]
        cut, rows, fields = sheet.unread, [], np.zeros((len(triples), len(self.tables.fields)))
        for n, (actor, lever, target) in enumerate(triples):
            if not (actor in parties and target in parties and lever in levers):
                rows.append([-BOUND] * 5 + [top, total, -BOUND, float(scores.size), 1.0])
                continue
            a, t, one = parties[actor], parties[target], levers[lever]
            own = scores[a, t, one]
            best = [scores[:, :, one].max(), scores[a, t].max(), scores[a, :, one].max(), scores[:, t, one].max()]
            unread = float(cut[a] or cut[t])
            rows.append([own, *best, top, total, scores[t, a, one], float((scores > own).sum()), unread])
            fields[n] = values[a, t, one]
        return Opinions(np.array(rows, np.float64), fields)
