"""Intervals that say how far a number would move with other briefs: the bootstrap, clustered by brief."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

RESAMPLES: Final = 10_000
_SEED: Final = 20_040_229
_OUTSIDE: Final = 2.5  # per cent on either side of a 95 % interval


@dataclass(frozen=True)
class Estimate:
    """A mean over drafts with its 95 % interval; ``drafts`` of ``clusters`` briefs went into it."""

    value: float
    low: float
    high: float
    drafts: int
    clusters: int


@dataclass(frozen=True)
class Difference:
    """The mean of one system minus that of another over the briefs of both, with its 95 % interval."""

    value: float
    low: float
    high: float
    clusters: int

    @property
    def certain(self) -> bool:
        """Whether the interval lies on one side of zero."""
        return self.low > 0 or self.high < 0


def estimate(values: Mapping[str, Sequence[float]]) -> Estimate | None:
    """Return mean and percentile interval of drafts that lie in clusters; None without any draft.

    Whole clusters are drawn with replacement (Davison & Hinkley 1997, section 3.8), for the drafts of one brief
    are alike; the mean is that of all drafts drawn. The resamples are fixed: equal values give equal intervals.

    Args:
        values: cluster (a brief's id) -> values of its drafts; NaN is left out.
    """
    import numpy as np

    sums, counts = _totals(values, sorted(values))
    kept = counts > 0
    sums, counts = sums[kept], counts[kept]
    if not len(sums):
        return None
    weights = _weights(len(sums))
    drawn = (weights @ sums) / (weights @ counts)
    low, high = np.percentile(drawn, [_OUTSIDE, 100 - _OUTSIDE])
    return Estimate(float(sums.sum() / counts.sum()), float(low), float(high), int(counts.sum()), len(sums))


def difference(one: Mapping[str, Sequence[float]], other: Mapping[str, Sequence[float]]) -> Difference | None:
    """Return by how much ``one`` exceeds ``other``: the paired bootstrap (Koehn 2004) over their common clusters.

    None if they have none.
    """
    import numpy as np

    common = sorted(set(one) & set(other))
    (sums, counts), (other_sums, other_counts) = _totals(one, common), _totals(other, common)
    kept = (counts > 0) & (other_counts > 0)
    if not kept.any():
        return None
    sums, counts, other_sums, other_counts = sums[kept], counts[kept], other_sums[kept], other_counts[kept]
    weights = _weights(len(sums))
    drawn = (weights @ sums) / (weights @ counts) - (weights @ other_sums) / (weights @ other_counts)
    low, high = np.percentile(drawn, [_OUTSIDE, 100 - _OUTSIDE])
    value = sums.sum() / counts.sum() - other_sums.sum() / other_counts.sum()
    return Difference(float(value), float(low), float(high), len(sums))


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927), (0, 1) without trials."""
    if not trials:
        return 0.0, 1.0
    z = 1.959964
    share = successes / trials
    centre = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z * (share * (1 - share) / trials + z * z / (4 * trials * trials)) ** 0.5 / (1 + z * z / trials)
    return max(0.0, centre - half), min(1.0, centre + half)


def _totals(
    values: Mapping[str, Sequence[float]], clusters: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return sum and number of the values of each cluster, both of shape ``(clusters,)``; NaN is left out."""
    import numpy as np

    kept = [[value for value in values[cluster] if value == value] for cluster in clusters]
    return (
        np.array([sum(entry) for entry in kept], dtype=np.float64),
        np.array([len(entry) for entry in kept], dtype=np.float64),
    )


@lru_cache(maxsize=8)
def _weights(clusters: int) -> NDArray[np.float64]:
    """Return how often each cluster is drawn in each resample, shape ``(RESAMPLES, clusters)``."""
    import numpy as np

    generator = np.random.default_rng(_SEED)
    drawn = generator.multinomial(clusters, [1 / clusters] * clusters, size=RESAMPLES)
    return drawn.astype(np.float64)
