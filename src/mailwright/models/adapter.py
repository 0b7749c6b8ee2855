"""A LoRA adapter as peft writes it, read without peft: what it adds to which weights.

Source of the formula: W + B A * alpha / r (https://arxiv.org/abs/2106.09685), with alpha / sqrt(r) for
rank-stabilised adapters (https://arxiv.org/abs/2312.03732).
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mailwright.errors import ModelError
from mailwright.models.safetensors import Stored, read_safetensors

if TYPE_CHECKING:
    from pathlib import Path

CONFIG: Final = "adapter_config.json"
PREFIX: Final = "base_model.model."
A, B = ".lora_A.weight", ".lora_B.weight"
EMBEDDING_A, EMBEDDING_B = ".lora_embedding_A", ".lora_embedding_B"
# Kinds of adapters that compute something else than the formula.
OTHER_KINDS: Final = (
    "use_dora",
    "use_qalora",
    "use_bdlora",
    "lora_bias",
    "fan_in_fan_out",
    "layer_replication",
    "target_parameters",
    "trainable_token_indices",
    "alora_invocation_tokens",
    "arrow_config",
    "kasa_config",
    "monteclora_config",
    "velora_config",
)


@dataclass(frozen=True)
class LowRank:
    """What is added to one matrix: ``scale`` times ``b`` (rows, rank) times ``a`` (rank, columns).

    Of an embedding peft keeps both the other way round: what is added is that product's transpose.
    """

    a: Stored
    b: Stored
    scale: float
    of_embedding: bool = False

    @property
    def shape(self) -> tuple[int, int]:
        """That of the matrix."""
        rows, columns = self.b.shape[0], self.a.shape[1]
        return (columns, rows) if self.of_embedding else (rows, columns)


@dataclass(frozen=True)
class Adapter:
    """What an adapter changes, by the names of the weights in transformers, without ``.weight``.

    Attributes:
        path: its file, for messages.
        added: products that are added to matrices.
        replaced: tensors that were trained whole and take the place of the base's.
        tied: whether a change of the token embedding is meant for an output that shares its weights, too.
    """

    path: Path
    added: dict[str, LowRank]
    replaced: dict[str, Stored]
    tied: bool = False


def read_adapter(path: Path) -> Adapter:
    """Read an adapter's file, and ``adapter_config.json`` beside it.

    Raises:
        ModelError: one of the two cannot be read, or it is another kind of adapter than LoRA on linear layers.
    """
    config = _read_config(path.with_name(CONFIG))
    tensors = read_safetensors(path)
    added: dict[str, LowRank] = {}
    replaced: dict[str, Stored] = {}
    for key, stored in tensors.items():
        if not key.startswith(PREFIX):
            raise ModelError(f"{path}: {key!r} is no tensor that peft writes: it should begin with {PREFIX}")
        name = key.removeprefix(PREFIX)
        for first, second in ((A, B), (EMBEDDING_A, EMBEDDING_B)):
            if name.endswith(first):
                layer = name.removesuffix(first)
                other = tensors.get(f"{PREFIX}{layer}{second}")
                added[layer] = _pair(path, layer, stored, other, config, of_embedding=first == EMBEDDING_A)
                break
            if name.endswith(second) and f"{PREFIX}{name.removesuffix(second)}{first}" in tensors:
                break
        else:
            if not name.endswith(".weight") or ".lora_" in name:
                raise ModelError(f"{path}: {key!r} cannot be merged: only plain LoRA and whole weights can")
            replaced[name.removesuffix(".weight")] = stored
    return Adapter(path, added, replaced, tied=config.get("ensure_weight_tying") is True)


def _read_config(path: Path) -> dict[str, Any]:
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"cannot read the adapter's configuration {path}: {error}") from error
    if not isinstance(config, dict) or config.get("peft_type") != "LORA":
        raise ModelError(f"{path}: only adapters with peft_type LORA can be merged")
    wrong = [name for name in OTHER_KINDS if config.get(name)]
    if config.get("bias", "none") != "none":
        wrong.append("bias")
    if wrong:
        raise ModelError(f"{path}: adapters with {', '.join(wrong)} cannot be merged, only plain LoRA can")
    alpha, patterns = config.get("lora_alpha"), config.get("alpha_pattern") or {}
    if not isinstance(patterns, dict) or not all(_is_number(item) for item in (alpha, *patterns.values())):
        raise ModelError(f"{path}: lora_alpha and the values of alpha_pattern must be numbers")
    return config


def _pair(
    path: Path, layer: str, a: Stored, b: Stored | None, config: dict[str, Any], *, of_embedding: bool
) -> LowRank:
    if b is None or len(a.shape) != 2 or len(b.shape) != 2 or a.shape[0] != b.shape[1] or not a.shape[0]:
        shapes = f"{list(a.shape)} and {list(b.shape) if b else 'none'}"
        raise ModelError(f"{path}: the two matrices of {layer} do not fit each other: their shapes are {shapes}")
    rank = a.shape[0]
    scale = _alpha(layer, config) / (math.sqrt(rank) if config.get("use_rslora") else rank)
    return LowRank(a, b, scale, of_embedding)


def _alpha(layer: str, config: dict[str, Any]) -> float:
    """The layer's alpha; a pattern holds for the layers whose name ends with it, as peft has it."""
    for pattern, alpha in (config.get("alpha_pattern") or {}).items():
        if re.match(rf"(.*\.)?({pattern})$", layer):
            return float(alpha)
    return float(config["lora_alpha"])


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
