"""Hard items of a text: numbers, amounts, dates, weekdays, times, links, addresses, phones, identifiers.

Every item carries normalised keys, so that ``3pm`` and ``15:00``, ``1.830,40`` and ``1,830.40``, ``6/3`` and
``June 3rd`` meet. ``values`` is what an item may mean, ``offers`` what it can stand for where another text says
it differently; an item is supported by a text if one of its values is among what that text's items offer.

Keys: ``n:`` number, ``p:`` per cent, ``a:CUR:`` amount (``*``: no currency said), ``t:`` time of day, ``h:`` hour
of either half of the day, ``d:month-day``, ``o:`` ordinal or day of a month, ``D:`` day of some month, ``m:``
month, ``M:`` month without a day, ``w:`` weekday 1-7, ``r:`` relative day, ``l:`` link, ``e:`` e-mail address,
``f:`` phone digits, ``i:`` identifier.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mailwright.checks import calendar_words, dates, number_words, numbers, references, times
from mailwright.checks.item import Item
from mailwright.checks.vocabulary import language_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = ["Item", "find_items", "offers_of", "supported"]

_TAKEN = "\ufffc"
_FINDERS = (
    references.find,
    dates.find,
    times.find,
    numbers.find,
    calendar_words.find,
    number_words.find,
)


@lru_cache(maxsize=1024)
def find_items(text: str, language: str = "en") -> tuple[Item, ...]:
    """Return the hard items of ``text`` in order of appearance; their spans do not overlap.

    Args:
        text: anything; offsets in the items refer to it as it is.
        language: a BCP 47 tag; names of months and days and number words of that language are known.
    """
    table = language_of(language)
    left = text
    found: list[Item] = []
    for find in _FINDERS:
        new = find(left, table)
        if not new:
            continue
        found += new
        pieces, last = [], 0
        for start, end in sorted(item.span for item in new):
            if start >= last:
                pieces += [left[last:start], _TAKEN * (end - start)]
                last = end
        left = "".join(pieces) + left[last:]
    return tuple(sorted(found, key=lambda item: item.span))


def offers_of(items: Iterable[Item]) -> frozenset[str]:
    """Return all that ``items`` can stand for."""
    return frozenset(
        key for item in items for key in (item.values | item.offers if item.kind != "amount" else item.offers)
    )


def supported(item: Item, offers: Collection[str]) -> bool:
    """Return whether ``offers`` give the item in any equivalent form, a day and its month apart included."""
    if any(value in offers for value in item.values):
        return True
    for value in item.values:
        if value.startswith("d:"):
            month, day = value[2:].split("-")
            if f"M:{month}" in offers and (f"o:{day}" in offers or f"n:{day}" in offers):
                return True
            if f"m:{month}" in offers and f"D:{day}" in offers:
                return True
        if "/" in value and value[0] in "ni":  # 12/13, 5 h 20, P30-P34
            parts = value[2:].split("/")
            if all(f"{value[0]}:{part}" in offers or f"o:{part}" in offers for part in parts):
                return True
    return False
