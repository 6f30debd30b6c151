"""The encoder as it was left: its weights, read back from the graph that the coder loads, to go on learning from."""

import json
from pathlib import Path
from typing import Any

import numpy.typing as npt
import onnx
import torch
from onnx.numpy_helper import to_array
from torch import Tensor

from pipelines.extract.encoder import LISTS
from pipelines.extract.sheet import Tables
from pipelines.learn.export import graph_of
from pipelines.learn.network import Network

OWN = "network."  # what the names of the network's numbers begin with in the graph
MIDDLE = 8  # zero of a number of four bits
WHOLE = "_quantized"  # what the names of whole-number weights end with


def tables_before(folder: Path) -> Tables:
    """Return the code lists of the encoder in `folder`."""
    return Tables(**json.loads((folder / LISTS).read_text(encoding="utf-8")))


def _layer(step: str) -> str:
    """Return the name of a layer in the network by that of its step: /network/bert/layers.0/up/MatMul -> bert.layers.0.up."""
    return step.removeprefix("/network/").rpartition("/")[0].replace("/", ".")


def _of_blocks(node: onnx.NodeProto, stored: dict[str, npt.NDArray[Any]]) -> Tensor:
    """Return a weight (out, in) that is stored in four bits, two numbers a byte, with one scale a block."""
    sizes = {one.name: one.i for one in node.attribute}
    packed, scale = (torch.from_numpy(stored[name]) for name in node.input[1:3])
    numbers = torch.stack([packed & 15, packed >> 4], -1).flatten(2).float() - MIDDLE
    return (numbers * scale.reshape(*numbers.shape[:2], 1)).flatten(1)[:, : sizes["K"]].contiguous()


def _weights(graph: onnx.ModelProto) -> dict[str, Tensor]:
    """Return the numbers of a graph by the names that they have in the network."""
    stored = {one.name: to_array(one).copy() for one in graph.graph.initializer}
    found = {name.removeprefix(OWN): torch.from_numpy(one) for name, one in stored.items() if name.startswith(OWN)}
    found |= {
        f"{_layer(node.name)}.weight": _of_blocks(node, stored)
        for node in graph.graph.node
        if node.op_type == "MatMulNBits"
    }
    # the weight of a linear layer is known by the step that multiplies by it: /network/bert/layers.0/up/MatMul_quant
    places = {node.input[1]: node.name for node in graph.graph.node if node.op_type == "MatMulInteger"}
    for name in [name for name in stored if name.endswith(WHOLE)]:
        zero, scale = (torch.from_numpy(stored[name.removesuffix(WHOLE) + end]) for end in ("_zero_point", "_scale"))
        weight = (torch.from_numpy(stored[name]).float() - zero.float()) * scale
        if name in places:
            found[f"{_layer(places[name])}.weight"] = weight.T.contiguous()
        else:
            found[name.removeprefix(OWN).removesuffix(WHOLE)] = weight
    return found


def resumed(network: Network, folder: Path) -> Network:
    """Give a network the weights of the encoder in `folder`; frozen parts keep the exact ones that they have.

    Raise ValueError if the encoder was made by another network.
    """
    graph = folder / graph_of(network.bert.body)
    if not graph.exists():
        raise FileNotFoundError(f"{graph} is missing: there is nothing to go on from")
    found = _weights(onnx.load(graph))
    own = {name: one for name, one in network.named_parameters() if one.requires_grad}
    strange = [name for name, one in own.items() if name not in found or found[name].shape != one.shape]
    if strange:
        raise ValueError(f"{graph} was made by another network: it has no {', '.join(strange[:3])}")
    network.load_state_dict({name: found[name] for name in own}, strict=False)
    return network
