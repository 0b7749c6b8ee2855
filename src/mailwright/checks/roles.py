"""Whether a draft lets the reader do or have what its point says of the writer, or the other way round.

Only points that say who are judged: a pronoun before a verb (``we pay``, ``you'll bring``), after one (``tell us``)
or before a noun (``my notebook``, ``our mistake``). Such a point is swapped if the draft never has the verb or noun
with that side, and the sentence that carries the point has it with the other one. Notes speak of the reader as
``he`` or ``them`` too, and leave out who does what: nothing follows from that. A sentence that asks the reader to
do something for the reader (``please let you know``) is swapped whatever the point says.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from mailwright.brief.lexicon import lowered
from mailwright.checks.content import content_stems, same_word
from mailwright.checks.text import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

Side = Literal["writer", "reader"]

_OWNERS: Final[dict[str, Side]] = {
    "my": "writer", "our": "writer", "mine": "writer", "ours": "writer", "your": "reader", "yr": "reader",
    "ur": "reader", "yours": "reader",
}  # fmt: skip
_DOERS: Final[dict[str, Side]] = {"i": "writer", "we": "writer", "you": "reader", "u": "reader", "ya": "reader"}
_OWNED: Final = re.compile(r"\b(my|our|your|yr|ur)\s+((?:[\w'’-]+\s+){0,2}?[^\W\d_][\w'’-]+)", re.IGNORECASE)
_BELONGING: Final = re.compile(r"\b([^\W\d_]{3,}) (?:is|are|was|were) (?:all |not )?(mine|ours|yours)\b", re.I)
_DONE: Final = re.compile(
    r"\b(i|we|you|u|ya)(?:['’](?:ll|ve|d|re|m))?\s+"
    r"((?:(?:will|would|can|could|shall|should|must|may|might|have|has|had|am|are|were|was|do|did|don['’]t|didn['’]t"
    r"|won['’]t|can['’]t|cannot|not|never|also|already|just|now|still|really|both|all|been|be|to|going|ll|ve|then"
    r"|therefore|only|kindly|happily|gladly)\s+){0,4})([^\W\d_]{3,})",
    re.IGNORECASE,
)
_RECEIVED: Final = re.compile(r"\b([^\W\d_]{3,})\s+(me|us|you|u)\b", re.IGNORECASE)
_RECEIVERS: Final[dict[str, Side]] = {"me": "writer", "us": "writer", "you": "reader", "u": "reader"}
_NONSENSE: Final = re.compile(
    r"\bplease (?:let|tell|call|ask|contact|inform|send|give|confirm to|write to|reach|email|remind|pay|join|show"
    r"|come to|get back to) you\b|(?:^|[.!?]\s+)thank (?:me|us)\b|\byou am\b|\bI are\b",
    re.IGNORECASE,
)
_PASSIVE: Final = re.compile(r"\b(?:am|are|were|was|been|be|['’]re|['’]m)\s*$", re.IGNORECASE)
# Stems of what two have with each other: "our meeting" is "your meeting with us".
_SHARED: Final = word_set("appoint meet call contract agr ord invoic account book reserv leas visit")
_WEAK: Final = word_set(
    """have get want need know think hope feel like see say tell ask let can will may know hav mak tak giv com go
    look understand believ apolog sorry thank keep been was happy glad pleas sur wonder mean wish sound seem"""
)


def roles_swapped(point: str, sentences: Sequence[str], carrying: Sequence[str]) -> bool:
    """Return whether a draft swaps writer and reader of an English point.

    Args:
        point: a key point.
        sentences: all sentences of the draft.
        carrying: the window of sentences that carries the point.
    """
    if any(_NONSENSE.search(sentence) for sentence in carrying):
        return True
    for find in (_deeds, _belongings, _receipts):
        wanted = find(point)
        if not wanted:
            continue
        everywhere = [pair for sentence in sentences for pair in find(sentence)]
        here = [pair for sentence in carrying for pair in find(sentence)]
        for side, stem in wanted:
            if _other(side) in _sides(stem, wanted) or side in _sides(stem, everywhere):
                continue
            if _other(side) in _sides(stem, here):
                return True
    return False


def _sides(stem: str, pairs: Sequence[tuple[Side, str]]) -> set[Side]:
    return {side for side, other in pairs if same_word(stem, other)}


def _other(side: Side) -> Side:
    return "reader" if side == "writer" else "writer"


@lru_cache(maxsize=1024)
def _deeds(text: str) -> list[tuple[Side, str]]:
    """Return who does what: side and verb stem; what is done to somebody is left out."""
    found: list[tuple[Side, str]] = []
    for match in _DONE.finditer(text):
        if _PASSIVE.search(text[match.start() : match.start(3)]):
            continue
        found += [(_DOERS[lowered(match[1])], stem) for stem in content_stems(match[3], "en") if stem not in _WEAK]
    return found


@lru_cache(maxsize=1024)
def _receipts(text: str) -> list[tuple[Side, str]]:
    """Return to whom something is done: side and verb stem."""
    return [
        (_RECEIVERS[lowered(match[2])], stem)
        for match in _RECEIVED.finditer(text)
        for stem in content_stems(match[1], "en")
    ]


@lru_cache(maxsize=1024)
def _belongings(text: str) -> list[tuple[Side, str]]:
    """Return whose is what: side and stem of the first content word that a pronoun stands before."""
    found: list[tuple[Side, str]] = []
    for match in _OWNED.finditer(text):
        stems = content_stems(match[2], "en")
        found += [(_OWNERS[lowered(match[1])], stem) for stem in stems[:1] if stem not in _WEAK | _SHARED]
    for match in _BELONGING.finditer(text):
        found += [(_OWNERS[lowered(match[2])], stem) for stem in content_stems(match[1], "en")]
    return found
