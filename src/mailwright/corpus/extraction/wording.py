"""Whether points are worth learning from: told from the parsed sentences and what became of them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from mailwright.checks.content import content_stems, same_word
from mailwright.corpus.extraction.courtesy import is_courtesy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span

_SPOKEN: Final = re.compile(
    r"(?:many |a (?:big|million) )?(?:thanks|thank you|sorry|congratulations|apologies|happy)\b", re.IGNORECASE
)
_LEANS_BACK: Final = re.compile(
    r"(?:he|she|they|him|them|it(?! (?:is|was|looks|seems|appears|will|has)\b)|that(?! is\b)|if (?:so|not)|then"
    r"|but|however|also|or|same|which)\b(?!,? (?:you|I|we)\b)",
    re.IGNORECASE,
)
_ONLY_REFERENCE: Final = re.compile(r"\S*(?:@|www\.|://|\d{3}-\d{4})\S*")
_MOST_COURTESY: Final = 0.5
_MOST_UNSAID: Final = 0.12
_MEAN_WORDS: Final = 16


def syntax_fault(sentences: Sequence[Span], listed: Sequence[bool]) -> str:
    """Return what is wrong with the sentences of a mail, "" if nothing is; ``listed`` are the entries of lists."""
    content = [sentence for sentence in sentences if not is_courtesy(sentence.text)]
    if not content:
        return "nothing but courtesies"
    words = sum(len(sentence.text.split()) for sentence in sentences)
    said = sum(len(sentence.text.split()) for sentence in content)
    if words - said > _MOST_COURTESY * words:
        return "mostly courtesies"
    if any(_is_slipped(sentence) for sentence in content):
        return "slips of grammar or spelling"
    running = [sentence for sentence, entry in zip(sentences, listed, strict=True) if not entry]
    if any(_is_fragment(sentence) for sentence in running if not is_courtesy(sentence.text)):
        return "a sentence without a verb"
    return ""


def points_fault(
    points: Sequence[str], sentences: Sequence[Span], known: str, *, most: int, most_words: int
) -> str:
    """Return what is wrong with the points of a mail, "" if nothing is.

    Args:
        points: what is to be said.
        sentences: the parsed mail.
        known: what the brief says beside the points: names and subject.
        most: how many points there may be.
        most_words: how many words a point may have.
    """
    if not points:
        return "no points"
    if len(points) > most:
        return "too many points"
    lengths = [len(point.split()) for point in points]
    if max(lengths) > most_words or sum(lengths) > _MEAN_WORDS * len(lengths):
        return "points too long"
    if lengths[0] < 2 or not content_stems(points[0], "en") or _LEANS_BACK.match(points[0]):
        return "a point without meaning"
    if _unsaid(points, sentences, known) > _MOST_UNSAID:
        return "points lose too much"
    return ""


def _is_slipped(sentence: Span) -> bool:
    """Return whether a modal verb stands before a participle: ``he can contacted``."""
    return any(one.tag_ == "MD" and two.tag_ in ("VBN", "VBD") for one, two in pairwise(sentence))


def _is_fragment(sentence: Span) -> bool:
    words = [token for token in sentence if token.is_alpha]
    if sentence.text[-1] == "?" or _SPOKEN.match(sentence.text):
        return False
    if _ONLY_REFERENCE.fullmatch(sentence.text):
        return True
    tokens = [token for token in sentence if not token.is_punct and not token.is_space]
    return len(tokens) > 2 and not any(token.pos_ in ("VERB", "AUX") for token in words)


def _unsaid(points: Sequence[str], sentences: Sequence[Span], known: str) -> float:
    """Return the share of content words of the mail that the brief does not have."""
    given = content_stems(" ".join((*points, known)), "en")
    found = [
        stem
        for sentence in sentences
        if not is_courtesy(sentence.text)
        for stem in content_stems(sentence.text, "en")
    ]
    unsaid = sum(not any(same_word(own, stem) for own in given) for stem in found)
    return unsaid / max(1, len(found))
