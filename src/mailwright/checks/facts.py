"""Facts of a draft that the brief (for a reply: or the received mail) does not give."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mailwright.checks.items import Item, find_items, offers_of, supported
from mailwright.checks.names import NameIndex, find_names
from mailwright.checks.vocabulary import language_of
from mailwright.draft import UnsupportedFact

if TYPE_CHECKING:
    from mailwright.brief import Brief
    from mailwright.draft import Span

_ENUMERATION: Final = re.compile(r"(?:^|\n)[ \t]*$")


@lru_cache(maxsize=64)
def sources(brief: Brief) -> tuple[frozenset[str], NameIndex]:
    """Return what the brief's items offer and the names that it knows; the received mail counts as given."""
    text = f"{brief.text}\n{brief.received}"
    items = find_items(text, "en") + (
        () if language_of(brief.language) == "en" else find_items(text, brief.language)
    )
    return offers_of(items), NameIndex(text)


def unsupported_facts(brief: Brief, body: str) -> tuple[UnsupportedFact, ...]:
    """Return the facts of ``body`` that the brief does not give in any equivalent form, in order."""
    offers, names = sources(brief)
    items = find_items(body, brief.language)
    found = [
        UnsupportedFact(item.text, item.kind, item.span)
        for item in items
        if item.certain and not supported(item, offers) and not _enumerates(item, body)
    ]
    for start, end in _unknown_names(body, brief.language, names):
        if not any(start < item.span[1] and item.span[0] < end for item in items):
            found.append(UnsupportedFact(body[start:end], "name", (start, end)))
    return tuple(sorted(found, key=lambda fact: fact.span))


def _unknown_names(body: str, language: str, names: NameIndex) -> list[Span]:
    """Return unknown names; neighbouring words make one name."""
    spans: list[Span] = []
    for start, end in find_names(body, language_of(language), (0, len(body))):
        if names.knows(body[start:end]):
            continue
        if spans and body[spans[-1][1] : start] in (" ", ". ", "-", "\u00a0"):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return [span for span in spans if not names.knows_initials(body[slice(*span)])]


def _enumerates(item: Item, body: str) -> bool:
    """Return whether the item is the number of a list's entry (``2.`` or ``2)`` at the start of a line)."""
    start, end = item.span
    return (
        item.kind == "number"
        and len(item.text) <= 2
        and body[end : end + 1] in (".", ")")
        and bool(_ENUMERATION.search(body, max(0, start - 8), start))
    )
