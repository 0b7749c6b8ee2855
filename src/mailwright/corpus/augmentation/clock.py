"""Other times of day: all of an example move together, so that order and durations stay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailwright.corpus.augmentation.occurrences import Group, Occurrence, Pieces, linked

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

_FORM: Final = re.compile(
    r"(?P<hour>\d{1,2})(?:(?P<mark>[:.])(?P<minute>\d{2}))?"
    r"(?P<tail>[   ]?(?:(?P<half>[ap])\.?[   ]?m\.?|uhr|h|u))?",
    re.IGNORECASE,
)
_BARE_HOUR: Final = re.compile(r"\b(?:at|by|until|till|til|before|after|around|from|between|@)\s*$", re.IGNORECASE)
_PART_OF_DAY: Final = re.compile(
    r"\b(?:morning|afternoon|evening|night|lunch\w*|breakfast|dinner|noon|midday|sunrise|sunset|dawn)\b",
    re.IGNORECASE,
)
_EARLIEST: Final = 6 * 60
_LATEST: Final = 22 * 60
_NOON: Final = 12 * 60
_DAY: Final = 24 * 60


@dataclass(frozen=True, eq=False)
class Clock:
    """The times of an example, and by how many minutes they may be moved."""

    occurrences: tuple[Occurrence, ...]
    shifts: tuple[int, ...]


def clock_of(groups: Sequence[Group]) -> Clock:
    """Return the times of an example and the moves that keep them all plausible; none if one cannot move."""
    times = [group for group in groups if "time" in group.kinds]
    others = [group for group in groups if "time" not in group.kinds]
    occurrences = [occurrence for group in times for occurrence in group.occurrences]
    if not times or not all(group.kinds == {"time"} and (group.matched or group.only_received) for group in times):
        return Clock((), ())
    if any(_FORM.fullmatch(occurrence.item.text) is None for occurrence in occurrences):
        return Clock((), ())
    if any(linked(group, others) for group in times) or _has_bare_hours(others):
        return Clock((), ())
    reach = 60 if any(_PART_OF_DAY.search(occurrence.text) for occurrence in occurrences) else 180
    step = 60 if any(":" not in o.item.text and "." not in o.item.text[:3] for o in occurrences) else 15
    twelve = not any(_is_24_hours(occurrence) for occurrence in occurrences)
    shifts = [
        shift
        for shift in range(-reach, reach + 1, step)
        if shift and all(_moves(occurrence, shift, twelve=twelve) for occurrence in occurrences)
    ]
    return Clock(tuple(occurrences), tuple(shifts))


def shift_clock(clock: Clock, rng: random.Random) -> Pieces:
    """Return the replacements that move all times by the same number of minutes."""
    pieces: Pieces = {}
    if clock.shifts:
        shift = rng.choice(clock.shifts)
        for occurrence in clock.occurrences:
            replacement = (occurrence.item.span, _shifted(occurrence.item.text, shift))
            pieces.setdefault(occurrence.place, []).append(replacement)
    return pieces


def _has_bare_hours(groups: Sequence[Group]) -> bool:
    """Return whether a number may be an hour: ``see you at 3``."""
    return any(
        any(key.startswith("h:") for key in occurrence.item.values | occurrence.item.offers)
        and _BARE_HOUR.search(occurrence.before())
        for group in groups
        if "number" in group.kinds
        for occurrence in group.occurrences
    )


def _is_24_hours(occurrence: Occurrence) -> bool:
    match = _FORM.fullmatch(occurrence.item.text)
    assert match is not None  # the callers have looked
    return not match["half"] and (int(match["hour"]) > 12 or match["hour"].startswith("0"))


def _moves(occurrence: Occurrence, shift: int, *, twelve: bool) -> bool:
    """Return whether a time stays in its half of the day and between six and ten, or where it was outside that."""
    match = _FORM.fullmatch(occurrence.item.text)
    assert match is not None  # the callers have looked
    hour = int(match["hour"])
    minutes = hour * 60 + int(match["minute"] or 0)
    if match["half"]:
        minutes = minutes % _NOON + (_NOON if match["half"] in "pP" else 0)
        first, last = (_EARLIEST, _NOON) if minutes < _NOON else (_NOON, _LATEST + 1)
    elif twelve:  # a clock face: 3:30 may be either half of the day
        if hour >= 12:
            return False
        first, last = (60, 7 * 60) if minutes < 7 * 60 else (7 * 60, _NOON)
    else:
        first, last = (_EARLIEST, _NOON) if minutes < _NOON else (_NOON, _LATEST + 1)
    return first <= minutes < last and first <= minutes + shift < last and minutes + shift < _DAY


def _shifted(text: str, shift: int) -> str:
    match = _FORM.fullmatch(text)
    assert match is not None  # the callers have looked
    minutes = int(match["hour"]) * 60 + int(match["minute"] or 0)
    if match["half"]:
        minutes = minutes % _NOON + shift % _NOON
        hour = minutes // 60 % 12 or 12
    else:
        minutes += shift
        hour = minutes // 60
    width = (
        len(match["hour"])
        if match["hour"].startswith("0") or (hour < 10 <= int(match["hour"]) and not match["half"])
        else 1
    )
    tail = f"{match['mark']}{minutes % 60:02}" if match["mark"] else ""
    return f"{hour:0{width}}{tail}{match['tail'] or ''}"
