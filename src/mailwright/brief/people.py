"""Who writes to whom: the span of a wish that names the recipient and the one that names the sender.

A log-linear model ranks the spans of ``candidates`` against the choice "nobody". ``bench/reader`` fitted it on the
house corpus, on wishes composed of its parts, and on wishes written for it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from mailwright.brief.candidates import Candidates, find_candidates

BUCKETS: Final = 1 << 17  # features are hashed; each has a weight for the recipient and one for the sender
SCALE: Final = 32.0  # a stored weight of 32 is 1.0
_CONSIDERED: Final = 6
_WEAKEST: Final = -3.0


@dataclass(frozen=True)
class People:
    """Where recipient and sender are named, as offsets into the text; None if nobody is."""

    to: tuple[int, int] | None = None
    sender: tuple[int, int] | None = None


def find_people(text: str, *, to: bool = True, sender: bool = True) -> People:
    """Return where ``text`` names its recipient and its sender; the two spans never overlap.

    Args:
        text: a wish; only its first 160 and last 60 words are looked at.
        to: whether to look for a recipient.
        sender: whether to look for a sender.
    """
    candidates = find_candidates(text)
    if not candidates.spans:
        return People()
    none: list[tuple[float, tuple[int, int] | None]] = [(0.0, None)]
    recipients = _best(candidates, 0) if to else none
    senders = _best(candidates, 1) if sender else none
    _, first, second = max(
        ((left + right, one, other) for left, one in recipients for right, other in senders if _apart(one, other)),
        key=lambda choice: choice[0],
    )
    return People(
        candidates.words(first) if first else None,
        candidates.words(second) if second else None,
    )


def _apart(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    return one is None or other is None or one[1] < other[0] or other[1] < one[0]


def _best(candidates: Candidates, column: int) -> list[tuple[float, tuple[int, int] | None]]:
    """Return the best spans with their lead over "nobody", which has 0."""
    weights = _weights()[column]
    nobody = _sum(candidates.nobody, "", weights)
    left = {place: _sum(features, "L", weights) for place, features in candidates.left.items()}
    right = {place: _sum(features, "R", weights) for place, features in candidates.right.items()}
    inside = {place: _sum(features, "I", weights) for place, features in candidates.inside.items()}
    scored: list[tuple[float, tuple[int, int] | None]] = []
    for span, features in zip(candidates.spans, candidates.joint, strict=True):
        first, last = span
        score = left[first] + right[last] + _sum(features, "J", weights) - nobody
        score += sum(inside[place] for place in range(first, last + 1))
        if score > _WEAKEST * SCALE:
            scored.append((score, span))
    scored.sort(key=lambda choice: choice[0], reverse=True)
    return [*scored[:_CONSIDERED], (0.0, None)]


def bucket(feature: str) -> int:
    """Return the bucket of a feature, whose first letter tells the part of the span that it describes."""
    return zlib.crc32(feature.encode()) & (BUCKETS - 1)


def _sum(features: Iterable[str], part: str, weights: memoryview) -> int:
    return sum(weights[bucket(part + feature)] for feature in features)


@cache
def _weights() -> tuple[memoryview, memoryview]:
    stored = memoryview(files("mailwright.brief").joinpath("people.bin").read_bytes()).cast("b")
    return stored[:BUCKETS], stored[BUCKETS:]
