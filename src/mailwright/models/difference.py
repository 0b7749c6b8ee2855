"""A model that was trained whole, as an adapter: the best approximation of a rank of what training changed.

The truncated singular value decomposition of trained minus base is the nearest matrix of its rank (Eckart and Young
1936). Vectors are kept whole. The result has the form of a peft adapter with alpha = r.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy

from mailwright.gguf import read_weights
from mailwright.gguf.layout import open_layout
from mailwright.models.adapter import CONFIG, EMBEDDING_A, EMBEDDING_B, PREFIX, A, B
from mailwright.models.convention import OUTPUT, TOKENS, Convention, convention_of
from mailwright.models.folder import tensors_of_folder
from mailwright.models.merge import put_whole
from mailwright.models.safetensors import write_half

if TYPE_CHECKING:
    from pathlib import Path

    from mailwright.gguf import Weights
    from mailwright.gguf.weights import Numbers

ADAPTER: Final = "adapter_model.safetensors"
HEAD: Final = "lm_head"


def write_difference(base: Path, base_name: str, trained: Path, rank: int, folder: Path) -> float:
    """Write the adapter's two files into a folder.

    Args:
        base: the GGUF file that training began from.
        base_name: its name.
        trained: the whole model in the layout of Hugging Face.
        rank: of each matrix's change, at most; that of the token embedding is as high.
        folder: is there.

    Returns:
        the share of the change that is kept, by the squares of its numbers, in [0, 1]; vectors aside.

    Raises:
        ModelError: the two are no model of the same shape, or a number does not fit 16 bits.
    """
    found: dict[str, Numbers] = {}
    kept, whole = 0.0, 0.0
    with open_layout(base) as layout:
        convention = convention_of(layout)
        before = {item.name: item for item in read_weights(layout)}
        after = _trained(trained, convention, tied=OUTPUT not in before)
        put_whole(list(before.values()), [weights for _, weights in after], str(trained))
        for name, weights in after:
            change = _whole(weights, convention) - _whole(before[weights.name], convention)
            if not change.any():
                continue
            if len(weights.shape) == 1:
                found[f"{PREFIX}{name}.weight"] = _whole(weights, convention)[0]
                continue
            b, a = _balanced(*_truncated(change, rank))
            whole += float(numpy.square(change, dtype=numpy.float64).sum())
            singular = numpy.linalg.norm(b, axis=0) * numpy.linalg.norm(a, axis=1)
            kept += float(numpy.square(singular, dtype=numpy.float64).sum())
            found |= _named(name, b, a, of_embedding=weights.name == TOKENS)
    write_half(found, folder / ADAPTER)
    text = json.dumps(_config(base_name, rank, found), indent=2, sort_keys=True)
    (folder / CONFIG).write_text(text + "\n", encoding="utf-8")
    return kept / whole if whole else 1.0


def _trained(folder: Path, convention: Convention, *, tied: bool) -> list[tuple[str, Weights]]:
    """The trained weights as GGUF keeps them, each with its name in transformers."""
    found = []
    for key, stored in tensors_of_folder(folder).items():
        name = key.removesuffix(".weight")
        own = convention.gguf_name(name)
        if own is not None and not (tied and name == HEAD):
            found.append((name, convention.weights(own, stored)))
    return found


def _whole(weights: Weights, convention: Convention) -> Numbers:
    """All rows of a tensor, in the order and with the offset of transformers."""
    rows = numpy.concatenate(list(weights.parts()))
    order = convention.row_order(weights.name, weights.count)
    if order is not None:
        rows[order] = rows.copy()
    plain: Numbers = rows - numpy.float32(convention.offset(weights.name))
    return plain


def _truncated(change: Numbers, rank: int) -> tuple[Numbers, Numbers]:
    """The factors, (rows, rank) and (rank, columns), of the nearest matrix of that rank; zeros where it has less.

    By the eigenvectors of the smaller product, which for an embedding is far cheaper than decomposing it all.
    """
    tall = change.shape[0] >= change.shape[1]
    product = change.T @ change if tall else change @ change.T
    vectors = numpy.linalg.eigh(product.astype(numpy.float64))[1][:, ::-1][:, :rank].astype(numpy.float32)
    b, a = (change @ vectors, vectors.T) if tall else (vectors, vectors.T @ change)
    missing = rank - vectors.shape[1]
    return numpy.pad(b, ((0, 0), (0, missing))), numpy.pad(a, ((0, missing), (0, 0)))


def _balanced(b: Numbers, a: Numbers) -> tuple[Numbers, Numbers]:
    """Factors with the same product whose columns and rows have the same lengths, so that both fit 16 bits."""
    lengths = numpy.linalg.norm(b, axis=0), numpy.linalg.norm(a, axis=1)
    ratio = numpy.sqrt(numpy.divide(lengths[1], lengths[0], out=numpy.ones_like(lengths[0]), where=lengths[0] > 0))
    ratio[ratio == 0] = 1.0
    return b * ratio, a / ratio[:, None]


def _named(name: str, b: Numbers, a: Numbers, *, of_embedding: bool) -> dict[str, Numbers]:
    if of_embedding:
        return {f"{PREFIX}{name}{EMBEDDING_A}": b.T, f"{PREFIX}{name}{EMBEDDING_B}": a.T}
    return {f"{PREFIX}{name}{A}": a, f"{PREFIX}{name}{B}": b}


def _config(base_name: str, rank: int, found: dict[str, Numbers]) -> dict[str, Any]:
    layers = {key.removeprefix(PREFIX).partition(".lora_")[0] for key in found if ".lora_" in key}
    vectors = {key.removeprefix(PREFIX).removesuffix(".weight") for key in found if ".lora_" not in key}
    return {
        "base_model_name_or_path": base_name,
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "inference_mode": True,
        "r": rank,
        "lora_alpha": rank,
        "target_modules": sorted({layer.rpartition(".")[2] for layer in layers}),
        "modules_to_save": sorted({name.rpartition(".")[2] for name in vectors}) or None,
        "ensure_weight_tying": True,
        "rank_pattern": {},
        "alpha_pattern": {},
    }
