"""In which numbers a machine computes: bf16 where it is real, never fp16 where a model overflows in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from mailwright.training.errors import ConfigError

if TYPE_CHECKING:
    from mailwright.training.config import Precision

Resolved = Literal["fp32", "bf16", "fp16"]
LIGHTNING: Final = {"fp32": "32-true", "bf16": "bf16-mixed", "fp16": "16-mixed"}

FP16_SAFE: Final = frozenset({"llama"})
"""Architectures whose activations keep within the range of fp16; those of T5, mT5 and Gemma are known not to."""


def resolve_precision(wanted: Precision, architecture: str, accelerator: str) -> Resolved:
    """Return the precision that a run computes in.

    Args:
        wanted: as the recipe says.
        architecture: of the base.
        accelerator: ``cpu``, ``gpu`` or ``mps``.

    Raises:
        ConfigError: the recipe forces what overflows or what the machine does not have.
    """
    if wanted == "fp16":
        if architecture not in FP16_SAFE:
            raise ConfigError(
                f"machine.precision is fp16, but models of the architecture {architecture} overflow in it: use auto"
            )
        if accelerator != "gpu":
            raise ConfigError("machine.precision is fp16, but there is no GPU: use auto")
        return "fp16"
    if wanted == "bf16" and accelerator == "gpu" and not has_bf16("gpu"):
        raise ConfigError("machine.precision is bf16, but this GPU does not compute in it: use auto")
    if wanted != "auto":
        return wanted
    if has_bf16(accelerator):
        return "bf16"
    return "fp16" if accelerator == "gpu" and architecture in FP16_SAFE else "fp32"


def has_bf16(accelerator: str) -> bool:
    """Return whether this machine computes in bf16 rather than imitating it."""
    import torch

    if accelerator == "gpu":
        return bool(torch.cuda.is_available() and torch.cuda.is_bf16_supported(including_emulation=False))
    if accelerator == "cpu":
        return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())
    return False


def accelerator_here(wanted: str) -> str:
    """Return ``wanted``, or for ``auto`` the best that this machine has: ``gpu``, ``mps`` or ``cpu``."""
    import torch

    if wanted != "auto":
        return wanted
    if torch.cuda.is_available():
        return "gpu"
    return "mps" if torch.backends.mps.is_available() else "cpu"
