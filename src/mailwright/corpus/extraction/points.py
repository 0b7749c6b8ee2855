"""The key points of a mail: what its sentences say, courtesies apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailwright.checks.content import content_stems
from mailwright.corpus.extraction.courtesy import is_courtesy
from mailwright.corpus.extraction.telegraph import condense

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from spacy.tokens import Span

    from mailwright.corpus.extraction.strength import Strength

_FEWEST_WORDS: Final = 3


def points_of(sentences: Sequence[Span], strength: Strength, rng: random.Random) -> tuple[str, ...]:
    """Return the points of a mail in order; what is too short to stand alone joins the point before it."""
    points: list[str] = []
    for sentence in sentences:
        if is_courtesy(sentence.text):
            continue
        for point in condense(sentence, strength, rng):
            if points and _is_scrap(point) and len(points[-1].split()) < 14:
                points[-1] += f"; {point}"
            else:
                points.append(point)
    return tuple(points)


def _is_scrap(point: str) -> bool:
    """Return whether a point says too little alone: two words, or none with a meaning of its own."""
    return len(point.split()) < _FEWEST_WORDS or not content_stems(point, "en")
