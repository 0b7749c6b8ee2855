"""Base and adapter -> merged weights, without torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import numpy

from mailwright.errors import ModelError
from mailwright.gguf import Weights
from mailwright.models.convention import OUTPUT, TOKENS, Convention, convention_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailwright.gguf.layout import Layout
    from mailwright.gguf.weights import Numbers
    from mailwright.models.adapter import Adapter, LowRank
    from mailwright.models.safetensors import Stored

    T = TypeVar("T")


def merge(layout: Layout, weights: Sequence[Weights], adapter: Adapter) -> list[Weights]:
    """Return the base's weights with what the adapter changes in them; it is computed in 32 bits when it is read.

    Args:
        layout: the base's GGUF file.
        weights: its tensors.
        adapter: made for exactly these weights.

    Raises:
        ModelError: the architecture has no rule here, or the adapter does not fit the base.
    """
    convention = convention_of(layout)
    known = {item.name for item in weights}
    added = _by_gguf_name(adapter, adapter.added, convention, known)
    replaced = _by_gguf_name(adapter, adapter.replaced, convention, known)
    merged = []
    for item in weights:
        if item.name in replaced:
            item = _put(item, replaced[item.name], convention)
        if item.name in added:
            item = _add(item, added[item.name], convention)
        merged.append(item)
    return merged


def put_whole(base: Sequence[Weights], trained: Sequence[Weights], label: str) -> list[Weights]:
    """Return trained weights in the order of the base's, whose place they take in its file.

    Raises:
        ModelError: they are others, or of other shapes; ``label`` names what was trained.
    """
    found = {item.name: item for item in trained}
    shapes = {item.name: item.shape for item in base}
    for name in sorted({*shapes, *found}):
        own, wanted = found[name].shape if name in found else None, shapes.get(name)
        if own != wanted:
            raise ModelError(
                f"{label} has {name} with the shape {own}, its base with {wanted}: it fits no such file"
            )
    return [found[item.name] for item in base]


def _by_gguf_name(
    adapter: Adapter, changes: Mapping[str, T], convention: Convention, known: set[str]
) -> dict[str, T]:
    named = {}
    for name, change in changes.items():
        own = convention.gguf_name(name)
        if own not in known:
            raise ModelError(f"{adapter.path} changes {name}, which its base does not have")
        if own == TOKENS and OUTPUT not in known and not adapter.tied:
            raise ModelError(
                f"{adapter.path} changes {name}, which the base uses for its output too: train without it among "
                "the target modules"
            )
        named[own] = change
    return named


def _add(weights: Weights, change: LowRank, convention: Convention) -> Weights:
    _must_fit(weights, change.shape, change.a)
    a, b = change.a.read(), change.b.read()
    _must_be_finite(a, change.a)
    _must_be_finite(b, change.b)
    if change.of_embedding:
        a, b = b.T, a.T
    a = a * numpy.float32(change.scale)
    order = convention.row_order(weights.name, weights.count)
    if order is not None:
        b = b[order]

    def rows(start: int, stop: int) -> Numbers:
        summed: Numbers = weights.rows(start, stop) + b[start:stop] @ a
        return summed

    return replace(weights, rows=rows, packed=None)


def _put(weights: Weights, stored: Stored, convention: Convention) -> Weights:
    _must_fit(weights, stored.shape, stored)
    _must_be_finite(stored.read(), stored)
    return convention.weights(weights.name, stored)


def _must_fit(weights: Weights, shape: tuple[int, ...], stored: Stored) -> None:
    if weights.shape != shape:
        raise ModelError(
            f"{stored.path}: {stored.name} is made for weights of the shape {list(shape)}, but {weights.name} of "
            f"the base has {list(weights.shape)}: the adapter belongs to another base"
        )


def _must_be_finite(numbers: Numbers, stored: Stored) -> None:
    if not numpy.isfinite(numbers).all():
        raise ModelError(f"{stored.path}: {stored.name} holds numbers that are not finite")
