"""One hard item of a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailwright.draft import FactKind, Span


@dataclass(frozen=True, slots=True)
class Item:
    """A number, date, time, link, ... and its place.

    Attributes:
        kind: as in findings.
        values: normalised keys of what it may mean (see ``items``).
        text: as written.
        span: character offsets, ``whole[span[0]:span[1]] == text``.
        offers: further keys that it can stand for.
        certain: False for words such as ``one``, ``may``, ``second``, ``sat`` that may be no item at all: they
            support, but are neither demanded nor reported.
    """

    kind: FactKind
    values: frozenset[str]
    text: str
    span: Span
    offers: frozenset[str] = frozenset()
    certain: bool = True
