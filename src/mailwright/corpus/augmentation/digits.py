"""Other digits in phone numbers and identifiers: ``CL-20977`` becomes ``CL-58316`` wherever it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailwright.corpus.augmentation.occurrences import Group, Pieces, linked

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

_KNOWN: Final = re.compile(
    r"q[1-4]\b.*|h[12]|[a-c][0-5]|b2b|b2c|covid.*|y2k|r2|[345]g|mp[34]|[1-9]d|[1-9](?:st|nd|rd|th)|iso.*|en\d.*"
    r"|rs\d.*|usb.*|html5|win(?:dows)?\d+|office\d+|401k?|w-?[24]|w-?9|1099.*|i-?\d+|g[78]|g20|co2|h2o|pm\d+.*"
    r"|sha.*|md5|v?\d+(?:\.\d+)+|24/7|\d{1,2}[ap]|[a-z]{2}\d{2}.{11,}",
    re.IGNORECASE,
)  # names that everybody knows, versions, and account numbers with check digits
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_CHANGED_OF_A_PHONE: Final = 2
_FEWEST_DIGITS: Final = 2


@dataclass(frozen=True, eq=False)
class Code:
    """One phone number or identifier: its digits, and which of them may change."""

    group: Group
    digits: str
    free: tuple[int, ...]


def codes_of(groups: Sequence[Group]) -> tuple[Code, ...]:
    """Return the phone numbers and identifiers of an example that both sides have and nothing else refers to."""
    return tuple(_codes(groups))


def resample_codes(codes: Sequence[Code], rng: random.Random) -> Pieces:
    """Return the replacements that give every code other digits, the same in all texts."""
    pieces: Pieces = {}
    for code in codes:
        new = list(code.digits)
        for position in code.free:
            new[position] = rng.choice("123456789" if position == 0 or new[position] != "0" else "0123456789")
        if "".join(new) in {other.digits for other in codes}:
            continue
        for occurrence in code.group.occurrences:
            digits = iter(new)
            text = "".join(next(digits) if c.isdecimal() else c for c in occurrence.item.text)
            pieces.setdefault(occurrence.place, []).append((occurrence.item.span, text))
    return pieces


def _codes(groups: Sequence[Group]) -> Iterator[Code]:
    for group in groups:
        if not group.kinds <= {"phone", "identifier"} or len(group.kinds) > 1 or not group.matched:
            continue
        texts = [occurrence.item.text for occurrence in group.occurrences]
        digits = {"".join(c for c in text if c.isdecimal()) for text in texts}
        if len(digits) != 1 or linked(group, groups) or any("/" in key for key in group.keys):
            continue
        found = digits.pop()
        if len(found) < _FEWEST_DIGITS or not found.isascii() or any(_KNOWN.fullmatch(text) for text in texts):
            continue
        free = _free_of_a_phone(found) if group.kinds == {"phone"} else _free_of_an_identifier(found, texts)
        if free:
            yield Code(group, found, free)


def _free_of_a_phone(digits: str) -> tuple[int, ...]:
    """Return the last two digits: a fictional number (555-01..) stays one."""
    return tuple(range(len(digits) - _CHANGED_OF_A_PHONE, len(digits)))


def _free_of_an_identifier(digits: str, texts: Sequence[str]) -> tuple[int, ...]:
    """Return all digits, but for those of a year inside."""
    fixed: set[int] = set()
    for text in texts:
        for year in _YEAR.finditer(text):
            start = sum(c.isdecimal() for c in text[: year.start()])
            if len(digits) > len(year.group()):
                fixed |= set(range(start, start + len(year.group())))
    return tuple(position for position in range(len(digits)) if position not in fixed)
