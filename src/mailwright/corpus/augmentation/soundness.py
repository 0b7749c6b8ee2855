"""Whether a variant stands before the checks at least as well as its source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mailwright.checks.coverage import (
    ENOUGH_ELSEWHERE,
    ENOUGH_IN_WORDS,
    Sentence,
    by_initial,
    points_of,
    sentences_of,
    words_scores,
)
from mailwright.checks.facts import unsupported_facts
from mailwright.checks.frame import frame_problems
from mailwright.checks.items import find_items, offers_of, supported
from mailwright.checks.text import sentences
from mailwright.checks.vocabulary import language_of
from mailwright.checks.wishes import wish_of
from mailwright.errors import BriefError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailwright.brief import Brief
    from mailwright.corpus.augmentation.noise import Jottings
    from mailwright.corpus.example import Example


@dataclass(frozen=True, slots=True)
class Standing:
    """What the checks hold against an example.

    Attributes:
        unsupported: how many facts of the e-mail the brief does not give.
        missing: how many hard items of the points the e-mail lacks.
        frame: how many problems greeting, closing and sender have.
    """

    unsupported: int
    missing: int
    frame: int


def standing_of(example: Example) -> Standing:
    """Return how ``example`` stands.

    Raises:
        BriefError: its fields make no brief.
    """
    brief = example.brief()
    body = example.email_body
    missing = _missing(brief, body)
    return Standing(len(unsupported_facts(brief, body)), missing, len(frame_problems(brief, body)))


def is_as_sound(variant: Example, source: Standing) -> bool:
    """Return whether ``variant`` has no more against it than its source had."""
    try:
        found = standing_of(variant)
    except BriefError:
        return False
    return (
        found.unsupported <= source.unsupported and found.missing <= source.missing and found.frame <= source.frame
    )


def carries(example: Example, jottings: Jottings) -> bool:
    """Return whether the e-mail of ``example`` still says the points of ``jottings`` that were reworded or joined.

    A joined point must be carried by the words of one or two neighbouring sentences; any other at least as well as
    before, or well enough.
    """
    if not jottings.reworded:
        return True
    enough = ENOUGH_IN_WORDS if example.language == "en" else ENOUGH_ELSEWHERE
    said = _sentences(example)
    before = _scores(example.brief(), said)
    after = _scores(_with_points(example, jottings.points), said)
    return all(
        after[place] >= enough
        or (len(jottings.origins[place]) == 1 and after[place] >= before[jottings.origins[place][0]])
        for place in jottings.reworded
    )


def says_all(example: Example) -> bool:
    """Return whether the words of the e-mail alone cover every point that is no wish about the writing."""
    brief = example.brief()
    enough = ENOUGH_IN_WORDS if brief.language == "en" else ENOUGH_ELSEWHERE
    scores = _scores(brief, _sentences(example))
    return all(
        point.wish is not None or score >= enough for point, score in zip(points_of(brief), scores, strict=True)
    )


def _with_points(example: Example, points: Sequence[str]) -> Brief:
    return replace(example, points=tuple(points)).brief()


def _sentences(example: Example) -> tuple[Sentence, ...]:
    return sentences_of(example.email_body, sentences(example.email_body), example.language)


def _missing(brief: Brief, body: str) -> int:
    """Return how many hard items of the points the body lacks; the brief is read once, as for its facts."""
    text = f"{brief.text}\n{brief.received}"
    offers = offers_of(find_items(body, brief.language))
    start = text.index("\n".join(brief.points), len(" ".join(str(p) for p in (brief.sender, *brief.to)).strip()))
    missing = 0
    items = iter(find_items(text, "en"))
    item = next(items, None)
    for point in brief.points:
        end = start + len(point)
        wish = wish_of(point, language_of(brief.language)) is not None
        while item and item.span[0] < end:
            demanded = item.certain and "n:1" not in item.values and item.span[0] >= start and not wish
            missing += demanded and not supported(item, offers)
            item = next(items, None)
        start = end + 1
    return missing


def _scores(brief: Brief, said: Sequence[Sentence]) -> list[float]:
    """Return how much of each point the best window has, 0 to 1."""
    written = by_initial(said)
    return [
        max((carrier.score for carrier in words_scores(point, said, written)), default=0.0)
        for point in points_of(brief)
    ]
