"""What one must know of a model before torch is loaded, from the head of its GGUF file or from config.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mailwright.errors import ModelError
from mailwright.gguf import read_gguf_header

if TYPE_CHECKING:
    from pathlib import Path

GGUF: Final = ".gguf"
CONFIG: Final = "config.json"
POSITIONS_IF_UNSAID: Final = 512  # T5's, whose positions are relative and need no limit


@dataclass(frozen=True)
class ModelConfig:
    """A model as its files describe it.

    Attributes:
        architecture: ``llama``, ``t5``, ...
        encoder_decoder: whether it reads a prompt with an encoder and writes with a decoder.
        context_length: tokens that prompt and answer may have together; 0 if nobody says. An encoder-decoder
            model has a context for each, and this is their sum.
    """

    architecture: str
    encoder_decoder: bool
    context_length: int


def read_model_config(path: Path) -> ModelConfig:
    """Return what the files of a model say.

    Args:
        path: a GGUF file, or a file of the model's folder in the layout of Hugging Face.

    Raises:
        ModelError: they cannot be read.
    """
    if path.suffix == GGUF:
        header = read_gguf_header(path)
        return ModelConfig(header.architecture, encoder_decoder=False, context_length=header.context_length)
    config = _read(path.with_name(CONFIG))
    seq2seq = config.get("is_encoder_decoder") is True
    length = next((config[key] for key in ("max_position_embeddings", "n_positions") if config.get(key)), 0)
    if seq2seq:
        length = 2 * (length or POSITIONS_IF_UNSAID)
    return ModelConfig(str(config.get("model_type", "unknown")), seq2seq, length if isinstance(length, int) else 0)


def _read(path: Path) -> dict[str, Any]:
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"cannot read {path}: {error}") from error
    if not isinstance(config, dict):
        raise ModelError(f"{path} holds no JSON object")
    return config
