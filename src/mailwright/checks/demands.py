"""What a body must have of a point to cover it, whatever words it finds for the rest: hard items and names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailwright.brief.lexicon import is_common
from mailwright.checks.items import find_items
from mailwright.checks.names import CONVENTIONAL, abbreviates
from mailwright.checks.text import words
from mailwright.checks.wishes import has_wish

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mailwright.brief import Brief
    from mailwright.checks.items import Item

_COUNTER: Final = re.compile(r"(\d{1,2})(?:[:.)]\s|\s(?=[^\W\d_]{3,}))")
_POSSESSIVE: Final = re.compile("['’]s?$")


def demanded_items(point: str, language: str, *, counted: bool = False) -> tuple[Item, ...]:
    """Return the items of a point that the body must have: the certain ones, without a bare 1.

    Args:
        point: a key point.
        language: of its words.
        counted: whether it begins with a number that only counts the points.
    """
    return tuple(
        item
        for item in find_items(point, language)
        if item.certain and "n:1" not in item.values and not (counted and item.span[0] == 0)
    )


def counted_points(points: Sequence[str]) -> tuple[bool, ...]:
    """Return which points begin with a number that counts on from that of the one before, or is counted on from.

    ``2 worktop joint open``, ``3 noise 62 dB``: the sender answers a numbered list.
    """
    numbers = [int(match[1]) if (match := _COUNTER.match(point)) else None for point in points]
    return tuple(
        number is not None and any(0 < abs(number - other) < 3 for other in numbers[max(0, n - 1) : n + 2] if other)
        for n, number in enumerate(numbers)
    )


def demanded_names(point: str, brief: Brief) -> tuple[str, ...]:
    """Return the proper names of an English point, as it writes them, that the body must have.

    Left out are those of sender and recipients, for whom pronouns stand, and all where a wish is among the words
    (``told Vince, don't name him``).
    """
    if has_wish(point):
        return ()
    people = {word.folded for person in (brief.sender, *brief.to) for word in words(str(person))}
    items = [item.span for item in find_items(point, "en") if item.certain]  # "Tom" may be "tomorrow"
    found = []
    for word in words(point):
        text = point[slice(*word.span)]
        within = any(start < word.span[1] and word.span[0] < end for start, end in items)
        if not within and word.folded not in people and _is_proper(text, word.folded):
            found.append(_POSSESSIVE.sub("", text))
    return tuple(dict.fromkeys(found))


def is_written(name: str, written: Collection[str]) -> bool:
    """Return whether a folded name, its plural or what it is short for is among the folded words of a draft."""
    if name in written or f"{name}s" in written or name.removesuffix("s") in written:
        return True
    return any(abbreviates(name, word) or (len(name) > 3 and name in word) for word in written)


def _is_proper(text: str, folded: str) -> bool:
    """Return whether a word is written as a name is: ``Ivo``, not ``IDs``, ``UTC`` or ``Photos``."""
    if not text[0].isupper() or text[:-1].isupper() or len(folded) < 3:
        return False
    return folded not in CONVENTIONAL and not is_common(folded)
