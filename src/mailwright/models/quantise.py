"""Weights -> a GGUF file in one of the formats that numpy can make (K-quants are not among them).

Measured on SmolLM2-135M fine-tuned on the house corpus: Q8_0 writes as well as 32 bits, pure Q4_0 does not. So the
formats below eight bits keep the token embedding, which is also the output of small models, in Q8_0.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from mailwright.errors import ModelError
from mailwright.gguf import write_gguf
from mailwright.gguf.layout import BLOCKS
from mailwright.gguf.write import Fields, encode_field
from mailwright.models.convention import OUTPUT, TOKENS

if TYPE_CHECKING:
    from pathlib import Path

    from mailwright.gguf import Weights
    from mailwright.models.progress import Progress

DEFAULT_QUANTISATION: Final = "Q8_0"
F32: Final = 0
Q8_0: Final = 8
# Name -> (number of the tensor format, number of the file type); sources: ``ggml_type`` and ``llama_ftype``.
QUANTISATIONS: Final = {
    "Q8_0": (8, 7),
    "Q5_1": (7, 9),
    "Q4_1": (3, 3),
    "Q4_0": (2, 2),
    "F16": (1, 1),
    "BF16": (30, 32),
    "F32": (0, 0),
}
COARSE: Final = ("Q5_1", "Q4_1", "Q4_0")
QUANTISATION_VERSION: Final = 2


def check_quantisation(name: str) -> str:
    """Return the name as it is written here.

    Raises:
        ModelError: there is no such format, or it cannot be made here; names the nearest.
    """
    folded = name.strip().upper()
    if folded in QUANTISATIONS:
        return folded
    near = get_close_matches(folded, QUANTISATIONS, n=1)
    hint = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(QUANTISATIONS)}"
    raise ModelError(f"the quantisation {name!r} cannot be made here: {hint}")


def quantise(
    weights: Sequence[Weights], fields: Fields, target: Path, quantisation: str, progress: Progress, label: str
) -> None:
    """Write weights as a GGUF file, whole or not at all.

    Vectors stay in 32 bits, and so do matrices whose rows do not divide into blocks. Tensors that have the format
    already are copied as they are.

    Args:
        weights: the tensors.
        fields: what the file says beside them: metadata and tokenizer.
        target: the file to write; its folder is there.
        quantisation: a name of QUANTISATIONS.
        progress: told how many bytes are written.
        label: what the file is called there.
    """
    kind, file_type = QUANTISATIONS[check_quantisation(quantisation)]
    said = {
        **fields,
        "general.file_type": encode_field(file_type),
        "general.quantization_version": encode_field(QUANTISATION_VERSION),
    }
    planned = [(item, _kind(item, kind, coarse=quantisation in COARSE)) for item in weights]
    write_gguf(target, said, planned, lambda done, total: progress.advance(label, done, total))


def _kind(weights: Weights, kind: int, *, coarse: bool) -> int:
    if coarse and weights.name in (TOKENS, OUTPUT):
        kind = Q8_0
    return F32 if len(weights.shape) < 2 or weights.columns % BLOCKS[kind][0] else kind
