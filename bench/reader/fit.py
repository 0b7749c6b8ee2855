"""Spans of recipient and sender -> weights: a log-linear model over the candidates of each wish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sparse  # type: ignore[import-untyped]
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from bench.reader.gold import Gold
from mailwright.brief.candidates import Candidates
from mailwright.brief.people import BUCKETS, SCALE, bucket

PENALTY = 1.0
STEPS = 60


@dataclass(frozen=True)
class Lesson:
    """A wish, where it names recipient and sender, and how much it counts."""

    candidates: Candidates
    to: Gold
    sender: Gold
    weight: float


def fit_weights(lessons: Sequence[Lesson]) -> NDArray[np.int8]:
    """Return the weights, shape ``(2, BUCKETS)``: of the recipient and of the sender, times ``SCALE``, rounded.

    They maximise the sum of ``weight * log p(right span)`` less ``PENALTY / 2`` times their squares; ``p`` is the
    softmax over a wish's candidates and "nobody". L-BFGS from zero, so the same lessons give the same weights.
    """
    design = _Design(lessons)
    columns = [
        design.fit([lesson.to for lesson in lessons], [lesson.weight for lesson in lessons]),
        design.fit([lesson.sender for lesson in lessons], [lesson.weight for lesson in lessons]),
    ]
    return np.clip(np.rint(np.stack(columns) * SCALE), -127, 127).astype(np.int8)


class _Design:
    """The candidates of all lessons as two sparse matrices: rows of units, units of features."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        self.lessons = lessons
        self.features: list[int] = []
        self.feature_ends = [0]
        units: list[int] = []
        unit_ends = [0]
        ends = [0]
        for lesson in lessons:
            candidates = lesson.candidates
            places = {
                part: {place: self._unit(part, features) for place, features in described.items()}
                for part, described in (
                    ("L", candidates.left),
                    ("R", candidates.right),
                    ("I", candidates.inside),
                )
            }
            for (first, last), features in zip(candidates.spans, candidates.joint, strict=True):
                units += [places["L"][first], places["R"][last], self._unit("J", features)]
                units += [places["I"][place] for place in range(first, last + 1)]
                unit_ends.append(len(units))
            units.append(self._unit("", candidates.nobody))
            unit_ends.append(len(units))
            ends.append(ends[-1] + len(candidates.spans) + 1)
        self.ends = np.array(ends)
        self.described = _matrix(self.features, self.feature_ends, BUCKETS)
        self.rows = _matrix(units, unit_ends, len(self.feature_ends) - 1)
        self.described_turned, self.rows_turned = self.described.T.tocsr(), self.rows.T.tocsr()

    def _unit(self, part: str, features: Sequence[str]) -> int:
        self.features += [bucket(part + feature) for feature in features]
        self.feature_ends.append(len(self.features))
        return len(self.feature_ends) - 2

    def fit(self, golds: Sequence[Gold], weights: Sequence[float]) -> NDArray[np.float64]:
        right, counts = self._right(golds, weights)
        starts, sizes = self.ends[:-1], np.diff(self.ends)

        def loss(vector: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            scores = self.rows @ (self.described @ vector)
            raised = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
            total = np.add.reduceat(raised, starts)
            kept = np.where(right, raised, 0.0)
            hit = np.maximum(np.add.reduceat(kept, starts), 1e-300)
            slope = (raised / np.repeat(total, sizes) - kept / np.repeat(hit, sizes)) * np.repeat(counts, sizes)
            value = float((counts * (np.log(total) - np.log(hit))).sum() + PENALTY / 2 * (vector @ vector))
            return value, self.described_turned @ (self.rows_turned @ slope) + PENALTY * vector

        found = minimize(loss, np.zeros(BUCKETS), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
        return np.asarray(found.x)

    def _right(
        self, golds: Sequence[Gold], weights: Sequence[float]
    ) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
        right = np.zeros(self.ends[-1], dtype=bool)
        counts = np.array(weights, dtype=float)
        for index, (lesson, gold) in enumerate(zip(self.lessons, golds, strict=True)):
            place = {span: number for number, span in enumerate(lesson.candidates.spans)}
            rows = [self.ends[index] + place[span] for span in gold.spans if span in place]
            if not gold.known or (gold.spans and not rows):
                counts[index] = 0.0
            right[rows or [self.ends[index + 1] - 1]] = True
        return right, counts


def _matrix(columns: Sequence[int], ends: Sequence[int], width: int) -> Any:
    values = np.ones(len(columns), dtype=np.float32)
    shape = (len(ends) - 1, width)
    return sparse.csr_matrix((values, np.array(columns, dtype=np.int32), np.array(ends)), shape=shape)
