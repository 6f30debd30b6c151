"""Writes a network as the files that the coder loads: an ONNX graph with whole-number weights, and its code lists."""

import json
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from pipelines.extract.encoder import DEEP, GRAPH, LISTS, OUTPUTS
from pipelines.extract.sheet import Tables
from pipelines.learn.body import MINILM, Body
from pipelines.learn.lessons import Lesson, stacked
from pipelines.learn.network import Network

OPSET = 17
AXES = {"ids": "p", "segment": "p", "piece_class": "p", "piece_kind": "p", "party_class": "c", "party_code": "c",
        "party_kinds": "c", "party_pieces": "cp", "party": "c", "pair": "cd"}  # fmt: skip
LENGTHS = {"p": "pieces", "c": "parties", "d": "parties_again"}


class _Flat(nn.Module):
    """The network with its arrays as arguments, as the export wants them."""

    def __init__(self, network: Network, names: list[str]) -> None:
        super().__init__()
        self.network, self.names = network, names

    def forward(self, *arrays: Tensor) -> tuple[Tensor, Tensor]:
        return self.network(dict(zip(self.names, arrays, strict=True)))


def graph_of(body: Body) -> str:
    """Return the name of the file of a network that starts from a pretrained model."""
    return GRAPH if body.name == MINILM.name else DEEP


def _whole_numbers(whole: str, out: Path) -> None:
    """Write a graph that counts in whole numbers: fast, and exact enough for a small network."""
    # seven bits a weight: with eight, sums of whole numbers overflow on processors without VNNI
    quantize_dynamic(
        whole,
        out,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
    )


def _blocks(whole: str, out: Path) -> None:
    """Write a graph with weights of four bits, scaled in blocks of 32; embeddings have eight.

    The deep network has a few very large numbers in each vector, and one scale for all of a vector costs it three points of F1.
    """
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

    quantize_dynamic(whole, out, op_types_to_quantize=["Gather"], weight_type=QuantType.QInt8)
    made = MatMulNBitsQuantizer(onnx.load(out), bits=4, block_size=32, is_symmetric=True, accuracy_level=4)
    made.process()
    onnx.save(made.model.model, out)


def write(network: Network, tables: Tables, example: Lesson, folder: Path) -> None:
    """Write the graph and the lists; `example` shows the export what a sentence looks like."""
    arrays = stacked([example.sheet.arrays])
    names = list(arrays)
    axes = {name: {n: LENGTHS[one] for n, one in enumerate(letters, 1)} for name, letters in AXES.items()}
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place:
        whole = str(Path(place) / GRAPH)
        torch.onnx.export(
            _Flat(network, names).eval(),
            tuple(arrays.values()),
            whole,
            input_names=names,
            output_names=OUTPUTS,
            dynamic_axes={**axes, **{name: {1: "parties", 2: "parties_again"} for name in OUTPUTS}},
            opset_version=OPSET,
            dynamo=False,
        )
        shrunk = _whole_numbers if network.bert.body.name == MINILM.name else _blocks
        shrunk(whole, folder / graph_of(network.bert.body))
    (folder / LISTS).write_text(json.dumps(asdict(tables), indent=1) + "\n", encoding="utf-8")
