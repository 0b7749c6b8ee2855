"""Courtesies: sentences that everybody adds and no brief asks for."""

from __future__ import annotations

import re
from typing import Final

from mailwright.checks.content import content_stems
from mailwright.checks.items import find_items
from mailwright.checks.names import find_names
from mailwright.checks.text import stem, word_set

_CUES: Final = re.compile(
    r"let (?:me|us) know|\bthank|\bappreciat|look(?:ing)? forward|\bhope (?:this|that|all|you|your|everything|to"
    r"|we|it|things)|feel free|hesitate|(?:call|contact|e-?mail|ask|reach|phone) (?:me|us)|question|apolog|sorry"
    r"|have a (?:great|good|nice|safe|wonderful)|talk to you|talk soon|see you|take care|best regards"
    r"|your (?:help|patience|time|understanding|support|cooperation)|keep (?:me|us) (?:posted|informed|updated)"
    r"|hear (?:from|back)|happy to|glad to|welcome|how are you|doing well|is well|just checking|any (?:questions"
    r"|comments|problems|concerns|thoughts)|what do you think|wish you|happy (?:new year|holidays)",
    re.IGNORECASE,
)
_WORDS: Final = frozenset(
    stem(word)
    for word in word_set(
        """let know give call thank thanks appreciate help assistance support time patience cooperation
        understanding attention effort efforts look looking forward hear hearing back soon reply
        response answer hope hoping find found well good great fine everything going things thing feel
        free call contact email mail phone reach ask touch hesitate please question questions comment
        comments concern concerns problem problems suggestion suggestions thought thoughts idea ideas
        feedback need want like further additional more any information assistance apologize apologies
        apology sorry inconvenience delay trouble bother confusion nice wonderful safe happy merry day
        weekend evening week trip holiday holidays year new talk speak see seeing million many enclosed
        attached message note bunch tons meet meeting take care regards best posted informed updated
        hearing advance much very lot really again quick prompt kind consideration convenience earliest
        convenient happy glad welcome anything else discuss discussing would could can may might
        possible use able work working works interested interest clarification clarify explain matter
        matters regarding concerning issue issues require required make sure sense ok okay change
        changes doing enjoy getting everyone all think opinion check checking say said wish wishes
        family luck"""
    )
)
_ANSWERS: Final = re.compile(
    r"if (?:so|not|yes|no)\b|otherwise\b|(?:please )?(?:would|could|can|will) you (?!(?:please )?let )"
    r"|.*\blet (?:me|us) know (?:who|which|where|when|whether|how"
    r"|what (?!you think))",
    re.IGNORECASE,
)
_MOST_WORDS: Final = 24


def is_courtesy(sentence: str) -> bool:
    """Return whether a sentence says nothing but a courtesy: no fact, no name, no word that is not courteous."""
    if len(sentence.split()) > _MOST_WORDS or not _CUES.search(sentence) or _ANSWERS.match(sentence):
        return False
    if any(item.certain for item in find_items(sentence)) or find_names(sentence, "en", (0, len(sentence))):
        return False
    return all(word in _WORDS for word in content_stems(sentence, "en"))
