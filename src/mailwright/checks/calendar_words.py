"""Weekdays, months and relative days named by words: ``Friday``, ``thurs``, ``tomorrow``, ``next week``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailwright.checks.item import Item
from mailwright.checks.text import WORD, fold, without_possessive
from mailwright.checks.vocabulary import months, relative_days, weekdays

if TYPE_CHECKING:
    from mailwright.draft import Span

_DOUBTFUL_DAYS: Final = {
    "en": {"sat", "sun", "wed"},
    "de": {"mo", "di", "mi", "do", "fr", "sa", "so"},
    "fr": {"mer", "lun"},
    "es": {"sab", "mar", "mie", "dom"},
    "it": {"mar", "mer", "dom"},
    "nl": {"ma", "di", "wo", "do", "vr", "za", "zo"},
    "pt": {"segunda", "terca", "quarta", "quinta", "sexta", "seg", "ter", "qua", "qui", "sex", "dom"},
}
_DOUBTFUL_MONTHS: Final = {
    "en": {"may", "march", "mar", "august", "dec", "jan", "jun", "sep", "oct"},
    "de": {"mai"},
    "fr": {"mars", "mai"},
    "es": set(),
    "it": set(),
    "nl": {"mei"},
    "pt": {"set", "out", "marco"},
}
_TELLING: Final = re.compile(
    r"\b(?:on|in|by|of|from|till?|until|since|this|next|last|every|each|before|after|during|to|early|late|mid"
    r"|for|and|or"
    r"|a|na|no|en|em|le|el|les|los|de|di|del|am|im|ab|bis|seit|op|per|entro|jusqu'a|thru|through|between|than|both)"
    r"[\s-]+$",
    re.IGNORECASE,
)
_NUMBER_AFTER: Final = re.compile(
    r"\.?[  ,]{0,2}(?:\d|￼|noon|-feira|morning|afternoon|evening|eve\b|am\b|pm\b|night|lunch)"
)
_PHRASE: Final = re.compile(
    r"\b(this|(?<!the )last|next|nxt)[  ](week(?:end)?s?|wk(?:end)?s?|months?|mths?|mos?|years?|yrs?|terms?"
    r"|quarters?|qtrs?|season"
    r"|semester|summer|spring|autumn|fall|winter|nights?|nite)\b",
    re.IGNORECASE,
)
# "I am writing today", "this year has been hard" are ways of speaking; "by today" is a date.
_DUE: Final = re.compile(
    r"\b(?:by|until|till|due|later|of|before|bis|avant|antes de|entro|voor|até)[  ]$", re.IGNORECASE
)
_UNITS: Final = {
    "wk": "week",
    "wkend": "weekend",
    "mth": "month",
    "mo": "month",
    "yr": "year",
    "qtr": "quarter",
    "nite": "night",
}


def find(text: str, language: str) -> list[Item]:
    """Return weekdays, months without a day and relative days of ``text``."""
    items = [_phrase(match) for match in _PHRASE.finditer(text)] if language == "en" else []
    taken = {item.span[0] for item in items}
    days, month_names, relatives = weekdays(language), months(language), relative_days(language)
    for match in WORD.finditer(text):
        folded = without_possessive(fold(match.group()))
        if folded in days:
            certain = folded not in _DOUBTFUL_DAYS[language] or (len(folded) > 2 and _telling(text, match.span()))
            items.append(_item("weekday", {f"w:{days[folded]}"}, match, certain))
        elif folded in month_names:
            month = month_names[folded]
            certain = folded not in _DOUBTFUL_MONTHS[language] or _telling(text, match.span())
            items.append(_item("date", {f"m:{month}"}, match, certain, {f"M:{month}"}))
        elif folded in relatives and match.start() not in taken:
            certain = folded not in ("tom", "tomo", "yest") and (
                relatives[folded] != "today" or bool(_DUE.search(text, max(0, match.start() - 12), match.start()))
            )
            items.append(_item("date", {f"r:{relatives[folded]}"}, match, certain))
    return items


def _telling(text: str, span: Span) -> bool:
    """Return whether the neighbours of a doubtful word show that it names a day or month."""
    start, end = span
    folded = text[start:end].lower()
    if _NUMBER_AFTER.match(text, end):
        return True
    capital = text[start].isupper() and (start > 1 and text[start - 2] not in ".!?\n" and text[start - 1] != "\n")
    if folded in ("sun", "sat") and re.search(r"\b(?:in|the|of)[ ]+(?:the )?$", text[max(0, start - 9) : start]):
        return False
    return bool(_TELLING.search(text, max(0, start - 14), start)) and (capital or folded != "may")


def _item(kind: str, values: set[str], match: re.Match[str], certain: bool, offers: set[str] | None = None) -> Item:
    if kind == "weekday":
        return Item("weekday", frozenset(values), match.group(), match.span(), certain=certain)
    return Item("date", frozenset(values), match.group(), match.span(), frozenset(offers or ()), certain)


def _phrase(match: re.Match[str]) -> Item:
    which = match.group(1).lower()
    unit = match.group(2).lower()
    unit = _UNITS.get(unit.removesuffix("s"), unit.removesuffix("s"))
    which = "next" if which == "nxt" else which
    values = {f"r:{which} {unit}"}
    if (which, unit) == ("last", "night"):
        values = {"r:yesterday", "r:last night"}
    offers = frozenset({"r:yesterday"}) if unit == "night" else frozenset()
    return Item("date", frozenset(values), match.group(), match.span(), offers, which != "this")
