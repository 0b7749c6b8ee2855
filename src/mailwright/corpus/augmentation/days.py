"""Other dates and weekdays: all of an example move by the same number of days, so that they keep fitting together.

A date whose weekday stands beside it stays right, since both move; order and intervals stay too. A weekday stays
a working day or a day of the weekend.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from mailwright.checks.vocabulary import MONTHS, WEEKDAYS, months, weekdays
from mailwright.corpus.augmentation.occurrences import Group, Occurrence, Pieces, linked

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

_MONTHS: Final = MONTHS["en"].split()
_WEEKDAYS: Final = WEEKDAYS["en"].split()
_DAY_FIRST: Final = re.compile(r"(\d{1,2})(st|nd|rd|th)?( of |[ -]?)([A-Za-z]+)(\.?)", re.IGNORECASE)
_MONTH_FIRST: Final = re.compile(r"([A-Za-z]+)(\.? )(?:(the ))?(\d{1,2})(st|nd|rd|th)?", re.IGNORECASE)
_ISO: Final = re.compile(r"(\d{2})-(\d{2})")
_BARE: Final = re.compile(r"(\d{1,2})(st|nd|rd|th)?", re.IGNORECASE)
_HOLIDAY: Final = re.compile(
    r"\b(?:christmas|xmas|new year\w*|easter|halloween|thanksgiving|valentine\w*|hanukkah|ramadan|eid|diwali"
    r"|advent|pentecost|whit|bank holiday|independence|labou?r day|memorial|black friday|april fool\w*|birthday"
    r"|anniversary|midsummer|solstice|leap|born)\b",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"\b(?:19|20)\d{2}\b")
_MOST_DAYS: Final = 16
_LEAP_DAYS: Final = (date(2025, 2, 26), date(2025, 3, 3))
_SATURDAY: Final = 6


@dataclass(frozen=True, eq=False)
class Moment:
    """One date or weekday at its place."""

    occurrence: Occurrence
    month: int
    day: int
    weekday: int


@dataclass(frozen=True, eq=False)
class Days:
    """The dates and weekdays of an example, and by how many days they may be moved."""

    moments: tuple[Moment, ...]
    shifts: tuple[int, ...]


def days_of(groups: Sequence[Group], texts: Iterable[str], language: str) -> Days:
    """Return the days of an example and the moves that keep them right; none if one cannot move."""
    nothing = Days((), ())
    dated = [
        group for group in groups if group.kinds & {"date", "weekday"} and group.certain and not _relative(group)
    ]
    others = [group for group in groups if group not in dated and group.certain]
    if language != "en" or not dated or any(_HOLIDAY.search(text) for text in texts):
        return nothing
    if not all(len(group.kinds) == 1 and (group.matched or group.only_received) for group in dated):
        return nothing
    if any(linked(group, others) for group in dated) or _has_bare_days(others):
        return nothing
    moments = [_moment(occurrence) for group in dated for occurrence in group.occurrences]
    known = [moment for moment in moments if moment is not None]
    if len(known) < len(moments):
        return nothing
    return Days(tuple(known), tuple(shift for shift in range(-_MOST_DAYS, _MOST_DAYS + 1) if _fits(known, shift)))


def shift_days(days: Days, rng: random.Random) -> Pieces:
    """Return the replacements that move all dates and weekdays by the same number of days."""
    pieces: Pieces = {}
    if days.shifts:
        shift = rng.choice(days.shifts)
        for moment in days.moments:
            item = moment.occurrence.item
            new = _moved(moment, shift)
            if new != item.text:
                pieces.setdefault(moment.occurrence.place, []).append((item.span, new))
    return pieces


def _relative(group: Group) -> bool:
    """Return whether it is ``tomorrow`` or ``next week``: such words stay."""
    return all(value.startswith("r:") for o in group.occurrences for value in o.item.values)


def _has_bare_days(groups: Sequence[Group]) -> bool:
    """Return whether a number may be a day of a month that is not said: ``the 29th``, ``Mon 14``."""
    return any(
        key.startswith("D:")
        for group in groups
        for occurrence in group.occurrences
        for key in occurrence.item.values | occurrence.item.offers
    ) or any(
        value.startswith("o:") and "n:" not in "".join(occurrence.item.values) and occurrence.item.text[0].isdigit()
        for group in groups
        for occurrence in group.occurrences
        for value in occurrence.item.values
    )


def _moment(occurrence: Occurrence) -> Moment | None:
    item = occurrence.item
    if item.kind == "weekday":
        (value,) = item.values
        return Moment(occurrence, 0, 0, int(value[2:]))
    readings = [value[2:].split("-") for value in item.values if value.startswith("d:")]
    single = [value for value in item.values if value.startswith("m:")]
    if len(readings) == 1:
        month, day = (int(part) for part in readings[0])
        form = any(pattern.fullmatch(item.text) for pattern in (_DAY_FIRST, _MONTH_FIRST, _BARE))
        iso = _ISO.fullmatch(item.text) and re.search(r"\d{4}-$", occurrence.before(5))
        return Moment(occurrence, month, day, 0) if (form or iso) and _exists(month, day) else None
    return Moment(occurrence, int(single[0][2:]), 0, 0) if len(single) == 1 else None


def _exists(month: int, day: int) -> bool:
    try:
        date(2025, month, day)
    except ValueError:
        return False
    return True


def _fits(moments: Sequence[Moment], shift: int) -> bool:
    """Return whether all days can move by ``shift``: not across a year's end or 1 March, no lone month left."""
    if not shift or (shift % 7 == 0 and not any(moment.day for moment in moments)):
        return False
    alone = {moment.month for moment in moments if moment.month and not moment.day}
    shared = {moment.month for moment in moments if moment.day and _BARE.fullmatch(moment.occurrence.item.text)}
    for moment in moments:
        if moment.weekday:
            moved = (moment.weekday - 1 + shift) % 7 + 1
            if (moved >= _SATURDAY) != (moment.weekday >= _SATURDAY):
                return False
        elif moment.day:
            old = date(2025, moment.month, moment.day)
            new = old + timedelta(days=shift)
            if new.year != 2025 or any(min(old, new) <= leap <= max(old, new) for leap in _LEAP_DAYS):
                return False
            if new.month != old.month and (alone or old.month in shared or new.month in shared):
                return False
    return True


def _moved(moment: Moment, shift: int) -> str:
    text = moment.occurrence.item.text
    if moment.weekday:
        return _named(text, (moment.weekday - 1 + shift) % 7, _WEEKDAYS, weekdays("en"))
    if not moment.day:
        return text
    new = date(2025, moment.month, moment.day) + timedelta(days=shift)
    if found := _BARE.fullmatch(text):
        return _day(found[1], found[2], new.day)
    if found := _ISO.fullmatch(text):
        return f"{new.month:02}-{new.day:02}"
    if found := _DAY_FIRST.fullmatch(text):
        month = _named(found[4], new.month - 1, _MONTHS, months("en"))
        return _day(found[1], found[2], new.day) + found[3] + month + found[5]
    found = _MONTH_FIRST.fullmatch(text)
    assert found is not None  # _moment has looked
    month = _named(found[1], new.month - 1, _MONTHS, months("en"))
    return month + found[2] + (found[3] or "") + _day(found[4], found[5], new.day)


def _day(old: str, ending: str | None, new: int) -> str:
    digits = f"{new:0{len(old)}}" if old.startswith("0") else str(new)
    if not ending:
        return digits
    right = {1: "st", 2: "nd", 3: "rd"}.get(new % 10 if new not in (11, 12, 13) else 0, "th")
    return digits + (right.upper() if ending.isupper() else right)


def _named(old: str, index: int, names: Sequence[str], known: dict[str, int]) -> str:
    """Return the name number ``index`` as long as ``old`` is and in its case: Fri, FRI, fri, fridays."""
    possessive = old[-2:] if old[-2:].lower() in ("'s", "’s") else ""
    old = old.removesuffix(possessive)
    bare = old.lower()
    plural = bare.endswith("s") and bare not in known and bare[:-1] in known
    plural = plural or (bare.endswith("days") and bare[:-1] in names)
    if known.get(bare) == index + 1:
        return old + possessive
    full = (bare[:-1] if plural else bare) in names and not (len(names) == 12 and bare == "may" and old.islower())
    new = names[index] if full else names[index][:3]
    new += "s" if plural else ""
    cased = new.upper() if old.isupper() else new.capitalize() if old[0].isupper() else new
    return cased + possessive
