"""Whether enough, and not too much, of the sender's own text is left, and whether it is made of sentences."""

from __future__ import annotations

import re
from typing import Final

from mailwright.corpus.cleaning.config import CleaningConfig
from mailwright.corpus.cleaning.parts import own_sentences, own_text
from mailwright.corpus.mail import Mail

_MOST_CHARACTERS: Final = 20_000  # bounds what the rules after this one must look at, whatever a word is
_FEWEST_WORDS: Final = 3
_LINK: Final = re.compile(r"(?:://|www\.|@|\.(?:com|org|net)\b)\S*$")
_ENTRY: Final = re.compile(r"\s*(?:[-*•·–—▪◦]|\d{1,2}[.)]) ")
_ENDS: Final = '.!?:)"”’…»'


def length_fault(mail: Mail, config: CleaningConfig) -> str:
    """Return why the own text is too short or too long, "" if it is not."""
    if len(mail.body) > _MOST_CHARACTERS:
        return "too long"
    words = len(own_text(mail).split())
    if words < config.min_words:
        if not words:
            return "no own text"
        return "only a forwarded mail" if _forwards(mail) else "too short"
    return "too long" if words > config.max_words else ""


def sentence_fault(mail: Mail, config: CleaningConfig) -> str:
    """Return what is wrong with the sentences of the own text, "" if nothing is."""
    found = own_sentences(mail)
    if not config.min_sentences <= len(found) <= config.max_sentences:
        return "too few sentences" if len(found) < config.min_sentences else "too many sentences"
    lengths = [len(sentence.split()) for sentence in found]
    if max(lengths) > config.max_sentence_words:
        return "a sentence is too long"
    if sum(length < _FEWEST_WORDS for length in lengths) > config.max_fragments * len(lengths):
        return "fragments"
    return "ends in the middle" if config.whole_end and not _ends(mail) else ""


def _ends(mail: Mail) -> bool:
    """Whether the text ends with a sentence, a link or a list; below it may stand a closing that none knows."""
    lines = [line for line in own_text(mail).split("\n") if line.strip()]
    last = lines[-3:] if mail.lines_kept else lines[-1:]
    return any(line.rstrip()[-1] in _ENDS or _LINK.search(line) or _ENTRY.match(line) for line in last)


def _forwards(mail: Mail) -> bool:
    return mail.subject.lower().startswith(("fw:", "fwd:", "wg:", "tr:", "rv:", "enc:", "i:", "doorst:"))
