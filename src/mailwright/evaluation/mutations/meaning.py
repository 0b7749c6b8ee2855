"""Faults in meaning: polarity, roles, strays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailwright.checks.items import find_items
from mailwright.checks.names import find_names
from mailwright.evaluation.mutations.facts import insert

if TYPE_CHECKING:
    from mailwright.evaluation.mutations.source import Source

_AUXILIARY: Final = "is|are|was|were|has|have|had|could|would|should|must|need|will|may|might"
_VERB: Final = "need|want|expect|ask|plan|have|like|hope|agree|prefer|accept"
_DENIED: Final = (
    (re.compile(r"\b(can)(?:not|['’]t)\b"), r"\1"),
    (re.compile(r"\b(w)on['’]t\b"), r"\1ill"),
    (re.compile(r"\b(?:do|does|did)(?:n['’]t| not) "), ""),
    (re.compile(rf"\b({_AUXILIARY})(?:n['’]t| not)\b"), r"\1"),
    (re.compile(r"\b(?:never|no longer) "), ""),
    (re.compile(r"\b(with)out\b"), r"\1"),
    (re.compile(r"\bno (?=[a-z])"), "a "),
)  # fmt: skip
_AFFIRMED: Final = (
    (re.compile(r"\b(will|can|could|should|must|is|are|was|were|has|had)\b(?! not\b)(?= \w)"), r"\1 not"),
    (re.compile(r"\b(I|we|you|they)(['’]ll|['’]re|['’]ve)\b", re.IGNORECASE), r"\1\2 not"),
    (re.compile(r"\b(it|that|there|he|she)(['’]s)\b", re.IGNORECASE), r"\1\2 not"),
    (re.compile(r"^(Please) (?=[a-z])"), r"\1 do not "),
    (re.compile(rf"\b(I|we|you|they) (?=(?:{_VERB})\b)", re.IGNORECASE), r"\1 do not "),
)  # fmt: skip
_NO_REAL_NEGATION: Final = re.compile(r"\bnot only\b|\bif not\b|\bwhy not\b|\bor not\b|\?\s*$", re.IGNORECASE)
_NEGATED: Final = re.compile(r"\bnot\b|n['’]t\b|\bcannot\b|\bnever\b|\bno\b|\bwithout\b", re.IGNORECASE)
_ROLES: Final = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "we": "you", "us": "you",
    "our": "your", "ours": "yours", "ourselves": "yourselves", "your": "our", "yours": "ours",
    "yourself": "myself", "i'm": "you're", "i'll": "you'll", "i've": "you've", "i'd": "you'd", "we're": "you're",
    "we'll": "you'll", "we've": "you've", "we'd": "you'd", "you're": "we're", "you'll": "we'll", "you've": "we've",
    "you'd": "we'd",
}  # fmt: skip
_PRONOUN: Final = re.compile(
    r"\b(?:I|me|my|mine|myself|we|us|our|ours|ourselves|you|your|yours|yourself)(?:['’](?:m|ll|ve|d|re))?\b",
    re.IGNORECASE,
)
_OBJECT_BEFORE: Final = re.compile(
    r"\b(?:to|for|with|from|of|by|at|on|about|after|before|send|give|let|tell|call|ask|show|bring|help|email|remind"
    r"|meet|see|join|thank|pay|owe|offer|refund|reach|contact|inform|invite|charge|cost|get|find|sent|gave|told)\s+$",
    re.IGNORECASE,
)
_FEWEST_WORDS: Final = 7


def flip_negation(source: Source) -> str | None:
    """Deny what a sentence that carries a point affirms, or affirm what it denies."""
    sentences = [s for s in source.carriers if source.body.count(s) == 1 and not _NO_REAL_NEGATION.search(s)]
    negated = [sentence for sentence in sentences if _NEGATED.search(sentence)]
    for sentence in source.order(negated, "negated") + source.order(sentences, "affirmed"):
        for pattern, by in _DENIED if _NEGATED.search(sentence) else _AFFIRMED:
            flipped = pattern.sub(by, sentence, count=1)
            if flipped != sentence:
                return source.body.replace(sentence, flipped[0].upper() + flipped[1:], 1)
    return None


def swap_roles(source: Source) -> str | None:
    """Let the reader do and have what the writer does and has, and the other way round, in one sentence."""
    for sentence in source.order([s for s in source.carriers if source.body.count(s) == 1], "roles"):
        swapped = _PRONOUN.sub(lambda match: _other_role(match, match.string), sentence)
        if swapped != sentence:
            return source.body.replace(sentence, swapped[0].upper() + swapped[1:], 1)
    return None


def stray_sentence(source: Source) -> str | None:
    """Add a sentence that carries a point of another mail, whatever is in it."""
    return insert(source, source.choose(source.others[:400], "stray")) if source.others else None


def stray_thought(source: Source) -> str | None:
    """Add a sentence of another mail that holds no number, date or name."""
    chosen = [sentence for sentence in source.others[:400] if _is_plain(sentence)]
    return insert(source, source.choose(chosen, "thought")) if chosen else None


def _is_plain(sentence: str) -> bool:
    return (
        len(sentence.split()) >= _FEWEST_WORDS
        and not find_items(sentence)
        and not find_names(sentence, "en", (0, len(sentence)))
        and not re.match(r"(?:please|thank|sorry)", sentence, re.IGNORECASE)
    )


def _other_role(match: re.Match[str], sentence: str) -> str:
    word = match.group().replace("’", "'")
    folded = word.lower()
    if folded == "you":
        other = "me" if _OBJECT_BEFORE.search(sentence, 0, match.start()) else "I"
    else:
        other = _ROLES.get(folded, word)
    return (
        other[0].upper() + other[1:] if word[0].isupper() and word != "I" and not word.startswith("I'") else other
    )
