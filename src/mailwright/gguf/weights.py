"""The weights of a model as numbers, read in parts, wherever they come from."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from mailwright.errors import ModelError

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    from mailwright.gguf.layout import Layout, Place

    Numbers = NDArray[numpy.float32]
    Bytes = NDArray[numpy.uint8]

F32: Final = 0
PART: Final = 1 << 20  # weights that are held as numbers at once


@dataclass(frozen=True)
class Weights:
    """One tensor.

    Attributes:
        name: as GGUF names it, such as ``blk.0.attn_q.weight``.
        shape: rows first; a vector is one row.
        rows: gives rows ``start`` to ``stop`` as numbers of 32 bits, shape ``(stop - start, columns)``.
        kind: the number of the format in which ``packed`` holds them.
        packed: the bytes of the whole tensor where it comes unchanged from a GGUF file, else None.
    """

    name: str
    shape: tuple[int, ...]
    rows: Callable[[int, int], Numbers]
    kind: int = F32
    packed: Bytes | None = None

    @property
    def columns(self) -> int:
        """The length of a row."""
        return self.shape[-1]

    @property
    def count(self) -> int:
        """The number of rows."""
        return math.prod(self.shape[:-1])

    def parts(self) -> Iterator[Numbers]:
        """Yield all rows, about a million weights at a time."""
        step = max(1, PART // self.columns)
        for start in range(0, self.count, step):
            yield self.rows(start, min(start + step, self.count))


def weights_of_array(name: str, array: Any) -> Weights:
    """Return an array of numbers as weights."""
    import numpy

    whole = array.reshape(-1, array.shape[-1])
    return Weights(name, tuple(array.shape), lambda start, stop: whole[start:stop].astype(numpy.float32))


def read_weights(layout: Layout) -> list[Weights]:
    """Return the tensors of a GGUF file; their numbers are read when they are asked for.

    Raises:
        ModelError: a tensor has a format that cannot be read.
    """
    import numpy

    data = numpy.memmap(layout.path, mode="r", dtype=numpy.uint8)
    return [_weights(layout, data, place) for place in layout.tensors]


def _weights(layout: Layout, data: Bytes, place: Place) -> Weights:
    if not place.size:
        raise ModelError(f"{layout.path}: the tensor {place.name} has a format that cannot be read ({place.kind})")
    packed = data[place.start : place.start + place.size].reshape(math.prod(place.shape[:-1]), -1)
    return Weights(place.name, place.shape, partial(_unpack, packed, place.kind), place.kind, packed)


def _unpack(packed: Bytes, kind: int, start: int, stop: int) -> Numbers:
    import gguf
    import numpy

    rows = numpy.ascontiguousarray(packed[start:stop])
    numbers: Numbers = gguf.quants.dequantize(rows, gguf.GGMLQuantizationType(kind))
    return numbers
