"""In which numbers a model computes on a device: what is fast there and does not overflow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailwright.errors import ModelError

if TYPE_CHECKING:
    from mailwright.engines.base import Precision

# Their activations leave the range of fp16 (at most 65,504): the results are infinite or none at all.
OVERFLOW_IN_FP16: Final = ("t5", "mt5", "umt5", "longt5", "switch_transformers", "gemma")
REAL_BF16: Final = (8, 0)  # compute capability from which a GPU has bf16 (a T4 has 7.5)


def choose_precision(asked: Precision, architecture: str, capability: tuple[int, int] | None) -> Precision:
    """Return ``fp32``, ``bf16`` or ``fp16``.

    Left to itself it is fp32 on a CPU, where a seed then gives the same text whatever else is in the batch; on a
    GPU bf16 where that is real, else fp16, but fp32 for models that overflow in it.

    Args:
        asked: what the user wants, or ``auto``.
        architecture: the model's, as config.json or its GGUF file names it.
        capability: the GPU's compute capability; None on a CPU.

    Raises:
        ModelError: what was asked for does not work here.
    """
    overflows = architecture.startswith(OVERFLOW_IN_FP16)
    real_bf16 = capability is None or capability >= REAL_BF16
    if asked == "fp16" and overflows:
        raise ModelError(f"models of the type {architecture} overflow in fp16: choose the precision fp32, or auto")
    if asked == "fp16" and capability is None:
        raise ModelError("fp16 is for GPUs: choose the precision fp32 or bf16, or auto")
    if asked == "bf16" and not real_bf16:
        raise ModelError("this GPU has no bf16 of its own: choose the precision fp32, or auto")
    if asked != "auto":
        return asked
    if capability is None:
        return "fp32"
    return "bf16" if real_bf16 else "fp32" if overflows else "fp16"
