"""Points that a draft has the words of, but says the other way round."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mailwright.checks.exchange import exchanged
from mailwright.checks.polarity import turned_round
from mailwright.checks.roles import roles_swapped
from mailwright.checks.text import fold
from mailwright.checks.wishes import has_wish
from mailwright.draft import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mailwright.brief import Brief
    from mailwright.checks.coverage import Point, Sentence
    from mailwright.draft import Coverage


def contradictions(
    brief: Brief, coverage: Iterable[Coverage], points: Sequence[Point], sentences: Sequence[Sentence]
) -> tuple[tuple[Coverage, ...], list[Problem]]:
    """Return the coverage without the points that an English draft says the other way round, and these as problems.

    Args:
        brief: in English.
        coverage: of each point.
        points: the points of the brief.
        sentences: those of the draft.
    """
    texts = [sentence.text for sentence in sentences]
    judged, problems = [], []
    swapped = exchanged(brief, texts) or ()
    for item in coverage:
        point = points[item.point].text
        reason = ""
        if item.covered and item.span and not has_wish(point):
            start, end = item.span
            carrying = [sentence.text for sentence in sentences if start <= sentence.span[0] < end]
            if turned_round(point, texts, carrying):
                reason = "says the opposite of"
            elif roles_swapped(point, texts, carrying):
                reason = "confuses who does or has what in"
            elif any(fold(name) in swapped for name in points[item.point].names):
                reason = "confuses who is meant in"
        if reason:
            problems.append(Problem("contradiction", f"the mail {reason} {point[:60]!r}", item.span))
            item = replace(item, covered=False, span=None)
        judged.append(item)
    return tuple(judged), problems
