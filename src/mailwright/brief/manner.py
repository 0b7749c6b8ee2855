"""Tone, length and language as a wish names them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mailwright.brief.lexicon import core
from mailwright.brief.model import Length, Tone
from mailwright.brief.phrases import LENGTH_WORDS, MANNER_FILLERS, TONE_WORDS

LIMIT: Final = re.compile(
    r"\b(?:(?:max(?:imum)?\.?|at most|no more than|not more than|under|up to|about|around|ca\.?)\s+)?"
    r"(?:\d{1,4}|one|two|three|four|five|six)\s+(?:words|sentences?|lines"
    r"|paragraphs?)(?:\s+(?:max(?:imum)?|at most|tops))?\b",
    re.IGNORECASE,
)
_LONGEST_SEGMENT: Final = 60
_SHORT_LIMIT_WORDS: Final = 80
_MEDIUM_LIMIT_WORDS: Final = 160
LANGUAGE_NAMES: Final = {
    name: tag
    for tag, names in (
        ("en", "english englisch anglais inglés inglese engels inglês"),
        ("de", "german deutsch allemand alemán tedesco duits alemão deutsche"),
        ("fr", "french französisch français francés francese frans francês française"),
        ("es", "spanish spanisch espagnol español spagnolo spaans espanhol castellano"),
        ("it", "italian italienisch italien italiano italiaans"),
        ("nl", "dutch niederländisch néerlandais neerlandés olandese nederlands holländisch"),
        ("pt", "portuguese portugiesisch portugais portugués portoghese português portugees"),
    )
    for name in names.split()
}
LANGUAGE: Final = re.compile(
    r"\b(?:(?:in|auf|en|em|op het|in het|in het|in)\s+)?(?:european\s+|brazilian\s+)?("
    + "|".join(LANGUAGE_NAMES)
    + r")\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Manner:
    """How an e-mail is to be; None where nothing is said."""

    tone: Tone | None = None
    length: Length | None = None


def manner_of_words(text: str) -> Manner:
    """Return the tone and length that the words of ``text`` name; what follows ``but`` wins."""
    tones: list[tuple[bool, Tone]] = []
    length: Length | None = None
    after_but, negated = False, False
    for word in text.replace("/", " ").split():
        folded = core(word).lower()
        if folded in TONE_WORDS and not negated:
            tones.append((after_but, TONE_WORDS[folded]))
        if folded in LENGTH_WORDS and not negated:
            length = LENGTH_WORDS[folded]
        after_but = after_but or folded in ("but", "aber", "mais", "pero")
        negated = folded in ("not", "nicht", "pas", "no", "too", "isn't", "don't")
    limit = LIMIT.search(text)
    if limit and length is None:
        length = _length_of_limit(limit.group())
    clear = [pair for pair in tones if pair[1] != "neutral"] or tones
    chosen = next((tone for after, tone in clear if after), clear[0][1] if clear else None)
    return Manner(chosen, length)


def _length_of_limit(limit: str) -> Length:
    digits = re.search(r"\d+", limit)
    if digits is None or "word" not in limit.lower():
        return "short"
    words = int(digits.group())
    if words <= _SHORT_LIMIT_WORDS:
        return "short"
    return "medium" if words <= _MEDIUM_LIMIT_WORDS else "long"


def is_manner(segment: str) -> bool:
    """Whether ``segment`` speaks of nothing but tone and length, such as ``firm but fair, max 80 words``."""
    rest = LIMIT.sub(" ", segment)
    words = [core(word).lower() for word in rest.replace("/", " ").split()]
    words = [word for word in words if word]
    known = all(word in TONE_WORDS or word in LENGTH_WORDS or word in MANNER_FILLERS for word in words)
    named = manner_of_words(segment)
    says_something = named.tone is not None or named.length is not None
    negated = any(word in ("not", "no") for word in words)
    return known and says_something and not negated and len(words) <= 12


def speaks_of_manner(point: str) -> bool:
    """Whether a short point names a tone beside what it is not to be: ``not mean but firm``."""
    words = [core(word).lower() for word in point.split()]
    named = [word for word in words if word in TONE_WORDS]
    return bool(named) and len(words) <= 5 and "not" in words and "but" in words


def named_segments(text: str) -> list[str]:
    """Return the parts between punctuation that speak of nothing but tone and length, wherever they stand."""
    return [
        part
        for part in re.split(r"[.,;:!?()\n]+(?:\s|$)", text)
        if len(part) < _LONGEST_SEGMENT and is_manner(part)
    ]
