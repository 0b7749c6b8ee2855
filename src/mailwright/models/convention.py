"""How GGUF keeps the weights of an architecture, where that is not how transformers does.

Source: ``convert_hf_to_gguf.py`` of llama.cpp (https://github.com/ggml-org/llama.cpp), which made the files that
we meet. For llama, the rows of the query and key matrices are in another order, as ggml turns neighbouring pairs
of numbers where transformers turns halves of a head; for gemma3, norms are kept with the 1 that is added to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from mailwright.errors import ModelError
from mailwright.gguf import Weights

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    from mailwright.gguf.layout import Layout
    from mailwright.gguf.weights import Numbers
    from mailwright.models.safetensors import Stored

ARCHITECTURES: Final = ("llama", "gemma3")
TOKENS: Final = "token_embd.weight"
OUTPUT: Final = "output.weight"


@dataclass(frozen=True)
class Convention:
    """The convention for one model.

    Attributes:
        architecture: one of ARCHITECTURES.
        layers: how many it has.
        heads: of the queries.
        key_heads: of the keys and values.
    """

    architecture: str
    layers: int
    heads: int
    key_heads: int

    def __post_init__(self) -> None:
        if self.architecture not in ARCHITECTURES:
            raise ModelError(
                f"the architecture {self.architecture!r} has no rule here for GGUF: known are "
                f"{', '.join(ARCHITECTURES)}"
            )

    def gguf_name(self, name: str) -> str | None:
        """Return GGUF's name of the weights that transformers calls ``name`` (without ``.weight``), if any."""
        found = self._names.get_name(name)
        return f"{found}.weight" if found else None

    def row_order(self, name: str, rows: int) -> NDArray[numpy.int64] | None:
        """Return for each row of the GGUF tensor ``name`` its number in transformers; None for the same order."""
        import numpy

        if self.architecture != "llama" or not name.endswith(("attn_q.weight", "attn_k.weight")):
            return None
        heads = self.heads if name.endswith("attn_q.weight") else self.key_heads
        order: NDArray[numpy.int64] = numpy.arange(rows).reshape(heads, 2, -1).swapaxes(1, 2).reshape(-1)
        return order

    def offset(self, name: str) -> float:
        """Return what GGUF adds to the numbers of the tensor ``name``."""
        return 1.0 if self.architecture == "gemma3" and name.endswith("norm.weight") else 0.0

    def weights(self, name: str, stored: Stored) -> Weights:
        """Return a tensor of transformers as GGUF keeps it under ``name``."""
        offset = self.offset(name)
        order = self.row_order(name, stored.shape[0])

        def rows(start: int, stop: int) -> Numbers:
            import numpy

            if len(stored.shape) == 1:  # a vector is one row
                return stored.read()[numpy.newaxis] + numpy.float32(offset)
            return stored.rows(start, stop) if order is None else stored.read()[order[start:stop]]

        return Weights(name, stored.shape, rows)

    @cached_property
    def _names(self) -> Any:
        import gguf

        return gguf.get_tensor_name_map(gguf.MODEL_ARCH[self.architecture.upper()], self.layers)


def convention_of(layout: Layout) -> Convention:
    """Return the convention for the model in a GGUF file.

    Raises:
        ModelError: its architecture has no rule here.
    """
    architecture = str(layout.values.get("general.architecture"))

    def number(key: str, default: int) -> int:
        value = layout.values.get(f"{architecture}.{key}", default)
        return value if isinstance(value, int) else default

    heads = number("attention.head_count", 1)
    return Convention(architecture, number("block_count", 1), heads, number("attention.head_count_kv", heads))
