"""Faults in facts: a digit, a date, a name, a fact too many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailwright.brief.lexicon import is_common
from mailwright.checks.items import find_items
from mailwright.checks.names import CONVENTIONAL
from mailwright.checks.text import WORD, fold, without_possessive

if TYPE_CHECKING:
    from mailwright.checks.items import Item
    from mailwright.evaluation.mutations.source import Source

STRANGERS: Final = (
    "Gustav", "Ingrid", "Thabo", "Mirela", "Haruto", "Fatou", "Desmond", "Yolanda", "Kwame", "Leonie", "Piotr",
    "Soraya", "Umberto", "Nadia", "Cormac", "Babette",
)  # fmt: skip
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_ADDED: Final = (
    "The reference for this is {number}.",
    "The cost comes to ${number}.",
    "{name} will be there as well.",
    "This was agreed on {day} {month}.",
    "You can also reach us on 555-01{two}.",
    "The details are at https://example.org/page{number}.",
    "It will take about {two} minutes.",
    "It starts at {hour}:45.",
)


def change_digit(source: Source) -> str | None:
    """Change one digit of a number, amount, time or date that the brief gives; it stays an item of its kind."""
    for item in source.order([item for item in source.given_items if re.search(r"\d", item.text)], "item"):
        digits = [match.start() for match in re.finditer(r"\d", item.text)]
        for place in source.order(digits, "digit"):
            for digit in source.order("123456789", "value"):
                text = item.text[:place] + digit + item.text[place + 1 :]
                body = source.replace(item.span, text)
                if text != item.text and _is_other(item, body, source):
                    return body
    return None


def move_date(source: Source) -> str | None:
    """Put another weekday, month or day of the month where the brief gives one."""
    dated = [item for item in source.given_items if item.kind in ("weekday", "date")]
    for item in source.order(dated, "date"):
        for pattern, values in ((_any_of(_WEEKDAYS), _WEEKDAYS), (_any_of(_MONTHS), _MONTHS)):
            match = pattern.search(item.text)
            if match:
                place = next(n for n, value in enumerate(values) if value.startswith(match[1].capitalize()[:3]))
                moved = values[(place + 1 + source.choose(range(len(values) - 2), "moved")) % len(values)]
                shown = moved if len(match[1]) > 4 else moved[:3]
                text = item.text[: match.start(1)] + shown + item.text[match.end(1) :]
                body = source.replace(item.span, text)
                if _is_other(item, body, source):
                    return body
    return None


def swap_name(source: Source) -> str | None:
    """Call somebody or something whom the brief names by a stranger's name, throughout the text."""
    for name in source.order(names_in_text(source), "name"):
        return _renamed(source, {name: stranger(source, "name")})
    return None


def exchange_names(source: Source) -> str | None:
    """Exchange two names of the text: what the brief says of one is now said of the other."""
    found = names_in_text(source)
    if len(found) < 2:
        return None
    one, other = source.order(found, "two names")[:2]
    body = _renamed(source, {one: other, other: one})
    return body if body != source.body else None


def add_fact(source: Source) -> str | None:
    """Add a sentence with a number, amount, name, date, phone number, link or time that nobody gave."""
    known = {value for item in find_items(_given(source)) for value in item.values}
    for number in source.order(range(200), "number"):
        values = {
            "number": 2_417 + 37 * number,
            "two": 11 + number % 89,
            "day": 1 + number % 28,
            "month": _MONTHS[number % 12],
            "hour": 7 + number % 12,
            "name": stranger(source, "added"),
        }
        sentence = source.choose(_ADDED, "added").format(**values)
        if not known & {value for item in find_items(sentence) for value in item.values}:
            return insert(source, sentence)
    return None


def insert(source: Source, sentence: str) -> str:
    """Return the body with a sentence at the end of its text."""
    end = source.layout.text[1]
    return source.body[:end] + " " + sentence + source.body[end:]


def stranger(source: Source, purpose: str) -> str:
    """Return a name that neither the brief nor the mail knows."""
    known = fold(_given(source) + source.body)
    return next(name for name in source.order(STRANGERS, purpose) if fold(name) not in known)


def names_in_text(source: Source) -> list[str]:
    """Return proper names that stand in the text and, in whatever case, in the brief, each once."""
    given = {without_possessive(fold(match.group())) for match in WORD.finditer(_given(source))}
    found: dict[str, None] = {}
    for match in WORD.finditer(source.text):
        name = _bare(match.group())
        if fold(name) in given and len(name) > 2 and not name.isupper() and _is_proper(name):
            found[name] = None
    return list(found)


def _is_proper(name: str) -> bool:
    folded = fold(name)
    calendar = {fold(word) for word in (*_WEEKDAYS, *_MONTHS)}
    return name[0].isupper() and folded not in CONVENTIONAL and folded not in calendar and not is_common(name)


def _renamed(source: Source, names: dict[str, str]) -> str:
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")
    return source.replace(source.layout.text, pattern.sub(lambda match: names[match[1]], source.text))


def _is_other(item: Item, body: str, source: Source) -> bool:
    """Return whether an item of the same kind but with other values stands where ``item`` stood."""
    found = [other for other in find_items(body, source.brief.language) if other.span[0] == item.span[0]]
    return bool(found) and found[0].kind == item.kind and not found[0].values & item.values


def _any_of(values: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(" + "|".join(f"{v}|{v[:3]}" for v in values) + r")\b", re.IGNORECASE)


def _given(source: Source) -> str:
    return f"{source.brief.text}\n{source.brief.received}"


def _bare(word: str) -> str:
    return word[: len(without_possessive(fold(word)))] if fold(word).isascii() else word
