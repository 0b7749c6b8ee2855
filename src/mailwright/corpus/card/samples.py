"""Which examples a card shows: the same ones in every run, of every source and length, never of the test split."""

from __future__ import annotations

import hashlib
import heapq
from dataclasses import dataclass, field
from typing import Final

from mailwright.corpus.example import Example
from mailwright.corpus.mail import Split

A_STRATUM: Final = 6
"""How many candidates are held for each source and length."""


@dataclass
class Sampler:
    """Holds the examples of each source and length whose ids have the smallest SHA-256, of train and validation.

    Which those are does not depend on the order of the examples. Ids of further views (with ``#``) are passed over.
    """

    _strata: dict[tuple[str, str], list[tuple[int, str, Example]]] = field(default_factory=dict)

    def add(self, split: Split, example: Example) -> None:
        """Consider one example."""
        if split == "test" or "#" in example.id:
            return
        heap = self._strata.setdefault((example.source, example.length), [])
        place = -int.from_bytes(hashlib.sha256(example.id.encode()).digest()[:8])  # a heap gives up its smallest
        if len(heap) < A_STRATUM:
            heapq.heappush(heap, (place, example.id, example))
        elif place > heap[0][0]:
            heapq.heapreplace(heap, (place, example.id, example))

    def choose(self, size: int) -> list[Example]:
        """Return up to ``size`` examples, of as many sources and lengths as they can be."""
        rounds = [
            (turn, -place, example)
            for heap in self._strata.values()
            for turn, (place, _, example) in enumerate(sorted(heap, key=lambda entry: -entry[0]))
        ]
        rounds.sort(key=lambda entry: entry[:2])
        return [example for _, _, example in rounds[:size]]
