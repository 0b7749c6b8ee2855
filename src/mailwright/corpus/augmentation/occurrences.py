"""The hard items of an example, grouped by what they mean, so that a group can change in all texts alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailwright.checks.items import Item, find_items
from mailwright.corpus.augmentation.texts import BODY, WRITTEN, Place, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mailwright.corpus.example import Example

Pieces = dict[Place, list[tuple[tuple[int, int], str]]]
"""Where in which text what is to stand instead."""

_IDENTITY: Final = {  # keys by which two items of a kind are the same; the others say what it may also stand for
    "number": ("n:", "p:", "a:"),
    "amount": ("n:", "p:", "a:"),
    "time": ("t:",),
    "date": ("d:", "m:", "r:"),
    "weekday": ("w:",),
    "phone": ("f:",),
    "identifier": ("i:",),
    "link": ("l:",),
    "address": ("e:",),
}
_SIDES: Final = frozenset({"subject", "points", "prompt"})


@dataclass(frozen=True, eq=False)
class Occurrence:
    """One item at its place, in its text."""

    place: Place
    item: Item
    text: str

    def before(self, length: int = 24) -> str:
        """Return what stands before the item, at most ``length`` characters."""
        return self.text[max(0, self.item.span[0] - length) : self.item.span[0]]

    def after(self, length: int = 24) -> str:
        """Return what follows the item, at most ``length`` characters."""
        return self.text[self.item.span[1] : self.item.span[1] + length]


@dataclass(frozen=True, eq=False)
class Group:
    """All occurrences of one thing: ``41 coats`` and ``forty-one winter coats``."""

    occurrences: tuple[Occurrence, ...]
    keys: frozenset[str]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of its items."""
        return frozenset(occurrence.item.kind for occurrence in self.occurrences)

    @property
    def matched(self) -> bool:
        """Whether both the brief (subject, points or prompt) and the body have it."""
        places = {occurrence.place for occurrence in self.occurrences}
        return BODY in places and any(place[0] in _SIDES for place in places)

    @property
    def only_received(self) -> bool:
        """Whether nothing but the mail being answered has it."""
        return all(occurrence.place[0] == "received" for occurrence in self.occurrences)

    @property
    def certain(self) -> bool:
        """Whether one of its items cannot be an ordinary word."""
        return any(occurrence.item.certain for occurrence in self.occurrences)


def groups_of(example: Example) -> list[Group]:
    """Return the items of all texts of ``example``, those that mean the same together, in order of appearance."""
    found = [
        Occurrence(place, item, text)
        for place, text in texts_of(example).items()
        for item in find_items(text, example.language)
    ]
    parents = list(range(len(found)))

    def root(position: int) -> int:
        while parents[position] != position:
            parents[position] = parents[parents[position]]
            position = parents[position]
        return position

    first: dict[str, int] = {}
    for position, occurrence in enumerate(found):
        for key in _identity(occurrence.item):
            parents[root(position)] = root(first.setdefault(key, position))
    together: dict[int, list[Occurrence]] = {}
    for position, occurrence in enumerate(found):
        together.setdefault(root(position), []).append(occurrence)
    return [Group(tuple(group), _keys(group)) for group in together.values()]


def linked(group: Group, others: Iterable[Group], prefixes: Sequence[str] = ()) -> bool:
    """Return whether another group may stand for what ``group`` means: their keys meet.

    Args:
        prefixes: keys that begin so are left out of account.
    """
    keys = {key for key in group.keys if not key.startswith(tuple(prefixes))} if prefixes else group.keys
    return any(other is not group and not keys.isdisjoint(other.keys) for other in others)


def merge(all_pieces: Iterable[Mapping[Place, list[tuple[tuple[int, int], str]]]]) -> Pieces:
    """Return the replacements of several changes that do not touch each other as one."""
    merged: Pieces = {}
    for pieces in all_pieces:
        for place, found in pieces.items():
            merged.setdefault(place, []).extend(found)
    return merged


def written(occurrence: Occurrence) -> bool:
    """Return whether the item stands in the e-mail and not in the brief."""
    return occurrence.place[0] in WRITTEN


def _identity(item: Item) -> list[str]:
    prefixes = _IDENTITY[item.kind]
    keys = item.values | item.offers if item.kind in ("number", "amount") else item.values
    return [key for key in keys if key.startswith(prefixes)]


def _keys(group: Iterable[Occurrence]) -> frozenset[str]:
    return frozenset(key for occurrence in group for key in occurrence.item.values | occurrence.item.offers)
