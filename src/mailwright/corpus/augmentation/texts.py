"""The texts of an example, each at its place, so that one change can be made in all of them alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mailwright.corpus.example import Example

Field = Literal[
    "sender", "to", "subject", "points", "received", "signature", "prompt", "email_subject", "email_body"
]
Place = tuple[Field, int]
"""A field, and which entry of it; 0 where the field is a single text."""

_SINGLE: Final[tuple[Field, ...]] = (
    "sender", "subject", "received", "signature", "prompt", "email_subject", "email_body",
)  # fmt: skip
_LISTS: Final[tuple[Field, ...]] = ("to", "points")
BODY: Final[Place] = ("email_body", 0)
WRITTEN: Final[frozenset[Field]] = frozenset({"email_subject", "email_body"})
"""The side that a model writes; all other fields are what it is given."""


def texts_of(example: Example) -> dict[Place, str]:
    """Return the texts of ``example`` that hold something."""
    texts: dict[Place, str] = {(name, 0): getattr(example, name) for name in _SINGLE}
    for name in _LISTS:
        texts |= {(name, index): text for index, text in enumerate(getattr(example, name))}
    return {place: text for place, text in texts.items() if text}


def with_texts(example: Example, changed: Mapping[Place, str]) -> Example:
    """Return ``example`` with the texts at the places of ``changed`` replaced."""
    if not changed:
        return example
    values: dict[str, Any] = {name: changed[name, 0] for name in _SINGLE if (name, 0) in changed}
    for name in _LISTS:
        if any(place[0] == name for place in changed):
            values[name] = tuple(changed.get((name, i), text) for i, text in enumerate(getattr(example, name)))
    return replace(example, **values)


def substituted(text: str, pieces: Iterable[tuple[tuple[int, int], str]]) -> str:
    """Return ``text`` with the (start, end) spans of ``pieces``, which do not overlap, replaced."""
    parts: list[str] = []
    last = 0
    for (start, end), new in sorted(pieces):
        parts += [text[last:start], new]
        last = end
    return "".join(parts) + text[last:]
