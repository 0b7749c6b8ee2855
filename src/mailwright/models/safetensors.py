"""The numbers of a safetensors file, read without torch.

Source of the layout: https://huggingface.co/docs/safetensors (eight bytes of length, a JSON head, the numbers).
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mailwright.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy
    from numpy.typing import NDArray

    Numbers = NDArray[numpy.float32]

SIZES: Final = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2}  # bytes of one number
MOST_OF_HALF: Final = 65_504.0
MAX_HEAD: Final = 100_000_000  # as the format demands


@dataclass(frozen=True)
class Stored:
    """Where a tensor lies in a safetensors file."""

    path: Path
    name: str
    dtype: str
    shape: tuple[int, ...]
    start: int

    def read(self) -> Numbers:
        """Return the numbers in 32 bits, whatever they lie in; raises as ``rows`` does."""
        return self.rows(0, self.shape[0] if self.shape else 1).reshape(self.shape)

    def rows(self, start: int, stop: int) -> Numbers:
        """Return the numbers of some rows in 32 bits, those that ``shape[0]`` counts.

        Raises:
            ModelError: the file cannot be read any more.
        """
        import numpy

        kind = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}[self.dtype]
        row = math.prod(self.shape[1:])
        offset, count = self.start + start * row * SIZES[self.dtype], (stop - start) * row
        try:
            raw = numpy.fromfile(self.path, dtype=kind, count=count, offset=offset)
        except OSError as error:
            raise ModelError(f"cannot read {self.path}: {error.strerror or error}") from error
        if len(raw) != count:
            raise ModelError(f"{self.path} is cut off: the tensor {self.name} is not all there")
        if self.dtype == "BF16":  # the upper half of 32 bits
            raw = (raw.astype(numpy.uint32) << 16).view(numpy.float32)
        return raw.astype(numpy.float32, copy=False).reshape(-1, *self.shape[1:])


def read_safetensors(path: Path) -> dict[str, Stored]:
    """Return the tensors of a safetensors file by name; their numbers are read when they are asked for.

    Raises:
        ModelError: it cannot be read, is no safetensors file, is cut off, or holds no numbers with a point.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > min(MAX_HEAD, size):
                raise ValueError("its head is longer than the file")
            head = json.loads(file.read(length))
        return {
            name: _stored(path, name, item, 8 + length, size)
            for name, item in head.items()
            if name != "__metadata__"
        }
    except OSError as error:
        raise ModelError(f"cannot read {path}: {error.strerror or error}") from error
    except (struct.error, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ModelError(f"{path} is no whole safetensors file: {error}") from error


def write_half(tensors: Mapping[str, Numbers], target: Path) -> None:
    """Write numbers as a safetensors file in 16 bits (11 of them for the digits; fit for numbers up to 65,504).

    Raises:
        ModelError: a number is larger than that, or is none.
    """
    import numpy

    head: dict[str, Any] = {"__metadata__": {"format": "pt"}}  # transformers and peft ask for it
    end = 0
    for name, numbers in tensors.items():
        if not (numpy.abs(numbers) <= MOST_OF_HALF).all():
            raise ModelError(f"{name} holds numbers that do not fit 16 bits")
        start, end = end, end + numbers.size * SIZES["F16"]
        head[name] = {"dtype": "F16", "shape": list(numbers.shape), "data_offsets": [start, end]}
    text = json.dumps(head).encode()
    text += b" " * (-len(text) % 8)
    with target.open("wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for numbers in tensors.values():
            file.write(numbers.astype("<f2").tobytes())


def _stored(path: Path, name: str, item: Any, begin: int, size: int) -> Stored:
    dtype, shape, (start, end) = item["dtype"], tuple(item["shape"]), item["data_offsets"]
    if dtype not in SIZES:
        raise ModelError(f"{path}: the tensor {name} is of type {dtype}; known are {', '.join(SIZES)}")
    if not all(isinstance(number, int) and number >= 0 for number in (*shape, start, end)):
        raise ValueError(f"the tensor {name} has no sensible shape or place")
    if end - start != math.prod(shape) * SIZES[dtype] or begin + end > size:
        raise ValueError(f"the tensor {name} is not all there")
    return Stored(path, name, dtype, shape, begin + start)
