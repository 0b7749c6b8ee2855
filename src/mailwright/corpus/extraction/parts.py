"""A mail taken apart: greeting, paragraphs of mended sentences, closing; and whether they are fit to learn from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailwright.corpus.cleaning.config import CleaningConfig
from mailwright.corpus.cleaning.spelling import spelling_fault
from mailwright.corpus.extraction.closing import Closing, read_closing
from mailwright.corpus.extraction.faults import sentences_fault, subject_fault, text_fault, vocative_of
from mailwright.corpus.extraction.greeting import Greeting, read_greeting
from mailwright.corpus.extraction.prose import Paragraph, paragraphs_of
from mailwright.corpus.extraction.rejection import Rejection

if TYPE_CHECKING:
    from mailwright.corpus.augmentation.pool import NamePool
    from mailwright.corpus.mail import Mail

_ALL_KNOWN: Final = CleaningConfig(max_unknown_words=0.0)


@dataclass(frozen=True)
class Parts:
    """What a mail is made of.

    Attributes:
        greeting: how it opens.
        closing: how it ends.
        text: all between the two, as written.
        paragraphs: the same as mended sentences and lists; one paragraph if the mail has lost its lines.
    """

    greeting: Greeting
    closing: Closing
    text: str
    paragraphs: Sequence[Paragraph]

    @property
    def sentences(self) -> list[str]:
        """All sentences and entries of lists in order."""
        return [sentence for paragraph in self.paragraphs for sentence in paragraph.sentences]

    @property
    def listed(self) -> list[bool]:
        """Which of ``sentences`` are entries of a list."""
        return [bool(paragraph.marks) for paragraph in self.paragraphs for _ in paragraph.sentences]


def take_apart(mail: Mail, pool: NamePool, *, known_words: bool) -> Parts | Rejection:
    """Return the parts of a mail, or why it cannot teach.

    Args:
        mail: a cleaned one.
        pool: which words are first names.
        known_words: whether every lower-case word must be in the lexicon.
    """
    greeting, closing = read_greeting(mail.body, pool), read_closing(mail.body, pool)
    text = mail.body[greeting.end : max(greeting.end, closing.start)].strip()
    fault = subject_fault(mail.subject) or text_fault(text, own=mail.lines_kept)
    if not fault and known_words:
        fault = spelling_fault(mail, _ALL_KNOWN)
    if fault:
        return Rejection(fault)
    if greeting.end and text:
        text = text[0].upper() + text[1:]
    paragraphs = []
    for paragraph in paragraphs_of(text, lines_kept=mail.lines_kept):
        spoken = [_without_vocative(sentence, greeting.names, pool) for sentence in paragraph.sentences]
        if "" in spoken:
            return Rejection("speaks to somebody else")
        paragraphs.append(Paragraph(tuple(spoken), paragraph.marks))
    parts = Parts(greeting, closing, text, paragraphs)
    fault = sentences_fault(parts.sentences, parts.listed)
    return Rejection(fault) if fault else parts


def _without_vocative(sentence: str, names: Sequence[str], pool: NamePool) -> str:
    """Return a sentence without the recipient's name in address; "" if it speaks to somebody else."""
    name = vocative_of(sentence, pool)
    if not name:
        return sentence
    if not any(name in known.split() for known in names):
        return ""
    rest = re.sub(rf"^{name}(?:,| ?-{{1,2}}|:)\s+|, {name}(?=[.?!]$)", "", sentence)
    return rest[0].upper() + rest[1:]
