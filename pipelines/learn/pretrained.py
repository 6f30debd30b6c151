"""The encoder before it learns: MiniLM's weights in our network, and which of its parameters are trained."""

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from pipelines.learn.network import LAYERS, LONGEST, Network, Sizes

Arrays = dict[str, Tensor]
NAMES = {
    "attention.output.dense": "out",
    "attention.output.LayerNorm": "norm1",
    "intermediate.dense": "up",
    "output.dense": "down",
    "output.LayerNorm": "norm2",
}


def _renamed(stored: Arrays, old: str, new: str) -> Arrays:
    return {f"{new}.{kind}": stored[f"{old}.{kind}"] for kind in ("weight", "bias")}


def pretrained(sizes: Sizes, weights: Path) -> Network:
    """Return a network that starts from MiniLM's weights (`model.safetensors`), its lower layers frozen."""
    network, stored = Network(sizes), {name.removeprefix("bert."): one for name, one in load_file(weights).items()}
    first = stored["embeddings.token_type_embeddings.weight"][0]
    state = {
        "word.weight": stored["embeddings.word_embeddings.weight"],
        "position.weight": stored["embeddings.position_embeddings.weight"][:LONGEST] + first,
        **_renamed(stored, "embeddings.LayerNorm", "norm"),
    }
    for n in range(LAYERS):
        old, new = f"encoder.layer.{n}.", f"layers.{n}."
        for kind in ("weight", "bias"):
            parts = [stored[f"{old}attention.self.{one}.{kind}"] for one in ("query", "key", "value")]
            state[f"{new}qkv.{kind}"] = torch.cat(parts)
        for theirs, ours in NAMES.items():
            state |= _renamed(stored, old + theirs, new + ours)
    missing, unknown = network.bert.load_state_dict(state, strict=False)
    if unknown or {name.split(".")[0] for name in missing} != {"segment", "classes", "kinds"}:
        raise ValueError(f"{weights} does not hold the weights of all-MiniLM-L6-v2: {sorted([*missing, *unknown])[:5]}")
    for part in network.bert.frozen():
        part.requires_grad_(False)
    return network


def trainable(network: Network) -> tuple[Sequence[nn.Parameter], Sequence[nn.Parameter]]:
    """Return the parameters that were pretrained, and those that start from nothing."""
    body: list[nn.Parameter] = []
    fresh: list[nn.Parameter] = []
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            (body if name.startswith("bert.layers") else fresh).append(parameter)
    return body, fresh
