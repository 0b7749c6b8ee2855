"""Links, e-mail addresses, phone numbers, account numbers and identifiers such as ``CL-20977``."""

from __future__ import annotations

import re
from typing import Final

from mailwright.checks.item import Item

_LINK: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'\ufffc]+"
    r"|(?<![\w@.-])(?:[a-z0-9](?:[\w-]*[a-z0-9])?\.)+(?:com|org|net|edu|gov|io|eu|info|app|dev|biz|example|test"
    r"|de|fr|es|it|nl|pt|uk|ch|at|be|br|ie|ca|us|au|nz)(?:/[^\s<>\"'\ufffc]*)?(?![\w@])",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_IBAN: Final = re.compile(r"\b[A-Z]{2}\d{2}(?:[  ]?[A-Z\d]{4}){2,7}(?:[  ]?[A-Z\d]{1,4})?\b")
_PHONE: Final = re.compile(
    r"(?<![\w.,/-])(?:\+\d{1,3}[ ./-]?)?(?:\(\d{1,5}\)[ ./-]?)?\d{2,5}(?P<gap>[  ./-]|[ ][/-][ ])"
    r"\d{2,5}(?:(?P=gap)\d{2,5}){0,4}(?!\w|[.,/-]\d)|(?<![\w.,/-])\+\d{1,3}(?:[ ./()-]{1,2}\d{1,5}){2,6}(?!\w)"
    r"|(?<![\w.,/-])\+?\d{9,15}(?!\w)"
)
_IDENTIFIER: Final = re.compile(r"(?<![\w.,/-])#?[^\W_]+(?:[-/_.][^\W_]+)*(?![\w])")
_MEASURE: Final = re.compile(
    r"(?:x?\d+(?:[.,]\d+)*x?"
    r"|\d+(?:[.,:]\d+)*(?:-\d+(?:[.,:]\d+)*)?(?:k?g|mg|[kcm]?m|[cmd]?l|ml|h|hr?s?|mins?|mi?n?|secs?|s|mo|mths?"
    r"|mos|y|yrs?"
    r"|d|w|wks?|am|pm|x|pcs|ppl|pp?|[kmgt]b|[km]?wh?|v|k|bn|mio|st|nd|rd|th|er|eme|ish|hp|in|ft|lbs?|oz|sqm|sq"
    r"|mm|cm"
    r"|km/h|pts?|ct|pax|days?|weeks?|hours?|months?|years?|h\d\d|º|ª|°|[eè]me"
    r"|(?-i:e|re|[eè]re|de|ste))"
    r"|\d+h\d{2}|v\.?)",
    re.IGNORECASE,
)
_NUMBER_AND_WORD: Final = re.compile(
    r"\d+(?:[.,]\d+)*-[^\W\d_]{2,}(?:-[^\W\d_]+)*|[^\W\d_]{3,}-\d+(?:st|nd|rd|th|s)?", re.IGNORECASE
)
_WORD_OR_MEASURE: Final = re.compile(rf"\d+|[^\W\d_]{{2,}}|{_MEASURE.pattern}", re.IGNORECASE)
_JOTTED: Final = frozenset({"b4", "2day", "2moro", "2mrw", "2nite", "4ever", "m8", "gr8", "l8r", "l8"})
_ABBREVIATED: Final = re.compile(
    r"(?:p|pp|no|nr|art|ch|par|pt|vol|fig|sec|s)[./]\d+|[a-z]/\d{1,2}|\d+x\d+", re.IGNORECASE
)
_NOT_PHONE: Final = re.compile(
    r"\d{1,3}(?:[  .]\d{3})+|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,4}-[1-9]\d{0,2}"
    r"|\d{4}-\d{4}|\d{1,2}-\d{1,4}|\d{1,2}[./]\d{1,2}"
    r"|\d{1,2}[.:]\d{2}(?:\s?-\s?\d{1,2}[.:]\d{2})?"
)
_FEWEST_PHONE_DIGITS: Final = 7


def find(text: str, _language: str) -> list[Item]:
    """Return the references in ``text``, whatever its language."""
    if not any(character.isdigit() for character in text) and "." not in text and "@" not in text:
        return []
    items = [_item("address", "e", match, match.group().lower()) for match in _ADDRESS.finditer(text)]
    items += _links(text, items)
    items += [_item("identifier", "i", match, _joined(match.group())) for match in _IBAN.finditer(text)]
    taken = [item.span for item in items]
    for match in _PHONE.finditer(text):
        digits = _digits(match.group())
        if len(digits) < _FEWEST_PHONE_DIGITS or _NOT_PHONE.fullmatch(match.group()) or _overlaps(match, taken):
            continue
        parts = frozenset(f"n:{int(part)}" for part in re.findall(r"\d{1,15}", match.group()))
        items.append(Item("phone", frozenset({f"f:{digits}"}), match.group(), match.span(), parts))
    taken = [item.span for item in items]
    items += [
        _item("identifier", "i", match, _joined(match.group()))
        for match in _IDENTIFIER.finditer(text)
        if _is_identifier(match.group()) and not _overlaps(match, taken)
    ]
    return items


def _links(text: str, addresses: list[Item]) -> list[Item]:
    taken = [item.span for item in addresses]
    items = []
    for match in _LINK.finditer(text):
        if _overlaps(match, taken):
            continue
        link = match.group().rstrip(".,;:!?)]}’”*_")
        key = re.sub(r"^(?:https?://)?(?:www\.)?", "", link.lower()).rstrip("/")
        start = match.start()
        items.append(Item("link", frozenset({f"l:{key}"}), link, (start, start + len(link))))
    return items


def _is_identifier(token: str) -> bool:
    if not any(character.isdigit() for character in token):
        return False
    if any(character.isalpha() for character in token):
        if (
            token in _JOTTED
            or re.fullmatch(r"\d+c", token)
            or _ABBREVIATED.fullmatch(token)
            or _MEASURE.fullmatch(token)
            or _NUMBER_AND_WORD.fullmatch(token)
        ):
            return False
        if re.fullmatch(r"(?:am|pm|to|h)[-/]?\d+", token, re.IGNORECASE):
            return False
        token = re.sub(r"(?:/[^\W\d_]+)+$", "", token)
        if not any(character.isalpha() for character in token) or _MEASURE.fullmatch(token):
            return False
        parts = re.split(r"[-/.]", token.lstrip("#"))
        return not parts[0][:1].isdigit() or len(parts) < 2 or not all(map(_WORD_OR_MEASURE.fullmatch, parts))
    match = re.fullmatch(r"#?(\d+)[-/](\d+)", token)
    if not match:
        return bool(re.fullmatch(r"#?\d+(?:[-/]\d+){2,}", token)) and not re.fullmatch(
            r"\d{1,4}[-/]\d{1,2}[-/]\d{1,4}", token
        )
    first, second = match.groups()
    if "/" in token:
        return len(first) > 2 or len(second) > 2
    return abs(len(first) - len(second)) > 1 or (len(first) > 2 and int(first) > int(second))


def _item(kind: str, prefix: str, match: re.Match[str], key: str) -> Item:
    text, span = match.group(), match.span()
    if kind == "address":
        text = text.rstrip(".-")
        key = key.rstrip(".-")
        span = (span[0], span[0] + len(text))
        return Item("address", frozenset({f"{prefix}:{key}"}), text, span)
    offers = {f"n:{int(part)}" for part in re.findall(r"\d{1,18}", text)}
    offers |= {f"n:{part}" for part in re.findall(r"\d{1,9}\.\d{1,9}", text)}
    parts = [_joined(part) for part in re.split(r"[-/.]", text)]
    offers |= {f"i:{part}" for part in parts if not part.isdecimal()}
    values = {f"{prefix}:{key}"}
    if len(parts) > 1 and not any(part.isdecimal() or part.isalpha() for part in parts):
        values.add(f"i:{'/'.join(parts)}")  # a range such as P30-P34
    return Item("identifier", frozenset(values), text, span, frozenset(offers))


def _digits(text: str) -> str:
    return "".join(str(int(character)) for character in text if character.isdecimal())


def _joined(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def _overlaps(match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    start, end = match.span()
    return any(start < stop and begin < end for begin, stop in spans)
