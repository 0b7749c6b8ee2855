"""MinHash signatures of texts (datasketch), and which texts share a band of them."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from mailwright.corpus.leakage.grams import grams_of

Signature = npt.NDArray[np.uint32]
"""(permutations,) the smallest hash of a text's 5-grams under each permutation."""

PERMUTATIONS: Final = 96
ROWS_A_BAND: Final = 3
BANDS: Final = PERMUTATIONS // ROWS_A_BAND
"""32 bands of 3 rows: of two texts of Jaccard index 0.7, one pair in a million shares none ((1 - 0.7^3)^32)."""

_SEED: Final = 1
_LOW: Final = np.uint64(0xFFFFFFFF)
_FACTORS: Final = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)


def signature_of(text: str) -> Signature:
    """Return the signature of a text's word 5-grams."""
    sketch = _empty().copy()
    sketch.update_batch((grams_of(text) & _LOW).tolist())
    return np.asarray(sketch.hashvalues, np.uint32)


def bucket(signatures: npt.NDArray[np.uint32]) -> npt.NDArray[np.int32]:
    """Return for each text and band the number of its bucket, -1 where no other text is in it.

    Args:
        signatures: (texts, permutations); may lie on disk, for one band is read at a time.

    Returns:
        (texts, bands); the numbers are counted anew in each band.
    """
    buckets = np.full((signatures.shape[0], BANDS), -1, np.int32)
    for band in range(BANDS):
        rows = np.array(signatures[:, band * ROWS_A_BAND : (band + 1) * ROWS_A_BAND], np.uint64)
        keys = (rows * _FACTORS).sum(axis=1, dtype=np.uint64)  # wraps around; a clash costs one comparison
        _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
        buckets[:, band] = np.where(counts[inverse] > 1, inverse, -1)
    return buckets


@cache
def _empty() -> Any:
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, seed=_SEED, hashfunc=int, scheme="affine32")
