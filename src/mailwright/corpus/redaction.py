"""Addresses in JSON values, and their removal from keys and strings at any depth."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from email.utils import parseaddr
from typing import Any, Final

from mailwright.corpus.dataset import DataSetError

_PART: Final = r"[^\s<>\"',;:()@]"
_ADDRESS: Final = re.compile(rf"{_PART}{{1,64}}@{_PART}{{1,255}}")


def without_addresses(value: Any) -> Any:
    """Return a JSON value in which every e-mail address has become ``(address)``."""
    return replaced(value, _ADDRESS, "(address)")


def replaced(value: Any, pattern: re.Pattern[str], by: str) -> Any:
    """Return a JSON value with every match of ``pattern`` in its strings and keys replaced."""
    if isinstance(value, str):
        return pattern.sub(by, value)
    if isinstance(value, Mapping):
        return {replaced(name, pattern, by): replaced(item, pattern, by) for name, item in value.items()}
    if isinstance(value, list):
        return [replaced(item, pattern, by) for item in value]
    return value


def bare_address(text: str) -> str:
    """Return the address in ``text`` (``x@y`` or ``Name <x@y>``) in lower case, as ``Example.people`` holds it.

    Raises:
        DataSetError: there is none.
    """
    address = parseaddr(unicodedata.normalize("NFC", text.strip()))[1].lower()
    if not _ADDRESS.fullmatch(address):
        raise DataSetError(f"{text.strip()[:80]!r} is no e-mail address: give one such as ana@example.com")
    return address


def pattern_of(addresses: Sequence[str]) -> re.Pattern[str]:
    """Return what finds any of the addresses: in any case, in links too, never as a part of another one."""
    choices = "|".join(re.escape(address).replace("@", "(?:@|%40)") for address in addresses)
    return re.compile(rf"(?<![\w.+-])(?:{choices})(?![\w-]|\.\w)", re.IGNORECASE)
