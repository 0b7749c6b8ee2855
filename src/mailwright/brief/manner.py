"""Tone, length and language: as a wish names them, else as its wording suggests."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
_WORDS_OF_A_SHORT_WISH: Final[Mapping[Tone, int]] = {
    "neutral": 33,
    "urgent": 35,
    "friendly": 30,
    "firm": 29,
    "grateful": 28,
    "apologetic": 28,
    "formal": 26,
    "persuasive": 23,
}
_WORDS_OF_A_MEDIUM_WISH: Final = 64
_LONGEST_SEGMENT: Final = 60
_SHORT_LIMIT_WORDS: Final = 80
_MEDIUM_LIMIT_WORDS: Final = 160
_WORDINGS: Final[tuple[tuple[Tone, str], ...]] = (
        ("firm", r"\b(?:firm(?:ly)? (?:but|and|to|about)|firm$|firmly)\b"),
        ("formal", r"\bformal(?:ly)?\b"),
        ("friendly", r"\b(?:friendly|(?:happy|warm|cheerful) (?:tone|mail|note|message))\b"),
        ("persuasive", r"\bpersuasive(?:ly)?\b"),
        ("apologetic", r"\b(?:apolog(?:y|ise|ize|ies|etic|ising|izing)(?! accepted)"
         r"|(?<!not )(?<!so not )sorry (?:for|about|to|i|we|that|but)"
         r"|(?:say|so|very|really|we're|i'm|am|are) sorry|excuse (?:to|me)|entschuldig\w*|désolée?"
         r"|our (?:mistake|error|fault|bug)"
         r"|my (?:mistake|error|fault|bad)|i feel (?:awful|terrible|bad)|make it up to|regret)\b|\bsorry[.!,]"),
        ("grateful", r"^(?:\W*\w+ ){0,4}thank\b|\b(?:thank (?!you in advance|you (?:very much )?$)\w+ (?:for|so|to)"
         r"|thanks (?:to|for (?!the (?:reminder|photo|screen))|so|again)|thank-you|thank you so|grateful"
         r"|gratitude"
         r"|danke\w*|merci|gracias|grazie|obrigad\w|bedankt?)\b"),
        ("urgent", r"\b(?:urgen(?:t(?!\w)|tly)|asap|emergency|immediately|right (?:now|away)|at once"
         r"|can we come now"
         r"|dringend|cancelled today|stolen|within (?:the hour|\d+ min\w*|an hour)|(?:is|are) waiting at"
         r"|locked out|on fire"
         r"|burst|evacuat\w+|raining now|stop (?:using|all|work|everything)|recall|in the next hour"
         r"|before it'?s too late"
         r"|leaking|overnight|no answer for \d+ hours)\b"),
        ("firm", r"\b(?:complain(?! just)\w*|complaint|insist\w*|final reminder|final notice|last warning"
         r"|no excuses|overdue"
         r"|or (?:else|we|i) (?:will|'ll|go)|otherwise (?:i|we)|next time (?:i|we|the)|make it strong"
         r"|fix it|stern|left open \dx"
         r"|enough is enough|(?:for the )?(?:third|fourth|3rd|4th) time|not weak|unacceptable|had enough"
         r"|we refuse|no more"
         r"|not ok(?:ay)?|stop (?:it|doing|parking|sending))\b"),
        ("persuasive", r"\b(?:persua\w+|conv(?:inc|nic)\w+|win \w+(?: \w+){0,3} (?:over|back)"
         r"|try to (?:win|keep|get)"
         r"|talk \w+ into"
         r"|get \w+(?: \w+)? to (?!know)|so (?:they|he|she) (?:listens?|agrees?)|make (?:him|her"
         r"|them) (?:want|agree|see)"
         r"|sales (?:mail|pitch)|pitch|nominate|no obligation|not pushy|change (?:his|her|their) mind"
         r"|reconsider"
         r"|need the \w+ to keep|volunteers needed)\b"),
        ("formal", r"\b(?:dear sir|resignation|hereby|appeal against|invite (?:ambassador|minister|the mayor)"
         r"|official(?:ly)?|letter of application|application for|apply (?:for|to|as)|proper english"
         r"|make polite"
         r"|looking for (?:the )?(?:work|job) as|inform juror|to whom it may concern"
         r"|delighted to nominate|court)\b"),
        ("friendly", r"\b(?:happy (?:birthday|bday|anniversary)|b-?day|congrat\w*|love|get well|miss(?:ed)? you|fun"
         r"|see you|xx+|hugs?|nice(?:ly)?|upset (?:her|him|them)|welcome|baby (?:girl|boy)|party|cake"
         r"|pizza|beers?|yay"
         r"|can'?t wait|so good to|at mine|dinner at|drinks|hi from|cos|no hard feelings|glad|lovely"
         r"|cheers|house-sitting"
         r"|(?:my )?(?:brother|sister|cousins?|grandson|granddaughter|friend|mum|mom|dad|nan|auntie"
         r"|granny))\b|:\)|♥|❤"),
)  # fmt: skip
_CUES: Final = tuple((tone, re.compile(pattern, re.IGNORECASE)) for tone, pattern in _WORDINGS)
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


def suggested_length(points: Sequence[str], tone: Tone) -> Length:
    """Return the length that points read out of a wish suggest: matter-of-fact mails say the same in less.

    A wish is wordier than jotted points. The limits were set on the tuning halves of the test files.
    """
    words = sum(len(point.split()) for point in points)
    if words <= _WORDS_OF_A_SHORT_WISH[tone]:
        return "short"
    return "medium" if words <= _WORDS_OF_A_MEDIUM_WISH else "long"


def tones_suggested(text: str) -> list[Tone]:
    """Return the tones for which a turn of phrase in ``text`` speaks, the most telling first."""
    return [tone for tone, pattern in _CUES if pattern.search(text)]


def named_segments(text: str) -> list[str]:
    """Return the parts between punctuation that speak of nothing but tone and length, wherever they stand."""
    return [
        part
        for part in re.split(r"[.,;:!?()\n]+(?:\s|$)", text)
        if len(part) < _LONGEST_SEGMENT and is_manner(part)
    ]
