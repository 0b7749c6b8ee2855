"""A folder in the layout of Hugging Face -> what a GGUF file of it holds, without torch.

Source of the fields: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, and ``convert_hf_to_gguf.py`` of
llama.cpp for what that page leaves open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mailwright.errors import ModelError
from mailwright.gguf.write import encode_field
from mailwright.models.convention import Convention
from mailwright.models.folder import ARCHITECTURES, CONFIG, read_json, tensors_of_folder
from mailwright.models.vocabulary import vocabulary_fields

if TYPE_CHECKING:
    from pathlib import Path

    from mailwright.gguf import Weights

OUTPUT: Final = "lm_head.weight"


def convert(folder: Path, name: str, licence: str) -> tuple[dict[str, bytes], list[Weights]]:
    """Return the fields and weights of the model in a folder.

    Args:
        folder: has config.json, tokenizer.json, tokenizer_config.json and weights in safetensors.
        name: what the file says that the model is called.
        licence: and what its licence is.

    Raises:
        ModelError: a file is missing or damaged, or the model has something that has no rule here.
    """
    config = read_json(folder / CONFIG)
    architecture = ARCHITECTURES.get(config.get("model_type", ""))
    if architecture is None:
        raise ModelError(
            f"{folder} holds a model of the type {config.get('model_type')!r}: only {', '.join(ARCHITECTURES)} can "
            "be converted to GGUF"
        )
    try:
        convention = Convention(
            architecture, config["num_hidden_layers"], config["num_attention_heads"], config["num_key_value_heads"]
        )
        numbers = _numbers(folder, config)
    except KeyError as error:
        raise ModelError(f"{folder / CONFIG} lacks the field {error}") from error
    fields = {
        "general.architecture": encode_field(architecture),
        "general.type": encode_field("model"),
        "general.name": encode_field(name),
        "general.license": encode_field(licence),
        **{f"{architecture}.{key}": encode_field(value) for key, value in numbers.items()},
        **vocabulary_fields(folder, config["vocab_size"]),
    }
    return fields, weights_of_folder(folder, convention)


def weights_of_folder(folder: Path, convention: Convention) -> list[Weights]:
    """Return the weights of a folder as GGUF keeps them, those of the whole model first, then layer by layer.

    Raises:
        ModelError: a file is missing or damaged, or GGUF has no place for one of the tensors.
    """
    tied = read_json(folder / CONFIG).get("tie_word_embeddings", False)
    found = []
    for key, stored in tensors_of_folder(folder).items():
        if key == OUTPUT and tied:
            continue
        name = convention.gguf_name(key.removesuffix(".weight")) if key.endswith(".weight") else None
        if name is None:
            raise ModelError(f"{stored.path}: the tensor {key} has no place in GGUF")
        found.append(convention.weights(name, stored))
    return sorted(found, key=lambda item: _order(item.name))


def _numbers(folder: Path, config: dict[str, Any]) -> dict[str, int | float]:
    """The fields of the architecture that are numbers."""
    head = config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"]
    common = {
        "vocab_size": config["vocab_size"],
        "context_length": config["max_position_embeddings"],
        "embedding_length": config["hidden_size"],
        "block_count": config["num_hidden_layers"],
        "feed_forward_length": config["intermediate_size"],
        "attention.head_count": config["num_attention_heads"],
        "attention.head_count_kv": config["num_key_value_heads"],
        "attention.layer_norm_rms_epsilon": float(config["rms_norm_eps"]),
        "attention.key_length": head,
        "attention.value_length": head,
    }
    ropes = config.get("rope_parameters") or {"rope_theta": config.get("rope_theta", 10_000.0)}
    if config["model_type"] == "gemma3_text":
        if config.get("query_pre_attn_scalar", head) != head:
            raise ModelError(f"{folder / CONFIG}: query_pre_attn_scalar must be head_dim: GGUF has no field for it")
        common["attention.sliding_window"] = config["sliding_window"]
        ropes = ropes.get("full_attention", ropes)
    else:
        common["rope.dimension_count"] = head
    if ropes.get("rope_type", "default") != "default":
        raise ModelError(f"{folder / CONFIG}: scaled positions ({ropes['rope_type']}) have no rule here for GGUF")
    return {**common, "rope.freq_base": float(ropes["rope_theta"])}


def _order(name: str) -> tuple[int, str]:
    parts = name.split(".")
    return (int(parts[1]), name) if parts[0] == "blk" else (-1, name)
