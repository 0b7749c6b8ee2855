"""Sentences that say something the brief does not ask for: related to no point and no courtesy.

Faithful mails write freely round their points, so no rule tells a stray sentence from one that elaborates with
certainty. What is weighed, by a logistic regression on half of 1,200 house mails outside the test split:

- the cosine with the nearest point, below which ``UNRELATED`` is as good as none,
- content words that the brief or the received mail has,
- content words that they do not have and that are rare in English: their place in the vocabulary of the embedding's
  tokenizer, which is sorted by frequency, is above ``RARE``; a word that it has to cut into pieces is rare too,
- phrases of courtesy,
- the cosine with the nearest other sentence of the draft, which strays do not share either.

On the other half 1 in 100 mails was accused at ``MOST``, and 24 in 100 sentences taken from other mails were
found, short and courteous ones included (names, numbers and dates in them are facts, and not counted here).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mailwright.checks.content import STOPWORDS, content_stems, same_word
from mailwright.checks.embedding import rank
from mailwright.checks.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailwright.brief import Brief
    from mailwright.checks.coverage import Sentence

MOST: Final = 2.90
UNRELATED: Final = 0.12
RARE: Final = 3_000
VERY_RARE: Final = 8_100
_BASE: Final = 2.39
_RELATED_WEIGHT: Final = -7.74
_KNOWN_WEIGHT: Final = -0.79
_RARE_WEIGHT: Final = 0.55
_COURTESY_WEIGHT: Final = -0.58
_SIBLING_WEIGHT: Final = -3.77
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


@dataclass(frozen=True)
class Suspect:
    """Sentence ``number`` of a draft and its score before any comparison of meanings."""

    number: int
    score: float

    def strays(self, related: float, sibling: float) -> bool:
        """Return whether the sentence is off topic.

        Args:
            related: its cosine with the nearest point, -1 to 1.
            sibling: its cosine with the nearest other sentence of the draft; 0 if there is none.
        """
        score = self.score + _RELATED_WEIGHT * (max(related, UNRELATED) - UNRELATED) + _SIBLING_WEIGHT * sibling
        return score > MOST


def suspects(brief: Brief, sentences: Iterable[Sentence]) -> list[Suspect]:
    """Return the sentences whose words alone leave it open whether they stray."""
    known, by_initial = brief_stems(brief)
    found = []
    for number, sentence in enumerate(sentences):
        shared = sum(
            stem in known or any(same_word(other, stem) for other in by_initial.get(stem[0], ()))
            for stem in sentence.stems
        )
        score = _BASE + _RELATED_WEIGHT * UNRELATED + _KNOWN_WEIGHT * shared
        if score + _RARE_WEIGHT * 2 * (len(sentence.stems) - shared) <= MOST:
            continue
        if _COURTESY.search(sentence.text):
            score += _COURTESY_WEIGHT
        score += _RARE_WEIGHT * _rarity(sentence.text, by_initial)
        if score > MOST:
            found.append(Suspect(number, score))
    return found


@lru_cache(maxsize=128)
def brief_stems(brief: Brief) -> tuple[frozenset[str], dict[str, list[str]]]:
    """Return the stems of all that the brief and the received mail say, and the same by first letter."""
    stems = content_stems(f"{brief.text}\n{brief.received}", brief.language)
    by_initial: dict[str, list[str]] = {}
    for root in stems:
        by_initial.setdefault(root[0], []).append(root)
    return frozenset(stems), by_initial


def _rarity(text: str, by_initial: dict[str, list[str]]) -> int:
    """Return how many words unknown to the brief are rare; very rare ones count twice."""
    total = 0
    for word in words(text):
        if word.folded in STOPWORDS["en"] or len(word.folded) < 2:
            continue
        root = stem(word.folded)
        if not any(same_word(other, root) for other in by_initial.get(root[:1], ())):
            place = rank(word.folded)
            total += (place > RARE) + (place > VERY_RARE)
    return total
