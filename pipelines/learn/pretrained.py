"""The encoder before it learns: MiniLM's or MPNet's weights in our network, and which of its parameters are trained."""

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor, nn

from pipelines.learn.body import LONGEST, MINILM, MPNET, Arrays, Body, apart
from pipelines.learn.network import Network, Sizes
from pipelines.pieces import END, MASK, SIZE, START

KINDS = ("weight", "bias")
NAMES = {"intermediate.dense": "up", "output.dense": "down", "output.LayerNorm": "norm2"}
OWN = {
    MINILM.name: {"attention.output.dense": "out", "attention.output.LayerNorm": "norm1", **NAMES},
    MPNET.name: {"attention.attn.o": "out", "attention.LayerNorm": "norm1", **NAMES},
}
ASKING = {MINILM.name: "attention.self.{}", MPNET.name: "attention.attn.{}"}
PARTS = {MINILM.name: ("query", "key", "value"), MPNET.name: ("q", "k", "v")}
NEAR = "encoder.relative_attention_bias.weight"
SHIFTED = 4  # MPNet's vocabulary is BERT's after four marks of its own
MARKS = {0: 1, START: 0, END: 2, MASK: 30_526}  # BERT's padding, start, end and mask: where MPNet has them
BEHIND = 2  # MPNet's first position


def _renamed(stored: Arrays, old: str, new: str) -> Arrays:
    return {f"{new}.{kind}": stored[f"{old}.{kind}"] for kind in KINDS}


def _layers(stored: Arrays, body: Body) -> Arrays:
    state: Arrays = {}
    for n in range(body.layers):
        old, new = f"encoder.layer.{n}.", f"layers.{n}."
        asking = [old + ASKING[body.name].format(one) for one in PARTS[body.name]]
        state |= {f"{new}qkv.{kind}": torch.cat([stored[f"{one}.{kind}"] for one in asking]) for kind in KINDS}
        for theirs, ours in OWN[body.name].items():
            state |= _renamed(stored, old + theirs, new + ours)
    return state


def _words(stored: Arrays, body: Body) -> Arrays:
    """Return the embeddings of pieces by their number in BERT's vocabulary, and of places, both from the first on."""
    words = stored["embeddings.word_embeddings.weight"]
    places = stored["embeddings.position_embeddings.weight"]
    if body is MINILM:
        first = stored["embeddings.token_type_embeddings.weight"][0]
        return {"word.weight": words, "position.weight": places[:LONGEST] + first}
    at = torch.arange(SIZE) + SHIFTED
    at[list(MARKS)] = torch.tensor(list(MARKS.values()))
    near = stored[NEAR][apart(body.apart)].permute(2, 0, 1).unsqueeze(0)
    return {"word.weight": words[at], "position.weight": places[BEHIND : BEHIND + LONGEST], "near": near}


def _strange(weights: Path, names: Sequence[str]) -> ValueError:
    known = f"{MINILM.name} or {MPNET.name}"
    return ValueError(f"{weights} does not hold the weights of {known}: {', '.join(sorted(names)[:5])}")


def body_of(weights: Path) -> Body:
    """Tell which pretrained model the weights are of, by their names."""
    with safe_open(weights, "pt") as stored:
        return MPNET if NEAR in list(stored.keys()) else MINILM


def pretrained(sizes: Sizes, weights: Path) -> Network:
    """Return a network that starts from pretrained weights (`model.safetensors`), its lower layers frozen.

    Raise ValueError if they are of no model that is known here.
    """
    stored: dict[str, Tensor] = {name.removeprefix("bert."): one for name, one in load_file(weights).items()}
    body = body_of(weights)
    network = Network(sizes, body)
    try:
        state = _words(stored, body) | _renamed(stored, "embeddings.LayerNorm", "norm") | _layers(stored, body)
    except KeyError as missing:
        raise _strange(weights, [str(missing)]) from missing
    absent, unknown = network.bert.load_state_dict(state, strict=False)
    if unknown or {name.split(".")[0] for name in absent} != {"segment", "classes", "kinds"}:
        raise _strange(weights, [*absent, *unknown])
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
