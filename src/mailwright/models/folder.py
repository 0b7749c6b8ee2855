"""A model in the layout of Hugging Face, read without torch: config.json, and weights in safetensors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from mailwright.errors import ModelError
from mailwright.models.safetensors import Stored, read_safetensors

if TYPE_CHECKING:
    from pathlib import Path

CONFIG: Final = "config.json"
WEIGHTS: Final = "model.safetensors"
INDEX: Final = "model.safetensors.index.json"
TOKENIZER_CONFIG: Final = "tokenizer_config.json"
CHAT_TEMPLATE: Final = "chat_template.jinja"
# model_type in config.json -> architecture as GGUF names it.
ARCHITECTURES: Final = {"llama": "llama", "gemma3_text": "gemma3"}


def architecture_of(config: dict[str, Any]) -> str:
    """Return the architecture of a model as GGUF names it, or its ``model_type`` where there is no GGUF form."""
    model_type = str(config.get("model_type", "unknown"))
    return ARCHITECTURES.get(model_type, model_type)


def context_length_of(config: dict[str, Any]) -> int:
    """Return the tokens that prompt and answer may have together, 0 if config.json does not say.

    An encoder-decoder model has a context for each, and this is their sum.
    """
    length = config.get("max_position_embeddings") or config.get("n_positions")
    if not isinstance(length, int):
        return 0
    return 2 * length if config.get("is_encoder_decoder") is True else length


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file.

    Raises:
        ModelError: it cannot be read or holds something else.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"cannot read {path}: {error}") from error
    if not isinstance(record, dict):
        raise ModelError(f"{path} holds no JSON object")
    return record


def tensors_of_folder(folder: Path) -> dict[str, Stored]:
    """Return the tensors of a model's folder, from one file or from the several that an index names.

    Raises:
        ModelError: a file is missing or damaged.
    """
    if not (folder / INDEX).exists():
        return read_safetensors(folder / WEIGHTS)
    names = set(read_json(folder / INDEX).get("weight_map", {}).values())
    return {key: stored for name in sorted(names) for key, stored in read_safetensors(folder / name).items()}


def chat_template_of(folder: Path) -> str:
    """Return the Jinja template of a model's chat turns, empty if there is none."""
    if (folder / CHAT_TEMPLATE).exists():
        return (folder / CHAT_TEMPLATE).read_text(encoding="utf-8")
    if not (folder / TOKENIZER_CONFIG).exists():
        return ""
    template = read_json(folder / TOKENIZER_CONFIG).get("chat_template", "")
    return template if isinstance(template, str) else ""
