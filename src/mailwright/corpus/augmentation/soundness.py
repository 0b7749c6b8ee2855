"""Whether a variant stands before the checks at least as well as its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailwright.checks.coverage import missing_items, points_of, sentences_of
from mailwright.checks.facts import unsupported_facts
from mailwright.checks.text import sentences
from mailwright.errors import BriefError

if TYPE_CHECKING:
    from mailwright.corpus.example import Example


@dataclass(frozen=True, slots=True)
class Standing:
    """What the checks hold against an example.

    Attributes:
        unsupported: how many facts of the e-mail the brief does not give.
        missing: how many hard items of the points the e-mail lacks.
    """

    unsupported: int
    missing: int


def standing_of(example: Example) -> Standing:
    """Return how ``example`` stands.

    Raises:
        BriefError: its fields make no brief.
    """
    brief = example.brief()
    body = example.email_body
    said = sentences_of(body, sentences(body), brief.language)
    missing = sum(len(missing_items(point, said)) for point in points_of(brief) if point.wish is None)
    return Standing(len(unsupported_facts(brief, body)), missing)


def is_as_sound(variant: Example, source: Standing) -> bool:
    """Return whether ``variant`` has no more against it than its source had."""
    try:
        found = standing_of(variant)
    except BriefError:
        return False
    return found.unsupported <= source.unsupported and found.missing <= source.missing
