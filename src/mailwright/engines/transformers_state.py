"""The memory of sequences that are being written: keys and values of all layers, and which of them count.

Rows are sequences, the second dimension of the masks is time. Shorter sequences are padded at the left, where the
mask is 0; an encoder's keys and values are padded at the right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch.nn.functional import pad
from transformers import DynamicCache, EncoderDecoderCache


@dataclass
class State:
    """What a model remembers of its rows.

    Attributes:
        cache: of transformers; an EncoderDecoderCache where there is an encoder.
        mask: shape (rows, time), 1 where a token is.
        source_mask: shape (rows, source time) of the encoder's tokens, or None.
    """

    cache: Any
    mask: Any
    source_mask: Any = None

    @property
    def rows(self) -> int:
        """How many sequences there are."""
        return int(self.mask.shape[0])

    def repeated(self, count: int) -> State:
        """Return a state with each row ``count`` times; this one stays as it is."""
        return self.kept([row for row in range(self.rows) for _ in range(count)])

    def kept(self, rows: list[int]) -> State:
        """Return a state with these rows only, without the time in which none of them had a token."""
        index = torch.tensor(rows, device=self.mask.device)
        mask = self.mask[index]
        start = int(mask.argmax(-1).min())  # the first 1 of the longest row
        source, width = None, None
        if self.source_mask is not None:
            source = self.source_mask[index]
            width = int(source.sum(-1).max())
            source = source[:, :width]

        def cut(layer: Any, begin: int, end: int | None) -> tuple[Any, Any]:
            return tuple(item[index][:, :, begin:end] for item in (layer.keys, layer.values))

        own = [cut(layer, start, None) for layer in _own(self.cache).layers]
        crossed = None if source is None else [cut(layer, 0, width) for layer in _crossed(self.cache).layers]
        return State(_cache(own, crossed), mask[:, start:], source)

    def joined(self, other: State) -> State:
        """Return a state with the rows of both, in this order."""
        time = max(self.mask.shape[1], other.mask.shape[1])
        mask = torch.cat([_left(state.mask, time) for state in (self, other)])
        own = _join_layers(_own(self.cache), _own(other.cache), time, left=True)
        if self.source_mask is None:
            return State(_cache(own, None), mask)
        width = max(self.source_mask.shape[1], other.source_mask.shape[1])
        source = torch.cat([pad(s.source_mask, (0, width - s.source_mask.shape[1])) for s in (self, other)])
        crossed = _join_layers(_crossed(self.cache), _crossed(other.cache), width, left=False)
        return State(_cache(own, crossed), mask, source)


def _own(cache: Any) -> Any:
    return cache.self_attention_cache if isinstance(cache, EncoderDecoderCache) else cache


def _crossed(cache: Any) -> Any:
    return cache.cross_attention_cache


def _cache(own: list[tuple[Any, Any]], crossed: list[tuple[Any, Any]] | None) -> Any:
    if crossed is None:
        return DynamicCache(own)
    return EncoderDecoderCache(DynamicCache(own), DynamicCache(crossed))


def _join_layers(one: Any, other: Any, time: int, *, left: bool) -> list[tuple[Any, Any]]:
    """Keys and values of both, padded to the same time; their shape is (rows, heads, time, size of a head)."""

    def padded(item: Any) -> Any:
        missing = time - item.shape[-2]
        return pad(item, (0, 0, missing, 0) if left else (0, 0, 0, missing))

    return [
        (
            torch.cat([padded(a.keys), padded(b.keys)]),
            torch.cat([padded(a.values), padded(b.values)]),
        )
        for a, b in zip(one.layers, other.layers, strict=True)
    ]


def _left(mask: Any, time: int) -> Any:
    return pad(mask, (time - mask.shape[1], 0))
