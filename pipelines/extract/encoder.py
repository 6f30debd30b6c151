"""A fine-tuned language model's opinion of every (actor, lever, target) of a sentence."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from pipelines.extract.beside import Code
from pipelines.extract.features import Scene
from pipelines.extract.sheet import Sheet, Tables, sheet_of
from schemas.ids import digest

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

GRAPH, LISTS = "encoder.onnx", "encoder.json"
BOUND = 9.0  # log-odds beyond which a score says no more
WIDTH = 10  # numbers in a row of opinions


@dataclass(frozen=True)
class Encoder:
    """The network, its code lists, and the digest of both files."""

    session: "InferenceSession"
    tables: Tables
    digest: str

    @classmethod
    def read(cls, folder: Path) -> "Encoder":
        """Load the encoder of a model folder; it runs on one thread, since processes share the cores."""
        from onnxruntime import InferenceSession, SessionOptions  # a second to import: only a process that codes pays

        if not ((folder / GRAPH).exists() and (folder / LISTS).exists()):
            raise FileNotFoundError(f"{folder / GRAPH} is missing: make it with `alliance-events train-encoder`")
        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        graph, lists = (folder / GRAPH).read_bytes(), (folder / LISTS).read_text(encoding="utf-8")
        session = InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        return cls(session, Tables(**json.loads(lists)), digest("encoder", lists, graph.hex()))

    def scores(self, sheet: Sheet) -> npt.NDArray[np.float32]:
        """Return the log-odds (C, C, L) of each party as actor and target of each lever; nobody acts on itself."""
        # one sentence a call: padding would make the last digits depend on what else is in the batch
        (logits,) = self.session.run(["logits"], {name: one[None] for name, one in sheet.arrays.items()})
        found: npt.NDArray[np.float32] = logits[0]
        found[np.eye(len(sheet.codes), dtype=bool)] = -np.inf
        return found

    def opinions(self, scene: Scene, triples: Sequence[Code]) -> npt.NDArray[np.float64]:
        """Return a row for each triple: what the encoder holds of it and of those it shares something with.

        Log-odds of the triple, the best of its lever, pair, actor with lever, target with lever, the best of all, the number
        of triples expected, the log-odds of the reverse, the number of likelier triples, and whether a party was not read.
        """
        if not triples:
            return np.zeros((0, WIDTH))
        sheet = sheet_of(scene, self.tables)
        raw = self.scores(sheet)
        total, scores = float(expit(raw).sum()), np.clip(raw, -BOUND, BOUND)
        top = float(scores.max())
        parties, levers = {code: n for n, code in enumerate(sheet.codes)}, self.tables.at["levers"]
        cut, rows = sheet.unread, []
        for actor, lever, target in triples:
            if not (actor in parties and target in parties and lever in levers):
                rows.append([-BOUND] * 5 + [top, total, -BOUND, float(scores.size), 1.0])
                continue
            a, t, one = parties[actor], parties[target], levers[lever]
            own = scores[a, t, one]
            best = [scores[:, :, one].max(), scores[a, t].max(), scores[a, :, one].max(), scores[:, t, one].max()]
            unread = float(cut[a] or cut[t])
            rows.append([own, *best, top, total, scores[t, a, one], float((scores > own).sum()), unread])
        return np.array(rows, np.float64)
