"""Who writes to whom: the span of a wish that names the recipient and the one that names the sender."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mailwright.brief.network import Sight, see

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
    if not text.strip() or not (to or sender):
        return People()
    sight = see(text)
    none: list[tuple[float, tuple[int, int] | None]] = [(0.0, None)]
    recipients = _best(sight, 0) if to else none
    senders = _best(sight, 1) if sender else none
    _, first, second = max(
        ((left + right, one, other) for left, one in recipients for right, other in senders if _apart(one, other)),
        key=lambda choice: choice[0],
    )
    words = sight.candidates.words
    return People(words(first) if first else None, words(second) if second else None)


def _apart(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    return one is None or other is None or one[1] < other[0] or other[1] < one[0]


def _best(sight: Sight, role: int) -> list[tuple[float, tuple[int, int] | None]]:
    """Return the best spans with their lead over "nobody", which has 0."""
    scored = [(float(score), span) for score, span in zip(sight.scores[role], sight.spans, strict=True)]
    scored.sort(key=lambda choice: choice[0], reverse=True)
    return [*(choice for choice in scored[:_CONSIDERED] if choice[0] > _WEAKEST), (0.0, None)]
