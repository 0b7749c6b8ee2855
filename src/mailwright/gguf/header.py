"""The head of a GGUF file: what there is to know of the weights before they are loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mailwright.errors import ModelError
from mailwright.gguf.layout import open_layout

if TYPE_CHECKING:
    from pathlib import Path

    from mailwright.gguf.layout import Layout

CONTROL_TOKEN: Final = 3  # of tokenizer.ggml.token_type


@dataclass(frozen=True)
class GGUFHeader:
    """What a GGUF file says of its model.

    Attributes:
        architecture: ``llama``, ``gemma3``, ...
        name: the model's name; empty where the file does not say, as the other texts.
        licence: as its makers name it.
        chat_template: the Jinja template of its chat turns.
        context_length: tokens it was trained for; 0 where the file does not say.
        cache_values: numbers that the key-value cache keeps of one token.
        tokenizer: ``gpt2`` (bytes), ``llama`` (SentencePiece), ...
        bos: number of the token that begins a text, or None.
        control_tokens: tokens that stand for no text.
        tensor_types: the numbers of the formats that its tensors have.
    """

    architecture: str
    name: str
    licence: str
    chat_template: str
    context_length: int
    cache_values: int
    tokenizer: str
    bos: int | None
    control_tokens: frozenset[int]
    tensor_types: frozenset[int]


def read_gguf_header(path: Path) -> GGUFHeader:
    """Read the head of a GGUF file and check that its tensors are all there.

    Raises:
        ModelError: the file cannot be read, is no GGUF file, or is cut off.
    """
    with open_layout(path) as layout:
        return _header(path, layout)


def _header(path: Path, layout: Layout) -> GGUFHeader:
    fields: dict[str, Any] = layout.values
    architecture = fields.get("general.architecture")
    if not isinstance(architecture, str):
        raise ModelError(f"{path} names no architecture: it holds no language model")

    def number(key: str, default: int) -> int:
        value = fields.get(f"{architecture}.{key}", default)
        return value if isinstance(value, int) else default

    heads = max(1, number("attention.head_count", 1))
    head_size = number("embedding_length", 0) // heads
    sizes = number("attention.key_length", head_size) + number("attention.value_length", head_size)
    bos = fields.get("tokenizer.ggml.bos_token_id")
    types = fields.get("tokenizer.ggml.token_type") or ()
    return GGUFHeader(
        architecture=architecture,
        name=str(fields.get("general.name", "")),
        licence=str(fields.get("general.license", "")),
        chat_template=str(fields.get("tokenizer.chat_template", "")),
        context_length=number("context_length", 0),
        cache_values=number("block_count", 1) * number("attention.head_count_kv", heads) * sizes,
        tokenizer=str(fields.get("tokenizer.ggml.model", "")),
        bos=bos if isinstance(bos, int) else None,
        control_tokens=frozenset(i for i, kind in enumerate(types) if kind == CONTROL_TOKEN),
        tensor_types=frozenset(tensor.kind for tensor in layout.tensors),
    )
