"""Where things lie in a GGUF file: its fields, and the place of each tensor.

Source of the layout: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (versions 2 and 3).
"""

from __future__ import annotations

import math
import mmap
import struct
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mailwright.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAGIC: Final = b"GGUF"
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
ALIGNMENT: Final = 32
KEPT_ARRAY: Final = "tokenizer.ggml.token_type"  # the one array whose values are read


@dataclass(frozen=True)
class Place:
    """Where a tensor lies.

    Attributes:
        name: such as ``blk.0.attn_q.weight``.
        shape: rows first, as in numpy; GGUF itself writes the dimensions the other way round.
        kind: the number of its format, see BLOCKS.
        start: its first byte, counted from the beginning of the file.
        size: its bytes; 0 for an unknown format.
    """

    name: str
    shape: tuple[int, ...]
    kind: int
    start: int
    size: int


@dataclass(frozen=True)
class Layout:
    """A GGUF file that is open for reading.

    Attributes:
        path: the file.
        data: its bytes.
        values: the fields that are numbers or texts, and the types of the tokens.
        spans: of every field, where its type and value lie in ``data``.
        tensors: in the order of the file.
    """

    path: Path
    data: mmap.mmap
    values: dict[str, Any]
    spans: dict[str, tuple[int, int]]
    tensors: tuple[Place, ...]


@contextmanager
def open_layout(path: Path) -> Iterator[Layout]:
    """Open a GGUF file and check that its tensors are all there.

    Raises:
        ModelError: the file cannot be read, is no GGUF file, or is cut off.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from error
    with file:
        try:
            if file.read(4) != MAGIC:
                raise ModelError(f"{path} is no GGUF file: it does not begin with GGUF")
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as error:
            raise _unreadable(path, error) from error
        with data:
            try:
                layout = _read(path, data)
            except (struct.error, ValueError, UnicodeDecodeError, MemoryError, OverflowError) as error:
                raise ModelError(f"{path} is damaged or cut off: its GGUF header cannot be read") from error
            yield layout


def strings(layout: Layout, key: str) -> Iterator[bytes]:
    """Yield the items of a field that is an array of texts, as UTF-8."""
    at, count = _array(layout, key)
    for _ in range(count):
        (size,) = struct.unpack_from("<Q", layout.data, at)
        at += 8 + size
        yield layout.data[at - size : at]


def floats(layout: Layout, key: str) -> tuple[float, ...]:
    """Return the items of a field that is an array of numbers of 32 bits."""
    at, count = _array(layout, key)
    return struct.unpack_from(f"<{count}f", layout.data, at)


def _array(layout: Layout, key: str) -> tuple[int, int]:
    """Where the items of an array begin, behind its type, the type of the items and their count; and the count."""
    head = struct.Struct("<IIQ")
    start, _ = layout.spans[key]
    return start + head.size, head.unpack_from(layout.data, start)[2]


def _unreadable(path: Path, error: OSError) -> ModelError:
    return ModelError(f"cannot read the weights {path}: {error.strerror or error}")


def _read(path: Path, data: mmap.mmap) -> Layout:
    reader = _Reader(data)
    version, tensors, count = reader.numbers("IQQ")
    if version not in (2, 3):
        raise ModelError(f"{path} has GGUF version {version}: only 2 and 3 can be read")
    values: dict[str, Any] = {}
    spans: dict[str, tuple[int, int]] = {}
    for _ in range(count):
        key = reader.string()
        start = reader.at
        values[key] = reader.value(reader.number("I"), keep=key == KEPT_ARRAY)
        spans[key] = (start, reader.at)
    places = reader.places(tensors, max(1, int(values.get("general.alignment", ALIGNMENT))))
    needed = max((place.start + place.size for place in places), default=0)
    if needed > len(data):
        raise ModelError(f"{path} is cut off: it has {len(data)} bytes of the {needed} that its header announces")
    return Layout(path, data, values, spans, places)


class _Reader:
    """Walks over the header; runs into struct.error or ValueError where the file ends too early."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.at = len(MAGIC)

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

    def places(self, count: int, alignment: int) -> tuple[Place, ...]:
        """Read the list of tensors; their data begin behind it, at the next multiple of ``alignment``."""
        found = []
        for _ in range(count):
            name = self.string()
            shape = self.numbers(f"{self.number('I')}Q")[::-1]
            kind, offset = self.numbers("IQ")
            block, size = BLOCKS.get(kind, (1, 0))
            found.append((name, shape, kind, offset, math.prod(shape) // block * size))
        begin = -(-self.at // alignment) * alignment
        return tuple(Place(name, shape, kind, begin + at, size) for name, shape, kind, at, size in found)


def _code(kind: int) -> str:
    if kind not in NUMBERS:
        raise ValueError(f"unknown type {kind}")
    return NUMBERS[kind]
