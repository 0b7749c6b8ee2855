"""The values of headers: encoded words, people, dates, message ids."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import utils
from email.utils import getaddresses, parsedate_to_datetime
from functools import lru_cache
from typing import Any, Final

from mailwright.brief import Person
from mailwright.corpus.mime.charset import decode
from mailwright.corpus.mime.text import clean_line

MAX_HEADER: Final = 16_000
"""Characters of one header that are looked at: 200 recipients, or the ids of 200 mails."""

_WORD: Final = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")  # RFC 2047, 2; blanks inside are tolerated
_ATOM: Final = r"[^\s@<>,;:\"()\[\]]+@[^\s@<>,;:\"()\[\]]+"
_ONE: Final = re.compile(rf"\s*(?:\"?([^\"<>,;:\\()]*?)\"?\s*<({_ATOM})>|({_ATOM}))\s*")
_LINE_ENDS: Final = re.compile(r"[\r\n]+")
_MAX_REMEMBERED: Final = 300
_ADDRESS: Final = re.compile(_ATOM)
_IDS: Final = re.compile(r"<([^<>\s]+)>")
# Newer libraries refuse a whole header for one odd address, unless they are told not to.
_LENIENT: Final[dict[str, Any]] = {"strict": False} if getattr(utils, "supports_strict_parsing", False) else {}
_FIRST_YEAR, _LAST_YEAR = 1970, 2100  # a date outside is a broken clock or a forgery


def unescape(value: str) -> str:
    """Return a header's value as its bytes meant it: 8-bit text, which RFC 5322 forbids, is decoded."""
    value = value[:MAX_HEADER]
    return value if value.isascii() else decode(value.encode("utf-8", "surrogateescape"))


def decode_words(value: str) -> str:
    """Return the value with encoded words decoded; adjacent ones may share a character that is cut in two."""
    if "=?" not in value:
        return value
    parts: list[str] = []
    pending, charset, last = b"", "", 0
    for found in _WORD.finditer(value):
        gap = value[last : found.start()]
        adjacent = bool(charset) and not gap.strip()
        name = found.group(1).partition("*")[0].lower()  # RFC 2231, 5: a language may follow
        if not adjacent or name != charset:
            parts += (decode(pending, charset), "" if adjacent else gap)
            pending = b""
        pending += _word_bytes(found.group(2), found.group(3))
        charset, last = name, found.end()
    return "".join((*parts, decode(pending, charset), value[last:]))


def people_of(value: str) -> tuple[Person, ...]:
    """Return the people of an address header in order; a part without an address is a name alone."""
    return _people_of(value) if len(value) <= _MAX_REMEMBERED else _people_of.__wrapped__(value)


def date_of(value: str) -> datetime | None:
    """Return when a mail was sent, in UTC if it names no zone; None if the value is no date of 1970 to 2100."""
    try:
        date = parsedate_to_datetime(value[:100])
    except (IndexError, OverflowError, TypeError, ValueError):
        return None
    if not _FIRST_YEAR <= date.year <= _LAST_YEAR:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def ids_of(value: str) -> list[str]:
    """Return the message ids in a header, without their angle brackets."""
    return _IDS.findall(value[:MAX_HEADER])


@lru_cache(maxsize=4096)  # a mailbox holds the same few people again and again
def _people_of(value: str) -> tuple[Person, ...]:
    value = _LINE_ENDS.sub("", unescape(value))
    if "@" not in value and ";" not in value:
        name = clean_line(decode_words(value)).strip("'\" ")
        return (Person(name),) if name else ()
    try:
        pairs = _pairs(value) or getaddresses([value], **_LENIENT)
    except (IndexError, RecursionError, TypeError, ValueError):
        pairs = [("", found) for found in _ADDRESS.findall(value)]
    return tuple(person for person in _people(pairs) if person.name or person.email)


def _pairs(value: str) -> list[tuple[str, str]]:
    """Return names and addresses if the header is as plain as most are; nothing if it is not."""
    found = [_ONE.fullmatch(part) for part in value.split(",")]
    return [(match[1] or "", match[2] or match[3]) for match in found if match] if all(found) else []


def _people(pairs: list[tuple[str, str]]) -> Iterator[Person]:
    """``Silva, Ana <ana@example.com>`` without quotes reads as two: the first, no address, is put back."""
    family = ""
    for name, address in pairs:
        name = clean_line(decode_words(name)).strip("'\" ")
        address = address.strip()
        if not _ADDRESS.fullmatch(address):
            if family:
                yield Person(name=family)
            family = name or clean_line(decode_words(address))
            continue
        if family and name:
            name, family = f"{family}, {name}", ""
        elif family:
            yield Person(name=family)
            family = ""
        yield Person("" if name.lower() == address.lower() else name, clean_line(address))
    if family:
        yield Person(name=family)


def _word_bytes(kind: str, text: str) -> bytes:
    if kind in "qQ":
        return binascii.a2b_qp(text.encode(), header=True)
    text = text.strip().rstrip("=")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return text.encode()
