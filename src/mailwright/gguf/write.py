"""A GGUF file, written tensor by tensor: the memory it takes is that of a million weights, not of the model."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, Final

from mailwright.gguf.layout import ALIGNMENT, ARRAY, BLOCKS, MAGIC, NUMBERS, STRING

if TYPE_CHECKING:
    from pathlib import Path

    from mailwright.gguf.layout import Layout
    from mailwright.gguf.weights import Weights

VERSION: Final = 3
# What is written of Python's own types; a list is of the type of its first item.
UINT32, INT32, FLOAT32, BOOL = 4, 5, 6, 7

Fields = Mapping[str, bytes]
Tell = Callable[[int, int], None]


def write_gguf(
    target: Path, fields: Fields, tensors: Sequence[tuple[Weights, int]], tell: Tell | None = None
) -> None:
    """Write a GGUF file, whole or not at all.

    Args:
        target: where it is to lie; its folder is there.
        fields: types and values as the file has them, by key; see ``copied_fields`` and ``encode_field``.
        tensors: each with the number of the format that it is to have.
        tell: is told how many bytes of how many are written.
    """
    sizes = [_size(weights, kind) for weights, kind in tensors]
    total = sum(sizes)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with temporary.open("wb") as file:
            _write_head(file, fields, tensors, sizes)
            done = 0
            for weights, kind in tensors:
                for data in _packed(weights, kind):
                    done += file.write(data)
                    if tell is not None:
                        tell(done, total)
                _pad(file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def copied_fields(layout: Layout) -> dict[str, bytes]:
    """Return the fields of a file as they lie in it, for a file of the same model."""
    return {key: layout.data[start:end] for key, (start, end) in layout.spans.items() if key != "general.alignment"}


def encode_field(value: Any, kind: int | None = None) -> bytes:
    """Return type and value of a field: a text, a number, or a list of either.

    Args:
        value: what it is to be.
        kind: the type of the number, or of the list's items, such as UINT32; by default that of the value:
            BOOL, UINT32 (INT32 for a negative number or in a list), FLOAT32 or a text.
    """
    if not isinstance(value, list):
        kind = _kind(value) if kind is None else kind
        return struct.pack("<I", kind) + _encode(value, kind)
    kind = _kind(value[0], in_list=True) if kind is None else kind
    return struct.pack("<IIQ", ARRAY, kind, len(value)) + b"".join(_encode(item, kind) for item in value)


def _kind(value: Any, in_list: bool = False) -> int:
    if isinstance(value, str | bytes):
        return STRING
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, float):
        return FLOAT32
    return INT32 if in_list or value < 0 else UINT32


def _encode(value: Any, kind: int) -> bytes:
    if kind != STRING:
        return struct.pack("<" + NUMBERS[kind], value)
    data = value if isinstance(value, bytes) else value.encode()
    return struct.pack("<Q", len(data)) + data


def _write_head(
    file: IO[bytes], fields: Fields, tensors: Sequence[tuple[Weights, int]], sizes: Iterable[int]
) -> None:
    file.write(MAGIC + struct.pack("<IQQ", VERSION, len(tensors), len(fields)))
    for key, data in fields.items():
        file.write(_encode(key, STRING) + data)
    offset = 0
    for (weights, kind), size in zip(tensors, sizes, strict=True):
        shape = weights.shape[::-1]
        file.write(_encode(weights.name, STRING) + struct.pack(f"<I{len(shape)}Q", len(shape), *shape))
        file.write(struct.pack("<IQ", kind, offset))
        offset += -(-size // ALIGNMENT) * ALIGNMENT
    _pad(file)


def _packed(weights: Weights, kind: int) -> Iterator[memoryview]:
    import gguf

    if weights.packed is not None and weights.kind == kind:
        yield weights.packed.data.cast("B")
        return
    for part in weights.parts():
        yield gguf.quants.quantize(part, gguf.GGMLQuantizationType(kind)).data.cast("B")


def _size(weights: Weights, kind: int) -> int:
    block, size = BLOCKS[kind]
    return weights.count * (weights.columns // block) * size


def _pad(file: IO[bytes]) -> None:
    file.write(bytes(-file.tell() % ALIGNMENT))
