"""A wish as typed -> its words, each with a class of its own: title, name, role, article, everyday word, ..."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from mailwright.brief.lexicon import core, is_capitalised, is_common, is_role, is_shouted, is_title
from mailwright.brief.phrases import ARTICLES, DOTTED, LENGTH_WORDS, RELATIONS, STOP_WORDS, TONE_WORDS, word_set

_WORD: Final = re.compile(r"\S+")
_OPENERS: Final = "([{\"'“‘«„*•-–—"
_CLOSERS: Final = ")]}\"'”’».,:;!?…"
_JOINERS: Final = word_set("and & + und y et e en")
_POSSESSIVES: Final = word_set("his her their")
_INNER: Final = word_set("of at from for in de von van du des di da do del della der on la le bin al")
_ABBREVIATED: Final = word_set("no st nr")
_STOPS: Final = ".!?:;,)"


@dataclass(frozen=True)
class Token:
    """A word between blanks.

    ``kind`` is one letter: T title, R and r role (capitalised or not), N and n foreign to everyday English, C and c
    an everyday word, A article, p preposition inside names, & joiner, s stop word, l relation, M word of tone or
    length, i a single letter, D digits, E address or link, P punctuation alone.
    """

    text: str
    start: int
    end: int
    folded: str
    kind: str
    opener: str
    stop: str
    capitalised: bool
    new_line: bool


def read_tokens(text: str) -> tuple[list[Token], bool]:
    """Return the words of ``text`` and whether it is typed in capitals."""
    shouted = is_shouted(text)
    tokens: list[Token] = []
    end = 0
    telegram = shouted and text.count(" STOP ") > 1
    for found in _WORD.finditer(text):
        token = _token(found, shouted, "\n" in text[end : found.start()])
        tokens.append(replace(token, kind="P", stop=".") if telegram and token.text == "STOP" else token)
        end = found.end()
    return tokens, shouted


def _token(found: re.Match[str], shouted: bool, new_line: bool) -> Token:
    text = found.group()
    bare = core(text)
    folded = bare.lower().replace("’", "'").removesuffix("'s")
    inner = text.lstrip(_OPENERS)
    return Token(
        text=text,
        start=found.start(),
        end=found.end(),
        folded=folded,
        kind=_kind(bare, folded, shouted),
        opener=text[: len(text) - len(inner)][:1],
        stop=_stop(text, folded),
        capitalised=bool(bare) and is_capitalised(bare),
        new_line=new_line,
    )


def _stop(text: str, folded: str) -> str:
    """Return the punctuation that counts after a word; ``_`` for none or the full stop of an abbreviation."""
    if text.lower().endswith(("'s", "’s")):
        return "'s"
    marks = text[len(text.rstrip(_CLOSERS)) :]
    if not marks or (marks == "." and (folded in DOTTED or folded in _ABBREVIATED or len(folded) == 1)):
        return "_"
    return next((mark for mark in _STOPS if mark in marks), "q")


def _kind(bare: str, folded: str, shouted: bool) -> str:
    if not bare:
        return "P"
    if bare[:1].isdigit():
        return "D"
    if "@" in bare or "//" in bare:
        return "E"
    capitalised = is_capitalised(bare) and not shouted
    for kind, words in (("&", _JOINERS), ("A", ARTICLES | _POSSESSIVES), ("p", _INNER)):
        if folded in words:
            return kind
    if is_title(folded):
        return "T"
    if is_role(bare):
        return "R" if capitalised else "r"
    if folded in STOP_WORDS:
        return "s"
    if folded in RELATIONS:
        return "l"
    if folded in TONE_WORDS or folded in LENGTH_WORDS:
        return "M"
    common = is_common(folded)
    if capitalised:
        return "C" if common else "N"
    if len(folded) == 1:
        return "i"
    return "c" if common else "n"
