"""Whether a draft says of one person what its points say of another: Lin tests on iOS and Marco on Android.

Each name that the points give has words and figures of its own: those of its clauses that no other name's clause
has. Two names are exchanged if the clauses of the draft that have them have nothing of their own, but something of
the other's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Final

from mailwright.checks.content import content_stems
from mailwright.checks.demands import demanded_names
from mailwright.checks.items import find_items
from mailwright.checks.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailwright.brief import Brief

_CLAUSE: Final = re.compile(r"[,;:–—()!?\n]|\.\s|\s[-+/&]\s|\b(?:and|but|while|whereas|then)\b")


def exchanged(brief: Brief, sentences: Iterable[str]) -> tuple[str, str] | None:
    """Return two names of an English brief, folded, whose parts a draft exchanges; None if there are none.

    Args:
        brief: what the points say of whom.
        sentences: those of the draft.
    """
    own = _own(brief)
    if len(own) < 2:
        return None
    clauses = [clause for sentence in sentences for clause in _clauses(sentence)]
    said = {name: _together(clauses, name) for name in own}
    for one, other in combinations(own, 2):
        if not said[one] or not said[other]:
            continue
        crossed = own[one] & said[other] or own[other] & said[one]
        if crossed and not own[one] & said[one] and not own[other] & said[other]:
            return one, other
    return None


@lru_cache(maxsize=128)
def _own(brief: Brief) -> dict[str, frozenset[str]]:
    """Return what the points say of each name and of no other."""
    names = {fold(name): name for point in brief.points for name in demanded_names(point, brief)}
    clauses = [clause for point in brief.points for clause in _clauses(point)]
    told = {folded: _together(clauses, folded) for folded in names}
    own = {}
    for folded, parts in told.items():
        others = frozenset().union(*(found for name, found in told.items() if name != folded))
        if parts - others:
            own[folded] = parts - others
    return own


def _clauses(text: str) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Return the folded words of each clause, and its stems and the keys of its items."""
    found = []
    for clause in _CLAUSE.split(text):
        heard = frozenset(word.folded for word in words(clause))
        keys = (value for item in find_items(clause) for value in item.values | item.offers)
        found.append((heard, frozenset(content_stems(clause, "en")) | frozenset(keys)))
    return found


def _together(clauses: Iterable[tuple[frozenset[str], frozenset[str]]], name: str) -> frozenset[str]:
    """Return what stands in the clauses that have a name, the name apart."""
    parts = frozenset().union(*(said for heard, said in clauses if name in heard))
    return parts - frozenset(content_stems(name, "en"))
