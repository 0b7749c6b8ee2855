"""The head of a GGUF file: what there is to know of the weights before they are loaded.

Source of the layout: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (versions 2 and 3).
"""

from __future__ import annotations

import math
import mmap
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mailwright.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

MAGIC: Final = b"GGUF"
CONTROL_TOKEN: Final = 3  # of tokenizer.ggml.token_type
STRING: Final = 8
ARRAY: Final = 9
# The number types: type -> struct code.
NUMBERS: Final = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
# The tensor types: type -> (weights of a block, bytes of a block). Of others the size is not checked.
BLOCKS: Final = {
    0: (1, 4),
    1: (1, 2),
    2: (32, 18),
    3: (32, 20),
    6: (32, 22),
    7: (32, 24),
    8: (32, 34),
    10: (256, 84),
    11: (256, 110),
    12: (256, 144),
    13: (256, 176),
    14: (256, 210),
    30: (1, 2),
}


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
    try:
        with path.open("rb") as file:
            if file.read(4) != MAGIC:
                raise ModelError(f"{path} is no GGUF file: it does not begin with GGUF")
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _read(path, data)
    except OSError as error:
        raise ModelError(f"cannot read the weights {path}: {error.strerror or error}") from error
    except (struct.error, ValueError, UnicodeDecodeError, MemoryError, OverflowError) as error:
        raise ModelError(f"{path} is damaged or cut off: its GGUF header cannot be read") from error


def _read(path: Path, data: mmap.mmap) -> GGUFHeader:
    reader = _Reader(data)
    version, tensors, count = reader.numbers("IQQ")
    if version not in (2, 3):
        raise ModelError(f"{path} has GGUF version {version}: only 2 and 3 can be read")
    fields: dict[str, Any] = {}
    for _ in range(count):
        key = reader.string()
        fields[key] = reader.value(reader.number("I"), keep=key == "tokenizer.ggml.token_type")
    needed = reader.tensors_end(tensors, int(fields.get("general.alignment", 32)))
    if needed > len(data):
        raise ModelError(f"{path} is cut off: it has {len(data)} bytes of the {needed} that its header announces")
    return _header(path, fields, frozenset(reader.tensor_types))


def _header(path: Path, fields: dict[str, Any], tensor_types: frozenset[int]) -> GGUFHeader:
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
        tensor_types=tensor_types,
    )


class _Reader:
    """Walks over the header; runs into struct.error or ValueError where the file ends too early."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.at = len(MAGIC)
        self.tensor_types: set[int] = set()

    def numbers(self, codes: str) -> tuple[Any, ...]:
        layout = struct.Struct("<" + codes)
        values = layout.unpack_from(self.data, self.at)
        self.at += layout.size
        return values

    def number(self, code: str) -> Any:
        return self.numbers(code)[0]

    def skip(self, count: int) -> None:
        self.at += count
        if self.at > len(self.data):
            raise ValueError("the file ends within its header")

    def string(self) -> str:
        size = self.number("Q")
        self.skip(size)
        return self.data[self.at - size : self.at].decode()

    def value(self, kind: int, keep: bool) -> Any:
        if kind == STRING:
            return self.string()
        if kind != ARRAY:
            return self.number(_code(kind))
        kind, count = self.numbers("IQ")
        if kind == STRING:
            for _ in range(count):
                self.skip(self.number("Q"))
        elif kind == ARRAY:
            for _ in range(count):
                self.value(ARRAY, keep=False)
        elif keep:
            return self.numbers(f"{count}{_code(kind)}")
        else:
            self.skip(count * struct.calcsize("<" + _code(kind)))
        return None

    def tensors_end(self, count: int, alignment: int) -> int:
        """Read the list of tensors and return how many bytes the file must have."""
        end = 0
        for _ in range(count):
            self.string()
            shape = self.numbers(f"{self.number('I')}Q")
            kind, offset = self.numbers("IQ")
            self.tensor_types.add(kind)
            block, size = BLOCKS.get(kind, (1, 0))
            end = max(end, offset + math.prod(shape) // block * size)
        return -(-self.at // alignment) * alignment + end


def _code(kind: int) -> str:
    if kind not in NUMBERS:
        raise ValueError(f"unknown type {kind}")
    return NUMBERS[kind]
