"""Duplicates among many texts: of those that are alike, the first is kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from mailwright.corpus.leakage.border import NEAR_DUPLICATE
from mailwright.corpus.leakage.grams import Grams, grams_of, jaccard
from mailwright.corpus.leakage.signatures import bucket

EXACT: Final = "exact duplicate"
NEAR: Final = "near duplicate"

_GRAMS_HELD: Final = 4_096
_SLACK: Final = 0.22
"""At 0.7 the estimate of 96 permutations deviates by 0.047: what it puts 0.22 below is not compared."""


class Neighbours:
    """Admits texts in an order of preference and tells which are duplicates of one that was admitted before.

    Candidates share a band of their MinHash signatures; each is verified by the Jaccard index of its 5-grams.
    Memory: 128 bytes a text and the grams of 4,096 texts; signatures may lie on disk, texts are read again.

    Attributes:
        counts: exact and near duplicates found, and how many of either had their original in another split.
    """

    def __init__(
        self,
        signatures: npt.NDArray[np.uint32],
        digests: npt.NDArray[np.uint64],
        splits: npt.NDArray[np.uint8],
        text: Callable[[int], str],
        threshold: float = NEAR_DUPLICATE,
    ) -> None:
        """Prepare the comparison of ``texts`` texts.

        Args:
            signatures: (texts, permutations).
            digests: (texts,) ``digest_of`` each.
            splits: (texts,) a number for the split in which each lies.
            text: reads the text at a position.
            threshold: from which Jaccard index on two texts are near duplicates.
        """
        self.counts: Counter[str] = Counter()
        self._signatures = signatures
        self._digests = digests
        self._splits = splits
        self._threshold = threshold
        self._buckets = bucket(signatures)
        self._kept: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        self._exact: dict[int, int] = {}
        _, first, counts = np.unique(digests, return_index=True, return_counts=True)
        self._repeated = frozenset(digests[first[counts > 1]].tolist())
        self._grams: Callable[[int], Grams] = lru_cache(_GRAMS_HELD)(lambda position: grams_of(text(position)))

    def admit(self, position: int) -> str:
        """Return "" and keep the text, or EXACT or NEAR if it is a duplicate of one that was kept."""
        digest = int(self._digests[position])
        if digest in self._exact:
            return self._count(EXACT, position, self._exact[digest])
        places = [(band, int(number)) for band, number in enumerate(self._buckets[position]) if number >= 0]
        original = self._near(position, sorted({other for place in places for other in self._kept.get(place, ())}))
        if original is not None:
            return self._count(NEAR, position, original)
        for place in places:
            self._kept[place].append(position)
        if digest in self._repeated:
            self._exact[digest] = position
        return ""

    def facts(self) -> dict[str, Any]:
        """Return what a manifest says of duplicates."""
        return {
            "exact": self.counts[EXACT],
            "near": self.counts[NEAR],
            "across_splits": self.counts["across splits"],
            "threshold": self._threshold,
            "method": "Jaccard index of word 5-grams; candidates by MinHash (datasketch), 32 bands of 3 rows",
        }

    def _near(self, position: int, candidates: list[int]) -> int | None:
        if not candidates:
            return None
        own = self._signatures[position]
        estimates = (self._signatures[candidates] == own).mean(axis=1)
        for place in np.argsort(-estimates, kind="stable").tolist():
            if estimates[place] < self._threshold - _SLACK:
                return None
            other = candidates[int(place)]
            if jaccard(self._grams(position), self._grams(other)) >= self._threshold:
                return other
        return None

    def _count(self, kind: str, position: int, original: int) -> str:
        self.counts[kind] += 1
        self.counts["across splits"] += bool(self._splits[position] != self._splits[original])
        return kind
