"""The encoder's network: a small BERT, told which pieces name which party, that scores every (actor, target, lever).

Of each it also tells the fields (stance, status, granularity) that it would have. Shapes: B sentences, P pieces, C parties,
L levers, F values of fields. `pipelines.extract.sheet` makes the arrays that `forward` takes.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as fn

from pipelines.pieces import SIZE

WIDTH, INNER, HEADS = 384, 1536, 12  # of the pretrained model
LAYERS, FROZEN = 6, 2  # layers in all; lower ones that are not trained
MIXERS, READERS = 4, 8  # attention heads by which parties see each other, and pairs of them the pieces
LONGEST = 128  # pieces
PAIR_FACTS = 4
FEW = -5.0  # log-odds that a lever starts from
Arrays = dict[str, Tensor]


@dataclass(frozen=True)
class Sizes:
    """Lengths of the code lists."""

    classes: int
    kinds: int
    codes: int
    genres: int
    levers: int
    fields: int


class Dropout(nn.Module):
    """Dropout by random bytes: on a processor, drawing them one number at a time takes a seventh of the training."""

    bits = np.random.Generator(np.random.SFC64(0))

    def __init__(self, share: float) -> None:
        super().__init__()
        self.below = round(share * 256)

    def forward(self, x: Tensor) -> Tensor:
        """Return x with a share of its numbers set to zero, in training."""
        if not self.training:
            return x
        drawn = torch.frombuffer(bytearray(self.bits.bytes(x.numel())), dtype=torch.uint8).view(x.shape)
        return x * (drawn >= self.below).to(x.dtype) * (256 / (256 - self.below))


def _attend(query: Tensor, key: Tensor, value: Tensor, *, heads: int, bias: Tensor) -> Tensor:
    q, k, v = (one.unflatten(2, (heads, -1)).transpose(1, 2) for one in (query, key, value))
    likeness = q @ k.transpose(2, 3) / q.shape[-1] ** 0.5
    return ((likeness + bias).softmax(-1) @ v).transpose(1, 2).flatten(2)


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.drop = Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Return the vectors of the pieces (B, P, WIDTH) one layer up."""
        x = self.norm1(x + self.drop(self.out(_attend(*self.qkv(x).chunk(3, -1), heads=HEADS, bias=bias))))
        return self.norm2(x + self.drop(self.down(fn.gelu(self.up(x)))))


class Bert(nn.Module):
    """BERT, with the class and kind of the party that a piece names added above the frozen layers."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.word, self.position = nn.Embedding(SIZE, WIDTH), nn.Embedding(LONGEST, WIDTH)
        self.segment, self.classes = nn.Embedding(2, WIDTH), nn.Embedding(sizes.classes, WIDTH)
        self.kinds, self.norm = nn.Embedding(sizes.kinds, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        for table in (self.segment, self.classes, self.kinds):
            nn.init.normal_(table.weight, std=0.02)

    def frozen(self) -> list[nn.Module]:
        """Return the parts that are not trained."""
        return [self.word, self.position, self.norm, *self.layers[:FROZEN]]

    def train(self, mode: bool = True) -> "Bert":
        """Turn dropout on or off; the frozen layers never drop anything."""
        super().train(mode)
        self.layers[:FROZEN].eval()
        return self

    def forward(self, b: Arrays) -> Tensor:
        """Return the vectors of the pieces (B, P, WIDTH)."""
        bias = (b["ids"] == 0)[:, None, None, :] * -1e4
        x = self.norm(self.word(b["ids"]) + self.position.weight[: b["ids"].shape[1]])
        for layer in self.layers[:FROZEN]:
            x = layer(x, bias)
        x = x + self.segment(b["segment"]) + self.classes(b["piece_class"]) + self.kinds(b["piece_kind"])
        for layer in self.layers[FROZEN:]:
            x = layer(x, bias)
        return x


class Network(nn.Module):
    """Scores every (actor, target, lever) among the parties of a sentence."""

    def __init__(self, sizes: Sizes, width: int = 256) -> None:
        super().__init__()
        self.bert = Bert(sizes)
        self.pool, self.sentence = nn.Linear(2 * WIDTH, width), nn.Linear(WIDTH, width)
        self.kinds, self.classes = nn.Linear(sizes.kinds, width, bias=False), nn.Embedding(sizes.classes, width)
        self.codes, self.genres = nn.Embedding(sizes.codes, width), nn.Embedding(sizes.genres, width)
        self.norm, self.mixed = nn.LayerNorm(width), nn.LayerNorm(width)
        self.mix, self.mix_out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.actor, self.target, self.pair = (
            nn.Linear(width, width),
            nn.Linear(width, width),
            nn.Linear(PAIR_FACTS, width),
        )
        self.query, self.keys = nn.Linear(width, width), nn.Linear(WIDTH, 2 * width)
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
        others = _attend(*self.mix(v).chunk(3, -1), heads=MIXERS, bias=alone)
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
        asked = _attend(query, key, value, heads=READERS, bias=outside)
        h = fn.gelu(pairs + self.context(asked.unflatten(1, (v.shape[1], v.shape[1]))) + base[:, None, None])
        fields = self.fields(self.drop(fn.gelu(self.manner(self.drop(h)))))
        h = fn.gelu(self.hidden(self.drop(h)))
        return self.levers(self.drop(h)), fields.unsqueeze(3) + self.of_lever
