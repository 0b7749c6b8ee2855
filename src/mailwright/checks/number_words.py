"""Numbers in words: ``two weeks``, ``twenty-five``, ``three hundred``, ``twice``, ``half an hour``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailwright.checks.item import Item
from mailwright.checks.text import WORD, fold
from mailwright.checks.vocabulary import cardinals, ordinals

if TYPE_CHECKING:
    from collections.abc import Iterator

_MULTIPLIERS: Final = (100, 1_000, 1_000_000)
_JOIN: Final = re.compile(r"-|[  ]|[  ]and[  ]")
_HINTS: Final = {
    "en": {
        "twice": (2,), "double": (2,), "both": (2,), "pair": (2,), "couple": (2,), "either": (2,), "neither": (2,),
        "thrice": (3,), "triple": (3,), "half": ("0.5", 50, "1/2"), "halves": (2,), "once": (1,), "single": (1,),
        "a": (1,), "an": (1,), "another": (1,), "each": (1,), "per": (1,), "fortnight": (2, 14), "week": (7,),
        "day": (24,), "year": (12,), "decade": (10,), "quarter": ("0.25", 3, "1/4"), "dozens": (12,),
        "no": (0,), "none": (0,), "nothing": (0,), "nobody": (0,), "free": (0,), "zero": (0,), "not": (0,),
        "only": (1,), "whole": (1,), "hour": (60, 1), "half-hour": (30,), "twin": (2,),

        "duo": (2,), "trio": (3,), "quartet": (4,), "third": ("1/3",), "thirds": ("2/3",), "eve": (24,), "oh": (0,),
        "nil": (0,), "alone": (1,), "never": (0,), "grand": (1000,), "doubled": (2,),
        "tripled": (3,), "halved": ("0.5", 50), "twofold": (2,), "annual": (1,), "anniversary": (1,),
        "minute": (60, 1),
        "weekly": (1,), "daily": (1,), "monthly": (1,), "month": (30, 1), "two-thirds": ("2/3",),
    },
    "de": {
        "beide": (2,), "beiden": (2,), "beides": (2,), "halbe": ("0.5", 30), "zweimal": (2,), "dreimal": (3,),
        "paar": (2,),
    },
    "fr": {"deux": (2,), "demi": ("0.5", 30), "demie": (30, "0.5"), "double": (2,)},
    "es": {"ambos": (2,), "ambas": (2,), "media": (30, "0.5"), "medio": ("0.5",), "doble": (2,), "par": (2,)},
    "it": {
        "entrambi": (2,), "entrambe": (2,), "mezza": (30, "0.5"), "mezzo": ("0.5",), "doppio": (2,), "paio": (2,),
    },
    "nl": {"beide": (2,), "half": (30, "0.5"), "halve": ("0.5",), "paar": (2,), "allebei": (2,)},
    "pt": {"ambos": (2,), "ambas": (2,), "meia": (30, "0.5"), "meio": ("0.5",), "dobro": (2,), "par": (2,)},
}  # fmt: skip
_HALF_AN_HOUR: Final = re.compile(
    r"\bhalf[ -](?:an[ -])?hour|\bhalbe[nr]? stunde|\bdemi-heure|\bmezz'ora", re.IGNORECASE
)
_DOUBTFUL_UP_TO: Final = 1
# Writers count what the brief lists ("three things", "these two dates"): small counts matter where they measure.
_FEW: Final = 5
_ROUND: Final = frozenset({"hundred", "thousand", "million", "dozen"})  # "a hundred people", "thanks a million"
_MEASURED: Final = re.compile(
    r"[  -](?:[^\W\d_]+[  ])?(?:second|minute|hour|day|night|week|month|year|term|percent|per cent|euro|dollar"
    r"|pound"
    r"|kilo|met(?:er|re)|mile|o['’]clock|tag|woche|monat|jahr|stunde|minute|jour|semaine|mois|ans?\b|heure"
    r"|d[ií]a|semana|mes"
    r"|año|hora|giorn|settiman|mes[ei]|ann[oi]|or[ae]\b|dag|week|maand|jaar|uur|dias?\b|mês|horas?\b)",
    re.IGNORECASE,
)
_AMBIGUOUS: Final = {
    "fr": {"neuf", "un", "une", "mille"}, "it": {"sei", "un", "una", "uno", "mille"}, "nl": {"een"},
    "pt": {"um", "uma", "mil"},
    "es": {"un", "una", "uno", "mil"}, "de": {"ein", "eine", "acht", "elf", "sieben", "tausend"}, "en": set(),
}  # fmt: skip


def find(text: str, language: str) -> list[Item]:
    """Return numbers, ordinals and hints of numbers in words; what may be an ordinary word is not certain."""
    items = [
        _item({"n:30"}, text, match.start(), match.start() + 4, certain=False)
        for match in _HALF_AN_HOUR.finditer(text)
    ]
    table, ordinal_table = cardinals(language), ordinals(language)
    hints = _HINTS[language]
    words = [(fold(match.group()), match.start(), match.end()) for match in WORD.finditer(text)]
    for number, start, end, folded in _runs(words, table, text, language):
        certain = number > _DOUBTFUL_UP_TO and folded not in _AMBIGUOUS[language]
        keys = {f"n:{number}"}
        certain = certain and folded not in _ROUND and (number > _FEW or bool(_MEASURED.match(text, end)))
        offers = {f"{prefix}:{number}" for prefix in ("p", "a:*", "h")} | _times(number)
        items.append(_item(keys, text, start, end, certain, offers))
    taken = {item.span[0] for item in items}
    for folded, start, end in words:
        if start in taken:
            continue
        if folded in ordinal_table:
            number = ordinal_table[folded]
            items.append(
                _item({f"o:{number}"}, text, start, end, certain=False, offers={f"n:{number}", f"n:1/{number}"})
            )
        elif folded in hints:
            items.append(_item({f"n:{number}" for number in hints[folded]}, text, start, end, certain=False))
    return items


def _runs(
    words: list[tuple[str, int, int]], table: dict[str, int], text: str, language: str
) -> Iterator[tuple[int, int, int, str]]:
    """Yield number, start and end of each run of number words, and the word where it is a single one."""
    position = 0
    while position < len(words):
        folded, start, end = words[position]
        compound = _compound(folded, table) if language in ("de", "nl", "it") else None
        if folded not in table and compound is None:
            position += 1
            continue
        total, current, single = 0, table.get(folded, compound or 0), folded
        while position + 1 < len(words):
            following, next_start, next_end = words[position + 1]
            skip = following == "and" and position + 2 < len(words) and current >= 100
            if skip:
                following, next_start, next_end = words[position + 2]
            if following not in table or not _JOIN.fullmatch(text, end, next_start):
                break
            number = table[following]
            if number in _MULTIPLIERS:
                total, current = (total + current * number, 0) if number > 100 else (total, current * number)
            elif (number < 10 <= current and current % 10 == 0) or (number < 100 <= current):
                current += number
            else:
                break
            position += 2 if skip else 1
            end, single = next_end, ""
        yield total + current, start, end, single
        position += 1


def _compound(folded: str, table: dict[str, int]) -> int | None:
    """Return the number of ``funfundzwanzig``, ``vijfentwintig`` or ``ventitre``; None if it is none."""
    if len(folded) < 8:
        return None
    for joint in ("und", "en"):
        left, found, right = folded.partition(joint)
        left = "eins" if left == "ein" else left
        if found and table.get(right, 0) >= 20 and 0 < table.get(left, 0) < 10:
            return table[left] + table[right]
    return None


def _times(number: int) -> set[str]:
    return {f"t:{number % 24}:00", f"t:{(number + 12) % 24}:00"} if 1 <= number <= 12 else set()


def _item(keys: set[str], text: str, start: int, end: int, certain: bool, offers: set[str] | None = None) -> Item:
    return Item("number", frozenset(keys), text[start:end], (start, end), frozenset(offers or ()), certain)
