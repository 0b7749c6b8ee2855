"""Sentences that say something the brief does not ask for: related to no point and no courtesy."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mailwright.checks.content import content_stems, same_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailwright.brief import Brief
    from mailwright.checks.coverage import Sentence

MOST_WORDS_OF_A_PHRASE: Final = 6
RELATED_COSINE: Final = 0.10
RELATED_WORDS: Final = 0.20
_COURTESY: Final = re.compile(
    r"let me know|questions?\b|hesitate|look(?:ing)? forward|hope (?:this|you|that|to|we|it|all)|thank"
    r"|appreciat|grateful|reach"
    r" out|contact|get in touch|apolog|sorry|inconvenience|understand|have a (?:great|nice|good|lovely"
    r"|wonderful)|writing to"
    r"|write to|wanted to|would like to|regards|wish(?:es|ing)?\b|feel free|convenience|information|assist"
    r"|help|happy to|glad"
    r"|pleas(?:e|ed|ure)|welcome|patience|support|cooperation|attention|soon|reply|hear from|trust|cheers"
    r"|best\b|all the|we know"
    r"|i know|i realise|i realize|worth|matter|difference|good news|below|following|here (?:is|are)|in short"
    r"|mean a lot|delighted",
    re.IGNORECASE,
)


@lru_cache(maxsize=128)
def brief_stems(brief: Brief) -> tuple[frozenset[str], dict[str, list[str]]]:
    """Return the stems of all that the brief and the received mail say, and the same by first letter."""
    stems = content_stems(f"{brief.text}\n{brief.received}", brief.language)
    by_initial: dict[str, list[str]] = {}
    for stem in stems:
        by_initial.setdefault(stem[0], []).append(stem)
    return frozenset(stems), by_initial


def suspects(brief: Brief, sentences: Iterable[Sentence]) -> list[int]:
    """Return which sentences are long, no courtesy and share few words with the brief."""
    known, by_initial = brief_stems(brief)
    found = []
    for number, sentence in enumerate(sentences):
        if len(sentence.text.split()) <= MOST_WORDS_OF_A_PHRASE or _COURTESY.search(sentence.text):
            continue
        shared = sum(
            stem in known or any(same_word(other, stem) for other in by_initial.get(stem[0], ()))
            for stem in sentence.stems
        )
        if sentence.stems and shared < RELATED_WORDS * len(sentence.stems):
            found.append(number)
    return found
