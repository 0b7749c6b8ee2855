"""Tone and length of a mail that is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailwright.checks.shape import WORDS

if TYPE_CHECKING:
    from mailwright.brief import Length, Tone

_SORRY: Final = re.compile(r"\b(?:sorry|apolog\w+|my (?:mistake|fault|error)|regret)\b", re.IGNORECASE)
_SORRY_AS_COURTESY: Final = re.compile(
    r"\b(?:sorry (?:for|about) (?:any|the) (?:inconvenience|confusion|short notice|delay)|apolog\w+ for any)\b",
    re.IGNORECASE,
)
_URGENT: Final = re.compile(
    r"\b(?:urgent\w*|asap|as soon as possible|immediately|right away|at once|today if possible|emergency"
    r"|critical)\b",
    re.IGNORECASE,
)
_THANKS: Final = re.compile(
    r"\b(?:thank you|thanks)(?: so much| very much| again)? for (?!your (?:help|assistance|time|cooperation"
    r"|patience|attention))|\b(?:really|greatly|very much) appreciate\b|\bgrateful\b",
    re.IGNORECASE,
)
_FIRM: Final = re.compile(
    r"\b(?:final (?:notice|reminder)|unacceptable|must not|under no circumstances|insist|overdue|demand)\b",
    re.IGNORECASE,
)
_FORMAL_WORDS: Final = re.compile(
    r"\b(?:pursuant|herein|hereby|aforementioned|accordingly|kindly|enclosed|in accordance|with respect to"
    r"|with regard to|prior to|please be advised|please advise|at your (?:earliest )?convenience|assistance"
    r"|respectfully|hereto|thereof|in the event)\b",
    re.IGNORECASE,
)
_WARM: Final = re.compile(
    r"\b(?:congratulations|great to|hope you(?:'re| are)|fun|glad|love to|can't wait|enjoyed|lunch|weekend|cheers"
    r"|buddy)\b|:-?\)",
    re.IGNORECASE,
)
_CONTRACTION: Final = re.compile(r"\b\w+['’](?:m|re|ve|ll|d|s|t)\b")
_MANY_CONTRACTIONS: Final = 0.03
_MOST_OF_SHORT: Final = 70
_MOST_OF_MEDIUM: Final = 137


def tone_of(text: str, greeting: str, closing: str) -> Tone:
    """Return how a mail sounds.

    Args:
        text: its running text.
        greeting: the greeting word, such as ``Dear``; empty if there is none.
        closing: the closing phrase; empty if there is none.
    """
    words = max(1, len(text.split()))
    contractions = len(_CONTRACTION.findall(text))
    if _SORRY.search(_SORRY_AS_COURTESY.sub("", text)):
        return "apologetic"
    if _URGENT.search(text):
        return "urgent"
    thanks = _THANKS.search(text)
    if thanks and thanks.start() < 80:
        return "grateful"
    if _FIRM.search(text):
        return "firm"
    stiff = (
        len(_FORMAL_WORDS.findall(text))
        + (greeting == "Dear")
        + bool(re.match(r"sincerely|yours|respect", closing, re.IGNORECASE))
    )
    if stiff >= 2 and not contractions:
        return "formal"
    informal = greeting in ("Hey", "Hiya", "Howdy") or bool(_WARM.search(text)) or text.count("!") > 0
    if greeting == "Hi" or informal or contractions > _MANY_CONTRACTIONS * words:
        return "friendly" if informal or greeting == "Hi" else "neutral"
    return "neutral"


def length_of(body: str) -> Length | None:
    """Return the band of words that a body falls into by the middle between the bands; None if it fits none."""
    words = len(body.split())
    if not WORDS["short"][0] <= words <= WORDS["long"][1]:
        return None
    if words <= _MOST_OF_SHORT:
        return "short"
    return "medium" if words <= _MOST_OF_MEDIUM else "long"
