"""Dates with a day: ``3 June``, ``June 3rd``, ``14-18 July``, ``2026-06-03``, ``03.06.2026``, ``4.11.``."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from mailwright.brief.lexicon import lowered
from mailwright.checks.item import Item
from mailwright.checks.vocabulary import months

_ISO: Final = re.compile(r"(?<![\d-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])")
_NUMERIC: Final = re.compile(r"(?<![\w.,:/-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-]|[.,]\d)")
_SHORT: Final = re.compile(r"(?<![\w.,:/$€£-])(\d{1,2})(?:/(\d{1,2})|\.[  ]?(\d{1,2})\.)(?![\w/-]|[.,]\d)")
_DAY: Final = r"\d{1,2}(?:[  ]?(?:st|nd|rd|th|er|º|ª|°|e)(?!\w))?(?!\d)"
_JOIN: Final = (
    r"[  ]?(?:[-–—/&+,]|,?[  ](?:to|and|or|until|till|til|through|thru|bis|und|oder|au|et|ou|al|a|e|y|o|tot|en"
    r"|of|t/m"
    r"|até|ate|ao)[  ])[  ]?(?:the[  ]|el[  ]|le[  ])?"
)
_YEAR: Final = r"(?:,?[  ](?:de[  ]|del[  ])?(\d{4})(?![\d-])|[  ]['’]\d{2}\b)?"
_CORRECTION: Final = re.compile(  # the day that is put right behind a date: "8 sept, no longer 12"
    r",?[  ]?(?:(?:but[  ])?(?:not|no longer|now|then|came|was|instead of|rather than)[  ]|(?:->|→)[  ]?)"
    rf"(?:on[  ]|the[  ])*({_DAY})(?![\w:%/]|[.,]\d)",
    re.IGNORECASE,
)
_DAY_NUMBER: Final = re.compile(r"\d{1,2}")


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, int]]:
    table = dict(months(language))
    accented = {"marz": "märz", "aout": "août", "fevrier": "février", "decembre": "décembre", "marco": "março"}
    accented |= {"janner": "jänner", "fevr": "févr"}
    table |= {accented[name]: month for name, month in table.items() if name in accented}
    names = "|".join(sorted(table, key=len, reverse=True))
    day = _DAY if language == "en" else _DAY + r"\.?"
    days = rf"(?<![\w.,:/$€£-])({day}(?:{_JOIN}{day}){{0,5}})"
    of = r"(?:[  ]?(?:of|de|di|d['’])[  ]|[  ]?[-/]?)"
    first = re.compile(rf"{days}{of}({names})(?!\w)\.?{_YEAR}", re.IGNORECASE)
    last = re.compile(
        rf"(?<!\w)({names})\.?[  ](?:the[  ])?({day}(?:{_JOIN}{day}(?![  ]?(?:{names})\b)){{0,5}})"
        rf"(?![\w:%]|[  ]?(?:[ap]\.?m\b|h\b|uhr\b|days?\b|weeks?\b|hours?\b|months?\b|hrs?\b)|[.,]\d){_YEAR}",
        re.IGNORECASE,
    )
    return first, last, table


def find(text: str, language: str) -> list[Item]:
    """Return the dates of ``text``, one item a day, and years given with them as numbers."""
    if not any(character.isdigit() for character in text):
        return []
    first, last, table = _patterns(language)
    items: list[Item] = []
    taken: list[tuple[int, int]] = []

    def free(match: re.Match[str]) -> bool:
        start, end = match.span()
        if any(start < stop and begin < end for begin, stop in taken):
            return False
        taken.append((start, end))
        return True

    for match in _ISO.finditer(text):
        year, month, day = (int(group) for group in match.groups())
        if _valid(month, day) and free(match):
            items += [_date(match, match.start(2), match.end(), {(month, day)}), _year(match, 1, year)]
    for match in _NUMERIC.finditer(text):
        one, two = int(match.group(1)), int(match.group(3))
        readings = {(m, d) for m, d in ((two, one), (one, two)) if _valid(m, d)}
        if readings and free(match):
            items.append(_date(match, match.start(), match.end(3), readings))
            year = int(match.group(4))
            items.append(_year(match, 4, year if year > 99 else year + 2000))
    for pattern, name_group, days_group in ((first, 2, 1), (last, 1, 2)):
        for match in pattern.finditer(text):
            if _is_a_word(match.group(name_group), text, match.end(name_group)) or not free(match):
                continue
            month = table[lowered(match.group(name_group))]
            items += _named(match, month, days_group)
            items += _corrections(text, match.end(), month) if language == "en" else []
    items += [item for match in _SHORT.finditer(text) if free(match) and (item := _short(match))]
    return items


def _named(match: re.Match[str], month: int, days_group: int) -> list[Item]:
    items = []
    offset = match.start(days_group)
    numbers = list(_DAY_NUMBER.finditer(match.group(days_group)))
    for position, number in enumerate(numbers):
        start, end = offset + number.start(), offset + number.end()
        if days_group == 1 and position == len(numbers) - 1:
            end = match.end(2)
        if days_group == 2 and position == 0:
            start = match.start()
        day = int(number.group())
        if _valid(month, day):
            date = _date(match, start, end, {(month, day)})
            borrows = end - start <= 2  # "12 to 26 November": the brief may say 12 -> 26 nov
            items.append(replace(date, values=date.values | {f"o:{day}", f"n:{day}"}) if borrows else date)
    if match.group(3):
        items.append(_year(match, 3, int(match.group(3))))
    return items


def _corrections(text: str, start: int, month: int) -> list[Item]:
    """The bare days that follow a date and share its month; each may as well be a number."""
    items = []
    while match := _CORRECTION.match(text, start):
        start, number = match.end(), _DAY_NUMBER.match(match.group(1))
        day = int(number.group()) if number else 0
        if _valid(month, day):
            date = _date(match, match.start(1), match.end(1), {(month, day)})
            items.append(replace(date, values=date.values | {f"o:{day}", f"n:{day}"}))
    return items


def _short(match: re.Match[str]) -> Item | None:
    one, two = int(match.group(1)), int(match.group(2) or match.group(3))
    keys = {f"d:{m}-{d}" for m, d in ((two, one), (one, two)) if _valid(m, d)}
    if not keys and match.group(3):
        return None
    offers = {f"o:{d}" for d in (one, two)} | {f"n:{one}", f"n:{two}"}
    values = keys | {f"n:{one}/{two}"}
    if match.group(3):
        values |= {f"n:{one}.{match.group(3)}".rstrip("0")}
        if one < 24 and two < 60:
            values |= {f"t:{one}:{two:02}"} | ({f"t:{one + 12}:{two:02}"} if one < 12 else set())
    return Item("date" if keys else "number", frozenset(values), match.group(), match.span(), frozenset(offers))


def _date(match: re.Match[str], start: int, end: int, readings: set[tuple[int, int]]) -> Item:
    values = frozenset(f"d:{month}-{day}" for month, day in readings)
    offers = frozenset(key for month, day in readings for key in (f"o:{day}", f"m:{month}"))
    return Item("date", values, match.string[start:end], (start, end), offers)


def _year(match: re.Match[str], group: int, year: int) -> Item:
    return Item("number", frozenset({f"n:{year}"}), match.group(group), match.span(group))


def _valid(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _is_a_word(name: str, text: str, end: int) -> bool:
    """Return whether ``may``, ``mar``, ... is a verb here: lower case and followed by a lower-case word."""
    if name.lower() not in ("may", "mars", "set", "out", "do") or name != name.lower():
        return False
    return bool(
        re.match(r"[  ](?:not[  ])?(?:be|have|need|also|apply|take|want|come|go|use)\b", text[end : end + 16])
    )
