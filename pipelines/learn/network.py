"""The encoder's network: a small BERT, told which pieces name which party, that scores every (actor, target, lever).

Shapes: B sentences, P pieces, C parties, L levers. `pipelines.extract.sheet` makes the arrays that `forward` takes.
"""

from dataclasses import dataclass

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


def _attend(query: Tensor, key: Tensor, value: Tensor, *, heads: int, bias: Tensor, drop: float = 0.0) -> Tensor:
    split = [one.unflatten(2, (heads, -1)).transpose(1, 2) for one in (query, key, value)]
    return fn.scaled_dot_product_attention(*split, attn_mask=bias, dropout_p=drop).transpose(1, 2).flatten(2)


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Return the vectors of the pieces (B, P, WIDTH) one layer up."""
        drop = 0.1 if self.training else 0.0
        seen = self.out(_attend(*self.qkv(x).chunk(3, -1), heads=HEADS, bias=bias, drop=drop))
        x = self.norm1(x + fn.dropout(seen, 0.1, self.training))
        return self.norm2(x + fn.dropout(self.down(fn.gelu(self.up(x))), 0.1, self.training))


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
        self.levers = nn.Linear(width, sizes.levers)
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
        v = self.norm(self.pool(fn.dropout(pooled, 0.2, self.training)) + known + base.unsqueeze(1))
        v = fn.dropout(v, 0.2, self.training)
        alone = (1 - b["party"])[:, None, None, :] * -1e4
        others = _attend(*self.mix(v).chunk(3, -1), heads=MIXERS, bias=alone)
        return self.mixed(v + fn.dropout(self.mix_out(others), 0.2, self.training))

    def forward(self, b: Arrays) -> Tensor:
        """Return the log-odds (B, C, C, L) of actor, target and lever."""
        x = self.bert(b)
        base = self.sentence(x[:, 0]) + self.genres(b["genre"])
        v = self._parties(b, x, base)
        pairs = self.actor(v).unsqueeze(2) + self.target(v).unsqueeze(1) + self.pair(b["pair"])
        outside = (b["segment"] * (b["ids"] > 0) != 1)[:, None, None, :] * -1e4
        key, value = self.keys(x).chunk(2, -1)
        query = self.query(torch.tanh(pairs)).flatten(1, 2)
        asked = _attend(query, key, value, heads=READERS, bias=outside)
        h = fn.gelu(pairs + self.context(asked.unflatten(1, (v.shape[1], v.shape[1]))) + base[:, None, None])
        h = fn.gelu(self.hidden(fn.dropout(h, 0.2, self.training)))
        return self.levers(fn.dropout(h, 0.2, self.training))
