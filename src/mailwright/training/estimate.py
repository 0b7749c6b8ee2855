"""Memory and time of a run, estimated from the shapes of its model and the lengths of its examples."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mailwright.training.adapter import prepare_model
from mailwright.training.base import load_architecture

if TYPE_CHECKING:
    from mailwright.training.encoding import Encoded
    from mailwright.training.precision import Resolved
    from mailwright.training.setup import Setup

_TRAINED: Final = 16  # bytes a trained parameter: weight, gradient and AdamW's two moments, 32 bits each
_LOGIT: Final = 10  # bytes a logit of a target token: in the precision of the run, in 32 bits, and its gradient
_BYTES: Final[dict[Resolved, int]] = {"fp32": 4, "bf16": 2, "fp16": 2}
_OVERHEAD: Final = 0.7e9  # the libraries themselves
# Values that a layer keeps a token for the backward pass, in units of its width and of its inner width. Fitted on
# SmolLM2-135M, whose peak grew by 57 KB a token and layer in bf16 with 32-bit weights.
_KEPT_WIDTH: Final = 12
_KEPT_INNER: Final = 5
# Which share of the speed of plain matrix products training comes to: measured on SmolLM2-135M on a CPU (285 tokens
# an example); that of fp16, on a GPU, is assumed.
_EFFICIENCY: Final[dict[Resolved, float]] = {"fp32": 0.5, "bf16": 0.14, "fp16": 0.08}
T4_SPEED: Final[dict[Resolved, float]] = {"fp32": 8.1e12, "bf16": 8.1e12, "fp16": 65e12}
"""Operations a second of an NVIDIA T4, from its data sheet (70 W, 16 GB); it has no bf16."""


@dataclass(frozen=True)
class Shape:
    """What the cost of a model depends on.

    Attributes:
        parameters: all of them.
        trained: those that are trained.
        encoder: parameters that every token of the prompt passes; for causal models as ``decoder``.
        decoder: parameters that every token of the target passes, without embeddings.
        layers: of encoder and decoder together.
        width: of the hidden states.
        inner: width inside the feed-forward layers.
        vocabulary: size of the output.
    """

    parameters: int
    trained: int
    encoder: int
    decoder: int
    layers: int
    width: int
    inner: int
    vocabulary: int


@dataclass(frozen=True)
class Estimate:
    """What a run is thought to take.

    Attributes:
        memory: bytes at the peak.
        seconds: of all steps; evaluations and drafts come on top.
    """

    memory: float
    seconds: float


def shape_of(setup: Setup) -> Shape:
    """Return the shape of a setup's model, made without weights."""
    import torch
    from transformers import AutoModelForCausalLM, AutoModelForSeq2SeqLM

    architecture = load_architecture(setup.base)
    kind = AutoModelForSeq2SeqLM if setup.base.kind == "seq2seq" else AutoModelForCausalLM
    with torch.device("meta"):
        bare = kind.from_config(architecture)
        embeddings = {id(parameter) for parameter in bare.get_input_embeddings().parameters()}
        embeddings |= {id(parameter) for parameter in bare.get_output_embeddings().parameters()}
        halves = [bare.encoder, bare.decoder] if setup.base.kind == "seq2seq" else [bare, bare]
        passed = [sum(p.numel() for p in half.parameters() if id(p) not in embeddings) for half in halves]
        total = sum(parameter.numel() for parameter in bare.parameters())
        model = prepare_model(bare, setup.base, setup.config, setup.precision)
    trained = sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
    read = _reader(architecture)
    layers = int(read("num_hidden_layers", "num_layers"))
    if setup.base.kind == "seq2seq":
        layers += int(read("num_decoder_layers", "num_layers"))
    return Shape(
        parameters=total,
        trained=trained,
        encoder=passed[0],
        decoder=passed[1],
        layers=layers,
        width=int(read("hidden_size", "d_model")),
        inner=int(read("intermediate_size", "d_ff")),
        vocabulary=int(read("vocab_size")),
    )


def estimate(setup: Setup, shape: Shape, precision: Resolved, speed: float) -> Estimate:
    """Return what a run takes on a machine.

    Args:
        setup: of the run.
        shape: of its model.
        precision: that the machine computes in.
        speed: operations a second of plain matrix products in that precision.
    """
    steps, batch = len(setup.data.sampler), setup.config.batch.size
    mean = _operations(setup, shape) / len(setup.data.train.encoded)
    return Estimate(
        memory=_memory(setup, shape, precision), seconds=mean * steps * batch / (speed * _EFFICIENCY[precision])
    )


def speed_here(precision: Resolved, accelerator: str) -> float:
    """Return how many operations a second matrix products come to on this machine; takes about a second."""
    import torch

    device = torch.device({"gpu": "cuda"}.get(accelerator, accelerator))
    kind = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[precision]
    size = 1024 if accelerator == "cpu" else 4096
    one = torch.ones(size, size, dtype=kind, device=device)
    fastest = float("inf")
    end = time.monotonic() + 1
    while time.monotonic() < end:
        start = time.monotonic()
        float((one @ one)[0, 0])  # reading a value waits for the device
        fastest = min(fastest, time.monotonic() - start)
    return float(2 * size**3 / fastest)


def _operations(setup: Setup, shape: Shape) -> float:
    """Return the operations of one pass over all training examples, forward and backward."""
    passes = 3 if setup.config.method == "full" else 2  # through the frozen base no gradient of weights is made
    passes += setup.config.machine.activation_checkpointing
    operations = 0.0
    for example in setup.data.train.encoded:
        prompt, target = len(example.prompt), len(example.target)
        output = 2 * shape.vocabulary * shape.width * target
        operations += passes * (2 * (shape.encoder * prompt + shape.decoder * target) + output)
    return operations


def _memory(setup: Setup, shape: Shape, precision: Resolved) -> float:
    config = setup.config
    frozen = shape.parameters - shape.trained if config.method == "lora" else 0
    kept = _BYTES[precision] if frozen else 4
    weights = frozen * (2 if precision == "bf16" else 4) + shape.trained * _TRAINED
    tokens, targets = _largest(setup.data.train.encoded, config.batch.size, config.batch.tokens_at_once)
    layer = tokens * (_KEPT_WIDTH * shape.width + _KEPT_INNER * shape.inner) * kept
    activations = shape.layers * layer
    if config.machine.activation_checkpointing:
        activations = layer + shape.layers * tokens * shape.width * 4
    return weights + activations + targets * shape.vocabulary * _LOGIT + _OVERHEAD


def _largest(examples: Sequence[Encoded], size: int, tokens_at_once: int) -> tuple[int, int]:
    """Return tokens and target tokens of the largest portion that can come up."""
    longest = sorted(examples, key=lambda example: example.tokens, reverse=True)[:size]
    fitting = max(1, min(len(longest), tokens_at_once // longest[0].tokens))
    return fitting * longest[0].tokens, sum(len(example.target) for example in longest[:fitting])


def _reader(architecture: Any) -> Any:
    text = architecture.get_text_config()

    def read(*names: str) -> int:
        values = [getattr(text, name, None) for name in names]
        return next((value for value in values if value is not None), 0)

    return read
