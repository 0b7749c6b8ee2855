"""The last look: hard items of a wish that no field holds, so that nothing is lost by a wrong reading."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from mailwright.brief.lexicon import core, is_shouted
from mailwright.brief.phrases import word_set
from mailwright.brief.split import is_list_number

_TOKEN: Final = re.compile(r"\S+")
_SENTENCE_END: Final = re.compile(r"[.!?;:]\s|\n")
_COUNTED: Final = re.compile(r"\d{1,2}\)")
_LIST_NUMBER: Final = re.compile(r"(?:^|\n)\s*\d{1,2}\.\s+")
_CALENDAR: Final = word_set(
    "mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday"
    " january february march april june july august september october november december jan feb mar apr"
    " jun jul aug sep sept oct nov dec"
)
_NEGATIONS: Final = word_set(
    "not no never none nobody nothing without neither nor cannot cant dont wont don't can't won't"
)
_WORD: Final = re.compile(r"[^\W_]+")
_LINE_END: Final = re.compile(r"[^\S\n]*\n")


def folded(text: str) -> str:
    """Return ``text`` without case and accents, for comparing words."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(character for character in plain if not unicodedata.combining(character)).casefold()


def lost_clauses(text: str, held: str, ignored: str) -> list[str]:
    """Return the sentences of ``text`` with a number, link, name, date or negation that ``held`` lacks.

    Args:
        text: the wish.
        held: all that the fields hold.
        ignored: words of the wish that were read as instructions, such as ``max 80 words``.
    """
    union = folded(held)
    known = set(_WORD.findall(union)) | set(_WORD.findall(folded(ignored)))
    shouted = is_shouted(text)
    text = _LIST_NUMBER.sub("\n", text)
    clauses: list[str] = []
    start_of_sentence = True
    end = -1
    for token in _TOKEN.finditer(text):
        listed = _COUNTED.fullmatch(token.group()) is not None and is_list_number(text, token.start())
        if token.start() >= end and not listed and _is_hard(token.group(), shouted, start_of_sentence):
            parts = _WORD.findall(folded(token.group()))
            if any(part not in known and part not in union for part in parts):
                clause, end = _sentence_around(text, token.start(), max(end, 0))
                clauses.append(clause)
        ended = token.group().endswith((".", "!", "?", ":", ";", "/", "|"))
        start_of_sentence = ended or _LINE_END.match(text, token.end()) is not None
    return clauses


def _is_hard(token: str, shouted: bool, start_of_sentence: bool) -> bool:
    bare = core(token)
    word = bare.lower().replace("’", "'")
    if any(character.isdigit() for character in bare) or "@" in bare or "//" in bare:
        return True
    if word in _CALENDAR or word in _NEGATIONS or word.endswith("n't"):
        return True
    return bare[:1].isupper() and not shouted and not start_of_sentence and word not in ("i", "i'm", "i've", "i'd")


def _sentence_around(text: str, position: int, floor: int) -> tuple[str, int]:
    """Return the sentence that holds ``position`` (at most 300 characters each side) and where it ends."""
    first, last = max(floor, position - 300), min(len(text), position + 300)
    starts = [mark.end() for mark in _SENTENCE_END.finditer(text, first, position)]
    end = _SENTENCE_END.search(text, position, last)
    stop = end.start() if end else last
    return text[starts[-1] if starts else first : stop].strip(), max(stop, position + 1)
