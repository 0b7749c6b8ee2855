"""Words, stems and sentences of a text, each with its place in the text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailwright.draft import Span

WORD: Final = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
_APOSTROPHES: Final = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
_STROKED: Final = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
_SENTENCE_END: Final = re.compile(r"(?<![.!?…])[.!?…]+[\"”’')\]]*(?=\s)|\n+")
_BULLET: Final = re.compile(r"(?:[-*•·–—▪◦>]+|\(?\d{1,2}[.)]|[a-z]\))[ \t]+")
_ABBREVIATION: Final = re.compile(
    r"\b(?:mr|mrs|ms|dr|prof|st|sr|sra|dna|ing|geom|approx|incl|e\.g|i\.e|z\.b|vs|ca|inc|ltd|co|jr|bzw|ggf|mme|mlle|sig"
    r"|dott|avv|sgt|rev|messrs|\w)\.$",
    re.IGNORECASE,
)
_BEFORE_NUMBER: Final = re.compile(r"\b(?:no|nr|ext|fig|tel|art|abs|str|pp?|pt|vol|ch|sec)\.$", re.IGNORECASE)
_HALF_DAY: Final = re.compile(r"\b[ap]\.[  ]?m\.$", re.IGNORECASE)
_COUNTER: Final = re.compile(r"(?:^|\n)[ \t]*\(?\d{1,2}\.$")
_GERMAN_DATE: Final = re.compile(
    r"(?:januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)\b",
    re.IGNORECASE,
)
_SUFFIXES: Final = (
    "izations", "ization", "ations", "ation", "ements", "ement", "ments", "ment", "ances", "ance", "ings", "ing",
    "ities", "ity", "ions", "ion", "iest", "ies", "ied", "ers", "er", "est", "ed", "es", "ly", "en", "al", "s", "y",
    "e",
)  # fmt: skip
_SHORTEST_STEM: Final = 3


@dataclass(frozen=True)
class Word:
    """One word: its folded form and its place."""

    folded: str
    span: Span


def word_set(words: str) -> frozenset[str]:
    """Return the words of a list that is written as running text."""
    return frozenset(words.split())


@lru_cache(maxsize=32_768)
def fold(text: str) -> str:
    """Return ``text`` without case, accents and typographic variants; its length may differ."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold().translate(_STROKED))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def words(text: str) -> Iterator[Word]:
    """Yield the words of ``text`` (runs of letters) in order; a possessive ``'s`` is no part of a word."""
    for match in WORD.finditer(text):
        yield Word(without_possessive(fold(match.group())), match.span())


def without_possessive(folded: str) -> str:
    """Return a folded word without a trailing ``'s`` or ``s'``."""
    if folded.endswith("'s"):
        return folded[:-2]
    return folded.removesuffix("'")


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """Return what a folded word shares with its inflections: light suffix stripping, English first.

    ``deliveries``, ``delivery`` and ``delivered`` do not all meet, but plural, tense and most derivations do.
    """
    root = word
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            root = word[: -len(suffix)]
            break
    if len(root) > _SHORTEST_STEM and root[-1] == root[-2] and root[-1] not in "sl":
        root = root[:-1]
    if len(root) > _SHORTEST_STEM and root[-1] in "ei":
        root = root[:-1]
    return root


def sentences(text: str) -> list[Span]:
    """Return the spans of the sentences of ``text``, in order, without outer blanks and list bullets.

    Every line ends a sentence; ``.``, ``!``, ``?`` and ``…`` do where no abbreviation, initial or number stands
    before them and no lower-case letter follows.
    """
    spans: list[Span] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match.group()[0] != "\n" and not _ends(text, match.start(), match.end()):
            continue
        _add(spans, text, start, match.end())
        start = match.end()
    _add(spans, text, start, len(text))
    return spans


def _ends(text: str, dot: int, end: int) -> bool:
    after = text[end : end + 16].lstrip()
    if not after or text[end : end + 1] == "\n":
        return not _COUNTER.search(text, max(0, dot - 6), dot + 1)
    if text[dot] != "." or after[0].islower():
        return not after[0].islower()
    start = max(0, dot - 8)
    if _HALF_DAY.search(text, start, dot + 1):
        return True
    if _BEFORE_NUMBER.search(text, start, dot + 1):
        return not after[0].isdigit()
    if text[dot - 1 : dot].isdigit():
        return not _COUNTER.search(text, max(0, dot - 6), dot + 1) and not _GERMAN_DATE.match(after)
    return not _ABBREVIATION.search(text, start, dot + 1)


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    bullet = _BULLET.match(text, start, end)
    if bullet and (start == 0 or text[start - 1] == "\n" or not text[start].isalnum()):
        start = bullet.end()
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end and any(character.isalnum() for character in text[start:end]):
        spans.append((start, end))
