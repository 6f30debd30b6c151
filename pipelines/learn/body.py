"""The pretrained language models that an encoder starts from, and their layers in our network."""

from dataclasses import dataclass
from math import log

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as fn

from pipelines.pieces import SIZE

LONGEST = 128  # pieces
Arrays = dict[str, Tensor]


@dataclass(frozen=True)
class Body:
    """A pretrained model: width of a vector and inside a layer, attention heads, layers used and, from below, not trained.

    `apart` is the number of classes of distances between two pieces that its attention knows, 0 if it knows none.
    """

    name: str
    width: int
    inner: int
    heads: int
    layers: int
    frozen: int
    epsilon: float
    apart: int = 0


MINILM = Body("all-MiniLM-L6-v2", 384, 1536, 12, 6, 2, 1e-12)
MPNET = Body("all-mpnet-base-v2", 768, 3072, 12, 9, 4, 1e-5, 32)  # its upper three layers, which sum up, are left out


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


def attend(query: Tensor, key: Tensor, value: Tensor, *, heads: int, bias: Tensor) -> Tensor:
    """Return what attention by some heads reads of the values; `bias` is added to the likenesses (B, heads or 1, Q, K)."""
    q, k, v = (one.unflatten(2, (heads, -1)).transpose(1, 2) for one in (query, key, value))
    likeness = q @ k.transpose(2, 3) / q.shape[-1] ** 0.5
    return ((likeness + bias).softmax(-1) @ v).transpose(1, 2).flatten(2)


def apart(n: int) -> Tensor:
    """Return the class of the distance between pieces (LONGEST, LONGEST), `n` classes, as T5 and MPNet count them.

    Half are for pieces behind; of each half the nearer half are exact, the others grow as logarithms up to 128.
    """
    at, half = torch.arange(LONGEST), n // 2
    ahead = at[None, :] - at[:, None]
    far, exact = ahead.abs(), half // 2
    beyond = exact + (torch.log(far.clamp(min=1) / exact) / log(128 / exact) * (half - exact)).long()
    return (ahead > 0) * half + torch.where(far < exact, far, beyond.clamp(max=half - 1))


class Layer(nn.Module):
    """One layer of a transformer."""

    def __init__(self, body: Body) -> None:
        super().__init__()
        self.heads, wide = body.heads, body.width
        self.qkv, self.out = nn.Linear(wide, 3 * wide), nn.Linear(wide, wide)
        self.up, self.down = nn.Linear(wide, body.inner), nn.Linear(body.inner, wide)
        self.norm1, self.norm2 = (nn.LayerNorm(wide, eps=body.epsilon) for _ in range(2))
        self.drop = Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Return the vectors of the pieces (B, P, width) one layer up."""
        x = self.norm1(x + self.drop(self.out(attend(*self.qkv(x).chunk(3, -1), heads=self.heads, bias=bias))))
        return self.norm2(x + self.drop(self.down(fn.gelu(self.up(x)))))


class Reader(nn.Module):
    """A pretrained model, with the class and kind of the party that a piece names added above the frozen layers."""

    near: Tensor

    def __init__(self, body: Body, n_classes: int, n_kinds: int) -> None:
        super().__init__()
        self.body, wide = body, body.width
        self.word, self.position = nn.Embedding(SIZE, wide), nn.Embedding(LONGEST, wide)
        self.segment, self.classes = nn.Embedding(2, wide), nn.Embedding(n_classes, wide)
        self.kinds, self.norm = nn.Embedding(n_kinds, wide), nn.LayerNorm(wide, eps=body.epsilon)
        self.layers = nn.ModuleList(Layer(body) for _ in range(body.layers))
        if body.apart:
            self.register_buffer("near", torch.zeros(1, body.heads, LONGEST, LONGEST))
        for table in (self.segment, self.classes, self.kinds):
            nn.init.normal_(table.weight, std=0.02)

    def frozen(self) -> list[nn.Module]:
        """Return the parts that are not trained."""
        return [self.word, self.position, self.norm, *self.layers[: self.body.frozen]]

    def train(self, mode: bool = True) -> "Reader":
        """Turn dropout on or off; the frozen layers never drop anything."""
        super().train(mode)
        self.layers[: self.body.frozen].eval()
        return self

    def forward(self, b: Arrays) -> Tensor:
        """Return the vectors of the pieces (B, P, width)."""
        long = b["ids"].shape[1]
        bias = (b["ids"] == 0)[:, None, None, :] * -1e4
        if self.body.apart:
            bias = bias + self.near[:, :, :long, :long]
        x = self.norm(self.word(b["ids"]) + self.position.weight[:long])
        for layer in self.layers[: self.body.frozen]:
            x = layer(x, bias)
        x = x + self.segment(b["segment"]) + self.classes(b["piece_class"]) + self.kinds(b["piece_kind"])
        for layer in self.layers[self.body.frozen :]:
            x = layer(x, bias)
        return x
