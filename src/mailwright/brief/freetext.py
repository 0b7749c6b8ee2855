"""Free text -> the fields of a brief, by rules: what is not a recipient, sender, tone or length is a point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mailwright.brief.model import Length, Person, Tone


@dataclass(frozen=True)
class Reading:
    """What was read out of a free-text prompt; None and empty where it says nothing."""

    points: tuple[str, ...]
    sender: Person = Person()
    to: tuple[Person, ...] = ()
    subject: str = ""
    tone: Tone | None = None
    length: Length | None = None
    language: str | None = None


def read_prompt(prompt: str) -> Reading:
    """Read a free-text wish such as ``tell priya the invoice 4411 is late, ask to pay by fri, friendly``."""
    return Reading(points=(prompt,))


def fields_from_prompt(reading: Reading) -> dict[str, Any]:
    """Return the fields of ``reading`` that say something, as keyword arguments of Brief."""
    fields = {name: getattr(reading, name) for name in Reading.__dataclass_fields__}
    return {name: value for name, value in fields.items() if value not in (None, "", (), Person())}
