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
_LONG: Final = 14


def points_of(
    sentences: Sequence[Span], listed: Sequence[bool], strength: Strength, rng: random.Random
) -> tuple[str, ...]:
    """Return the points of a mail in order.

    What is too short to stand alone joins the point before it; what introduces a list, the list's first entry.

    Args:
        sentences: the parsed mail.
        listed: which of them are entries of a list.
        strength: how much of the sentences is kept.
        rng: decides where both ways are good.
    """
    points: list[str] = []
    introduction = ""
    for sentence, entry in zip(sentences, listed, strict=True):
        if not entry and is_courtesy(sentence.text):
            continue
        for point in condense(sentence, strength, rng):
            if sentence.text.endswith(":"):
                introduction = f"{point}: "
            elif not entry and points and _is_scrap(point) and len(points[-1].split()) < _LONG:
                points[-1] += f"; {point}"
            else:
                points.append(introduction + point)
                introduction = ""
    return tuple(points)


def _is_scrap(point: str) -> bool:
    """Return whether a point says too little alone: two words, or none with a meaning of its own."""
    return len(point.split()) < _FEWEST_WORDS or not content_stems(point, "en")
