"""Word 5-grams as 64-bit numbers, and the Jaccard index of two texts by them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from mailwright.corpus.leakage.hashing import hash_of

Grams = npt.NDArray[np.uint64]
"""The distinct 5-grams of a text, sorted; never empty for a text that has a word."""

WORDS_A_GRAM: Final = 5

_WORD: Final = re.compile(r"\w+")
_FACTORS: Final = np.array([pow(0x9E3779B97F4A7C15, power, 1 << 64) for power in range(WORDS_A_GRAM)], np.uint64)


def grams_of(text: str) -> Grams:
    """Return the word 5-grams of a text, lower case, without punctuation, each as a 64-bit hash.

    A text of fewer than five words is one gram. Two grams of one hash are as good as impossible: among the
    millions of grams of a large mailbox, one such pair is expected once in about a million mailboxes.
    """
    words = _WORD.findall(text.lower())
    if not words:
        return np.empty(0, np.uint64)
    hashes = np.array([_hash(word) for word in words], np.uint64)
    size = min(WORDS_A_GRAM, len(words))
    # Unsigned arithmetic wraps around, as a polynomial hash modulo 2^64 wants it.
    windows = np.lib.stride_tricks.sliding_window_view(hashes, size)
    return np.unique((windows * _FACTORS[:size]).sum(axis=1, dtype=np.uint64))


def jaccard(one: Grams, two: Grams) -> float:
    """Return the share of grams that two texts have in common, 0 to 1; 0 if both are empty."""
    shared = int(np.intersect1d(one, two, assume_unique=True).size)
    union = one.size + two.size - shared
    return shared / union if union else 0.0


def digest_of(text: str) -> int:
    """Return a 64-bit number that is the same for texts of the same words in the same order."""
    return hash_of(" ".join(_WORD.findall(text.lower())))


_hash: Final = lru_cache(maxsize=1 << 16)(hash_of)
