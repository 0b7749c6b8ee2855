"""Text as Mail holds it: Unicode NFC, one kind of line end, nothing invisible."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_ASCII_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_TRAILING_BLANKS: Final = re.compile(r"[ \t]+(?=\n)")
_MARKS_KEPT: Final = frozenset("\u200c\u200d\u200e\u200f\u061c")  # joiners and direction marks: scripts need them
_DROPPED: Final = frozenset(("Cc", "Cs", "Co", "Cf"))


def clean_text(text: str) -> str:
    """Return the text in NFC without control and invisible characters, trailing blanks and runs of empty lines.

    Tabs stay, for they tell a table; all other blanks become one space each; private-use characters (symbols of
    one font) go.
    """
    text = _LINE_ENDS.sub("\n", text)
    if _ASCII_CONTROLS.search(text):
        text = _ASCII_CONTROLS.sub("", text)
    if not text.isascii():
        changed = {ord(character): kept for character in set(text) if (kept := _kept(character)) != character}
        if changed:
            text = text.translate(changed)
        text = unicodedata.normalize("NFC", text)
    text = _TRAILING_BLANKS.sub("", text)
    return _BLANK_LINES.sub("\n\n", text).strip()


def clean_line(text: str) -> str:
    """Return the text as ``clean_text`` does, on one line with single blanks."""
    return " ".join((text if text.isascii() and text.isprintable() else clean_text(text)).split())


@lru_cache(maxsize=4096)
def _kept(character: str) -> str:
    """Return what stands for a character: itself, a space or nothing."""
    category = unicodedata.category(character)
    if character in "\n\t" or character in _MARKS_KEPT:
        return character
    if category == "Zs":
        return " "
    if category in _DROPPED or character in "\ufffe\uffff":
        return ""
    return character
