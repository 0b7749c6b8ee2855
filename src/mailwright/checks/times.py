"""Times of day: ``3pm``, ``3 p.m.``, ``15:00``, ``15h30``, ``half past three``, ``noon``, ``9 in the morning``."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from mailwright.brief.lexicon import lowered
from mailwright.checks.item import Item
from mailwright.checks.vocabulary import cardinals

_HALF_DAY: Final = r"(a\.?[  ]?m\b\.?|p\.?[  ]?m\b\.?)"
_RANGE: Final = re.compile(
    rf"(?<![\w.,:/])(\d{{1,2}})(?:[:.](\d{{2}}))?[  ]?(?:-|–|—|to|and|until|till|or|/|,)[  ]?"
    rf"(?=\d{{1,2}}(?:[:.]\d{{2}})?[  ]?{_HALF_DAY})",
    re.IGNORECASE,
)
_TWELVE: Final = re.compile(rf"(?<![\w.,:])(\d{{1,2}})(?:[:.h](\d{{2}}))?[  ]?{_HALF_DAY}", re.IGNORECASE)
_CLOCK: Final = re.compile(r"(?<![\w.,:])(\d{1,2}):(\d{2})(?::\d{2})?(?!\d|:\d)")
_HOURS: Final = re.compile(
    r"(?<![\w.,:/])(\d{1,2})(?:[  ]?(h|uhr|u|uur|heures?|hrs?|horas?|ore)(?:[  ]?(\d{2})(?!\d|[.,]\d))?)(?!\w)",
    re.IGNORECASE,
)
_NAMED: Final = {
    "noon": 12, "midday": 12, "mittags": 12, "midi": 12, "mediodía": 12, "mediodia": 12, "mezzogiorno": 12,
    "meio-dia": 12, "midnight": 0, "mitternacht": 0, "minuit": 0, "medianoche": 0, "mezzanotte": 0, "meia-noite": 0,
    "middernacht": 0,
}  # fmt: skip
_NOON: Final = re.compile(rf"(?<!\w)(?:{'|'.join(_NAMED)})(?!\w)", re.IGNORECASE)
_HOUR_WORDS: Final = "|".join(sorted(cardinals("en"), key=len, reverse=True))
_SPOKEN: Final = re.compile(
    rf"(?<!\w)(half|(?:a[  ])?quarter|twenty[ -]five|twenty|ten|five|\d{{1,2}})[  ](past|to"
    rf"|after)[  ](\d{{1,2}}|{_HOUR_WORDS})"
    rf"(?![\w:]|[ ](?:{_HOUR_WORDS}|people|of)\b)",
    re.IGNORECASE,
)
_PART_OF_DAY: Final = re.compile(
    rf"(?<![\w.,:/-])(\d{{1,2}}|{_HOUR_WORDS})(?:[:.](\d{{2}}))?[  ](?:o['’]clock(?:[  ](?:in[  ]the[  ]|at[  ])?"
    r"(morning|afternoon|evening|night))?|(?:in[  ]the[  ]|at[  ]|this[  ]|tomorrow[  ])(morning|afternoon"
    r"|evening|night))(?!\w)",
    re.IGNORECASE,
)
_MINUTES: Final = {"half": 30, "quarter": 15, "twenty-five": 25, "twenty": 20, "ten": 10, "five": 5}


def find(text: str, language: str) -> list[Item]:
    """Return the times of day in ``text``."""
    items: list[Item] = []
    for read, pattern in _READERS:
        for match in pattern.finditer(text):
            item = read(match, language)
            if item and not any(item.span[0] < other.span[1] and other.span[0] < item.span[1] for other in items):
                items.append(item)
    return items


def _range(match: re.Match[str], _language: str) -> Item | None:
    end = match.end(2) if match.group(2) else match.end(1)
    hour, minute = int(match.group(1)), int(match.group(2) or 0)
    return _time(match, match.start(), end, _both_halves(hour, minute), hour if not minute else None)


def _twelve(match: re.Match[str], _language: str) -> Item | None:
    hour, minute = int(match.group(1)), int(match.group(2) or 0)
    if not 1 <= hour <= 12 or minute > 59:
        return None
    late = match.group(3)[0] in "pP"
    end = match.end()
    if match.group().endswith(".") and match.group(3).count(".") == 1:
        end -= 1
    return _time(match, match.start(), end, {(hour % 12 + 12 * late, minute)}, hour if not minute else None)


def _clock(match: re.Match[str], _language: str) -> Item | None:
    hour, minute = int(match.group(1)), int(match.group(2))
    if hour > 24 or minute > 59:
        return None
    readings = {(hour, minute)} if match.group(1)[0] == "0" else _both_halves(hour, minute)
    return _time(match, match.start(), match.end(), readings, hour if not minute else None)


def _hours(match: re.Match[str], language: str) -> Item | None:
    hour, minute = int(match.group(1)), int(match.group(3) or 0)
    if hour > 24 or minute > 59:
        return None
    unit = match.group(2).lower()
    parts = frozenset({f"n:{hour}", f"n:{minute}", f"n:{hour}/{minute}"})
    if match.group(3) or (unit in ("h", "uhr", "u") and language != "en"):
        item = _time(match, match.start(), match.end(), {(hour, minute)}, hour if not minute else None)
        return item and Item(
            item.kind, item.values | _duration(hour, minute), item.text, item.span, item.offers | parts
        )
    end = match.end(1)
    keys = frozenset(f"t:{h}:{m:02}" for h, m in _both_halves(hour, 0))
    clock = keys if unit == "h" else frozenset()
    values = frozenset({f"n:{hour}"}) | clock
    return Item("number", values, match.string[match.start() : end], (match.start(), end), keys)


def _duration(hour: int, minute: int) -> frozenset[str]:
    return frozenset({f"n:{hour}/{minute}"} if minute else {f"n:{hour}"})


def _noon(match: re.Match[str], _language: str) -> Item | None:
    hour = _NAMED[lowered(match.group())]
    return _time(match, match.start(), match.end(), {(hour, 0)}, 12)


def _spoken(match: re.Match[str], _language: str) -> Item | None:
    shift_word = match.group(1).lower().replace("a ", "").replace(" ", "-").strip()
    shift = _MINUTES.get(shift_word) or (int(shift_word) if shift_word.isdecimal() else 0)
    hour = _hour(match.group(3))
    if not 1 <= hour <= 24 or not 0 < shift < 60:
        return None
    minutes = hour * 60 + (-shift if match.group(2).lower() == "to" else shift)
    if shift_word.isdecimal() or (match.group(2).lower() == "to" and shift_word != "quarter" and not _at(match)):
        return None
    return _time(match, match.start(), match.end(), _both_halves(minutes // 60, minutes % 60), None)


def _part_of_day(match: re.Match[str], _language: str) -> Item | None:
    hour, minute = _hour(match.group(1)), int(match.group(2) or 0)
    if not 0 <= hour <= 24 or minute > 59:
        return None
    part = (match.group(3) or match.group(4) or "").lower()
    readings = _both_halves(hour, minute)
    if part and hour <= 12:
        late = part in ("afternoon", "evening") or (part == "night" and hour > 5)
        readings = {(hour % 12 + 12 * late, minute)}
    end = match.end(2) if match.group(2) else match.end(1)
    return _time(match, match.start(), end, readings, hour if not minute else None)


def _at(match: re.Match[str]) -> bool:
    """Return whether ``five to six`` is a time and not a range: it stands after a word such as ``at``."""
    return bool(re.search(r"\b(?:at|by|until|till|before|after|around)\s$", match.string[: match.start()]))


def _hour(text: str) -> int:
    return int(text) if text.isdecimal() else cardinals("en").get(text.lower(), -1)


@cache
def _halves(hour: int, minute: int) -> frozenset[tuple[int, int]]:
    hour %= 24
    return frozenset({(hour, minute), (hour + 12, minute)} if hour <= 11 else {(hour, minute), (hour % 12, minute)})


def _both_halves(hour: int, minute: int) -> set[tuple[int, int]]:
    """Return the readings of an hour on a clock face: 3 may be 3 or 15, 15 is 15 only, 12 is noon or midnight."""
    if hour > 12:
        return {(hour % 24, minute)}
    return set(_halves(hour, minute))


def _time(
    match: re.Match[str], start: int, end: int, readings: set[tuple[int, int]], full_hour: int | None
) -> Item | None:
    if not readings:
        return None
    values = frozenset(f"t:{hour % 24}:{minute:02}" for hour, minute in readings)
    hours = frozenset() if full_hour is None else frozenset({f"h:{full_hour}", f"h:{full_hour % 12}"})
    return Item("time", values, match.string[start:end], (start, end), hours)


_READERS: Final = (
    (_range, _RANGE),
    (_twelve, _TWELVE),
    (_clock, _CLOCK),
    (_spoken, _SPOKEN),
    (_part_of_day, _PART_OF_DAY),
    (_hours, _HOURS),
    (_noon, _NOON),
)
