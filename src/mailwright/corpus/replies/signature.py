"""The signature: what stands below two dashes, or below the sender's name as only a signature does."""

from __future__ import annotations

import re
from typing import Final

from mailwright.corpus.replies import words
from mailwright.corpus.replies.words import any_of

_DASHES: Final = re.compile(r"(?:--|—|––|__)")
_MOST_LINES: Final = 16
_MOST_WORDS: Final = 12
_MOST_LETTERS: Final = 110

_CLOSING: Final = re.compile(any_of(words.CLOSING), re.IGNORECASE)
_NAME: Final = re.compile(
    r"(?:(?:i\. ?[av]\.|pp|p\.p\.|dr\.?|prof\.?|mr\.?|mrs\.?|ms\.?) )*[^\W\d_][^\d@:|/<>!?]{0,60}", re.IGNORECASE
)
_MOST_NAME_WORDS: Final = 6
_MOST_OF_A_CLOSING: Final = 90
_POSTSCRIPT: Final = re.compile(
    r"(?:p\.?\s?p?\.?\s?s\b|n\.?b\b|ps:|edit:|attachment|anlage|anhang|enc(?:l|\.|:))", re.IGNORECASE
)
_CONTACT: Final = re.compile(
    r"\+?\d[\d ()./-]{6,}|@|www\.|https?://|\||\b(?:tel|phone|mobil|mobile|fax|cell)\b", re.IGNORECASE
)


def split_signature(text: str, sender: str = "") -> tuple[str, str]:
    """Return a mail's own text without its signature, and the signature; empty if there is none.

    Two dashes on a line of their own begin a signature (RFC 3676, 4.3). Without them, the lines below a closing
    line and a name are one if none reads like a sentence, and so are the lines below a last line that is the
    sender's name if one of them holds a phone number, an address or a link.

    Args:
        text: a mail's own text, quotes and disclaimers gone.
        sender: the name in the mail's header.
    """
    lines = text.split("\n")
    first = max(0, len(lines) - _MOST_LINES - 1)
    for position in range(first, len(lines)):
        if _DASHES.fullmatch(lines[position]):
            return _cut(lines, position, position + 1)
    start = _start_below_name(lines, first, sender)
    below = lines[start:]
    filled = [line for line in below if line]
    if not filled or not all(_fits(line) for line in filled):
        return text, ""
    if len(filled) < len(below) and not any(_CONTACT.search(line) for line in filled):
        return text, ""  # a word apart from the name, "See you on Friday", is none
    return _cut(lines, start, start)


def _cut(lines: list[str], stop: int, start: int) -> tuple[str, str]:
    return "\n".join(lines[:stop]).strip(), "\n".join(lines[start:]).strip()


def _start_below_name(lines: list[str], first: int, sender: str) -> int:
    """Return the number of the line below the sender's name, where a signature may begin; past the end if none."""
    for position in range(first, len(lines)):
        if len(lines[position]) < _MOST_OF_A_CLOSING and _CLOSING.fullmatch(lines[position]):
            name = next((number for number in range(position + 1, len(lines)) if lines[number]), len(lines))
            if name < len(lines) and _is_name(lines[name]):
                return name + 1
            if name < len(lines) and _CONTACT.search(lines[name]):
                return name
    if sender:
        for position in range(first, len(lines)):
            if lines[position] == sender and any(_CONTACT.search(line) for line in lines[position + 1 :]):
                return position + 1
    return len(lines)


def _is_name(line: str) -> bool:
    words = len(line.split())
    return (
        words <= _MOST_NAME_WORDS
        and line[-1] not in ".:;?"
        and bool(_NAME.fullmatch(line))
        and line != line.lower()
    )


def _fits(line: str) -> bool:
    """Whether a line may stand in a signature: short, no postscript, no sentence."""
    if len(line) > _MOST_LETTERS or _POSTSCRIPT.match(line):
        return False
    if _CONTACT.search(line):
        return True
    if line[0].islower() or line.startswith(("- ", "* ", ">")):  # "and Bob", a list
        return False
    return len(line.split()) <= _MOST_WORDS and line[-1] not in ".?!"
