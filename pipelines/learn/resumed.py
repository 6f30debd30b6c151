"""The encoder as it was left: its weights, read back from the graph that the coder loads, to go on learning from."""

import json
from pathlib import Path

import onnx
import torch
from onnx.numpy_helper import to_array
from torch import Tensor

from pipelines.extract.encoder import GRAPH, LISTS
from pipelines.extract.sheet import Tables
from pipelines.learn.network import Network

OWN = "network."  # what the names of the network's numbers begin with in the graph
WHOLE = "_quantized"  # what the names of whole-number weights end with


def tables_before(folder: Path) -> Tables:
    """Return the code lists of the encoder in `folder`."""
    return Tables(**json.loads((folder / LISTS).read_text(encoding="utf-8")))


def _weights(graph: onnx.ModelProto) -> dict[str, Tensor]:
    """Return the numbers of a graph by the names that they have in the network."""
    stored = {one.name: to_array(one).copy() for one in graph.graph.initializer}
    # the weight of a linear layer is known by the step that multiplies by it: /network/bert/layers.0/up/MatMul_quant
    places = {node.input[1]: node.name for node in graph.graph.node if node.op_type == "MatMulInteger"}
    found = {name.removeprefix(OWN): torch.from_numpy(one) for name, one in stored.items() if name.startswith(OWN)}
    for name in [name for name in stored if name.endswith(WHOLE)]:
        zero, scale = (torch.from_numpy(stored[name.removesuffix(WHOLE) + end]) for end in ("_zero_point", "_scale"))
        weight = (torch.from_numpy(stored[name]).float() - zero.float()) * scale
        if name in places:
            layer = places[name].removeprefix("/network/").rpartition("/")[0].replace("/", ".")
            found[f"{layer}.weight"] = weight.T.contiguous()
        else:
            found[name.removeprefix(OWN).removesuffix(WHOLE)] = weight
    return found


def resumed(network: Network, folder: Path) -> Network:
    """Give a network the weights of the encoder in `folder`; frozen parts keep the exact ones that they have.

    Raise ValueError if the encoder was made by another network.
    """
    found = _weights(onnx.load(folder / GRAPH))
    own = {name: one for name, one in network.named_parameters() if one.requires_grad}
    strange = [name for name, one in own.items() if name not in found or found[name].shape != one.shape]
    if strange:
        raise ValueError(f"{folder / GRAPH} was made by another network: it has no {', '.join(strange[:3])}")
    network.load_state_dict({name: found[name] for name in own}, strict=False)
    return network
