"""The encoder's network: a pretrained reader, told which pieces name which party, that scores every (actor, target, lever).

Of each it also tells the fields (stance, status, granularity) that it would have. Shapes: B sentences, P pieces, C parties,
L levers, F values of fields. `pipelines.extract.sheet` makes the arrays that `forward` takes.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as fn

from pipelines.learn.body import MINILM, Arrays, Body, Dropout, Reader, attend

MIXERS, READERS = 4, 8  # attention heads by which parties see each other, and pairs of them the pieces
PAIR_FACTS = 4
FEW = -5.0  # log-odds that a lever starts from


@dataclass(frozen=True)
class Sizes:
    """Lengths of the code lists."""

    classes: int
    kinds: int
    codes: int
    genres: int
    levers: int
    fields: int


class Network(nn.Module):
    """Scores every (actor, target, lever) among the parties of a sentence."""

    def __init__(self, sizes: Sizes, body: Body = MINILM, width: int = 256) -> None:
        super().__init__()
        self.bert = Reader(body, sizes.classes, sizes.kinds)
        self.pool, self.sentence = nn.Linear(2 * body.width, width), nn.Linear(body.width, width)
        self.kinds, self.classes = nn.Linear(sizes.kinds, width, bias=False), nn.Embedding(sizes.classes, width)
        self.codes, self.genres = nn.Embedding(sizes.codes, width), nn.Embedding(sizes.genres, width)
        self.norm, self.mixed = nn.LayerNorm(width), nn.LayerNorm(width)
        self.mix, self.mix_out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.actor, self.target, self.pair = (
            nn.Linear(width, width),
            nn.Linear(width, width),
            nn.Linear(PAIR_FACTS, width),
        )
        self.query, self.keys = nn.Linear(width, width), nn.Linear(body.width, 2 * width)
        self.context, self.hidden = nn.Linear(width, width), nn.Linear(width, width)
        self.levers, self.drop = nn.Linear(width, sizes.levers), Dropout(0.2)
        self.manner, self.fields = nn.Linear(width, width), nn.Linear(width, sizes.fields)
        self.of_lever = nn.Parameter(torch.zeros(sizes.levers, sizes.fields))
        for table in (self.classes, self.codes, self.genres):
            nn.init.normal_(table.weight, std=0.3)
        nn.init.constant_(self.levers.bias, FEW)

    def _parties(self, b: Arrays, x: Tensor, base: Tensor) -> Tensor:
        """Return the vectors of the parties (B, C, width): what names them, what they are, and what stands beside them."""
        marks, pieces = b["party_pieces"].unsqueeze(-1), x.unsqueeze(1)
        total = marks.sum(2)
        highest = (pieces * marks - 1e4 * (1 - marks)).amax(2) * (total > 0).to(x.dtype)
        pooled = torch.cat([highest, (pieces * marks).sum(2) / total.clamp(min=1.0)], -1)
        known = self.kinds(b["party_kinds"]) + self.classes(b["party_class"]) + self.codes(b["party_code"])
        v = self.norm(self.pool(self.drop(pooled)) + known + base.unsqueeze(1))
        v = self.drop(v)
        alone = (1 - b["party"])[:, None, None, :] * -1e4
        others = attend(*self.mix(v).chunk(3, -1), heads=MIXERS, bias=alone)
        return self.mixed(v + self.drop(self.mix_out(others)))

    def forward(self, b: Arrays) -> tuple[Tensor, Tensor]:
        """Return the log-odds (B, C, C, L) of actor, target and lever, and the scores of the fields (B, C, C, L, F)."""
        x = self.bert(b)
        base = self.sentence(x[:, 0]) + self.genres(b["genre"])
        v = self._parties(b, x, base)
        pairs = self.actor(v).unsqueeze(2) + self.target(v).unsqueeze(1) + self.pair(b["pair"])
        outside = (b["segment"] * (b["ids"] > 0) != 1)[:, None, None, :] * -1e4
        key, value = self.keys(x).chunk(2, -1)
        query = self.query(torch.tanh(pairs)).flatten(1, 2)
        asked = attend(query, key, value, heads=READERS, bias=outside)
        h = fn.gelu(pairs + self.context(asked.unflatten(1, (v.shape[1], v.shape[1]))) + base[:, None, None])
        fields = self.fields(self.drop(fn.gelu(self.manner(self.drop(h)))))
        h = fn.gelu(self.hidden(self.drop(h)))
        return self.levers(self.drop(h)), fields.unsqueeze(3) + self.of_lever
