"""The border between splits: what resembles a mail of a split that goes before does not pass."""

from __future__ import annotations

from typing import Final

import numpy as np

from mailwright.corpus.leakage.grams import Grams, grams_of
from mailwright.corpus.mail import Split

NEAR_DUPLICATE: Final = 0.7
"""Two mails are near duplicates if the Jaccard index of their word 5-grams is at least this."""

KEEPERS: Final[tuple[Split, ...]] = ("test", "validation", "train")
"""The splits in the order in which they keep what two of them want: test keeps, training loses."""


class Border:
    """Compares each text with all texts of the splits before its own: exactly, by an inverted index of 5-grams.

    Texts must come split by split in the order of ``KEEPERS``. Memory: 12 bytes for each gram of test and
    validation; training texts are not held.

    Attributes:
        highest: the highest Jaccard index between two admitted texts of different splits so far.
    """

    def __init__(self, threshold: float = NEAR_DUPLICATE) -> None:
        self.highest = 0.0
        self._threshold = threshold
        self._split: Split = KEEPERS[0]
        self._fresh: list[Grams] = []
        self._grams: Grams = np.empty(0, np.uint64)
        self._rows = np.empty(0, np.uint32)
        self._sizes = np.empty(0, np.int64)

    def admit(self, split: Split, text: str) -> bool:
        """Return whether no text of an earlier split is a near duplicate of this one.

        Raises:
            ValueError: the split goes before that of the text before.
        """
        if split != self._split:
            self._enter(split)
        grams = grams_of(text)
        nearest = self._nearest(grams)
        if nearest >= self._threshold:
            return False
        self.highest = max(self.highest, nearest)
        if split != KEEPERS[-1]:
            self._fresh.append(grams)
        return True

    def _enter(self, split: Split) -> None:
        if KEEPERS.index(split) < KEEPERS.index(self._split):
            raise ValueError(f"texts of {split} come after texts of {self._split}")
        self._split = split
        first = self._sizes.size
        sizes = np.array([grams.size for grams in self._fresh], np.int64)
        rows = np.repeat(np.arange(first, first + sizes.size, dtype=np.uint32), sizes)
        grams = np.concatenate([self._grams, *self._fresh])
        order = np.argsort(grams, kind="stable")
        self._grams = grams[order]
        self._rows = np.concatenate([self._rows, rows])[order]
        self._sizes = np.concatenate([self._sizes, sizes])
        self._fresh = []

    def _nearest(self, grams: Grams) -> float:
        """Return the highest Jaccard index with a text of the splits before."""
        starts = np.searchsorted(self._grams, grams, "left")
        ends = np.searchsorted(self._grams, grams, "right")
        hits = [self._rows[start:end] for start, end in zip(starts, ends, strict=True) if end > start]
        if not hits:
            return 0.0
        rows, shared = np.unique(np.concatenate(hits), return_counts=True)
        return float((shared / (self._sizes[rows] + grams.size - shared)).max())
