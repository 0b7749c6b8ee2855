"""From mails to examples: each mail becomes one, or is rejected with its reason."""

from __future__ import annotations

import hashlib
import random
import re
from typing import TYPE_CHECKING, Final

from mailwright.checks import check_draft
from mailwright.corpus.augmentation.pool import name_pool
from mailwright.corpus.cleaning.config import CleaningConfig
from mailwright.corpus.cleaning.spelling import spelling_fault
from mailwright.corpus.example import Example
from mailwright.corpus.extraction.body import body_of
from mailwright.corpus.extraction.closing import read_closing
from mailwright.corpus.extraction.faults import sentences_fault, speaks_to_several, text_fault, vocative_of
from mailwright.corpus.extraction.frame import frame_of
from mailwright.corpus.extraction.greeting import read_greeting
from mailwright.corpus.extraction.manner import length_of, tone_of
from mailwright.corpus.extraction.points import points_of
from mailwright.corpus.extraction.prose import paragraphs_of
from mailwright.corpus.extraction.rejection import Rejection
from mailwright.corpus.extraction.strength import STRENGTHS
from mailwright.corpus.extraction.syntax import Syntax
from mailwright.corpus.extraction.wording import points_fault, syntax_fault
from mailwright.errors import BriefError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span

    from mailwright.brief import Length, Tone
    from mailwright.corpus.extraction.config import ExtractionConfig
    from mailwright.corpus.extraction.frame import Frame
    from mailwright.corpus.mail import Mail

_ALL_KNOWN: Final = CleaningConfig(max_unknown_words=0.0)


class MailReader:
    """Turns mails into examples one by one; holds the parser and the pool of names."""

    def __init__(self, config: ExtractionConfig) -> None:
        self._config = config
        self._syntax = Syntax()
        self._pool = name_pool()

    def read(self, mail: Mail) -> Example | Rejection:
        """Return the example that a mail makes, a function of mail and configuration alone, or why it makes none."""
        rng = random.Random(hashlib.sha256(f"{self._config.seed}:{mail.id}".encode()).digest())
        greeting = read_greeting(mail.body, self._pool)
        closing = read_closing(mail.body, self._pool)
        text = mail.body[greeting.end : max(greeting.end, closing.start)].strip()
        fault = text_fault(text)
        if not fault and self._config.known_words:
            fault = spelling_fault(mail, _ALL_KNOWN)
        if fault:
            return Rejection(fault)
        if greeting.end and text:
            text = text[0].upper() + text[1:]
        paragraphs = paragraphs_of(text, lines_kept=mail.lines_kept)
        paragraphs = [[self._without_vocative(s, greeting.names) for s in p] for p in paragraphs]
        sentences = [sentence for paragraph in paragraphs for sentence in paragraph]
        if any(sentence == "" for sentence in sentences):
            return Rejection("speaks to somebody else")
        fault = sentences_fault(sentences)
        if fault:
            return Rejection(fault)
        parsed = self._syntax.parse(sentences)
        fault = syntax_fault(parsed)
        if fault:
            return Rejection(fault)
        tone = tone_of(text, greeting.word, closing.phrase)
        frame = frame_of(
            mail, greeting, closing, tone, self._config, self._pool, rng,
            several=speaks_to_several(text), thanked="hank" in sentences[-1],
        )  # fmt: skip
        body = body_of(frame, paragraphs, lines_kept=mail.lines_kept)
        length = length_of(body)
        if length is None:
            return Rejection("length")
        return self._first_sound(mail, frame, tone, length, body, parsed, rng)

    def _without_vocative(self, sentence: str, names: Sequence[str]) -> str:
        """Return a sentence without the recipient's name in address; empty if it speaks to somebody else."""
        name = vocative_of(sentence, self._pool)
        if not name:
            return sentence
        if not any(name in known.split() for known in names):
            return ""
        rest = re.sub(rf"^{name}(?:,| ?-{{1,2}}|:)\s+|, {name}(?=[.?!]$)", "", sentence)
        return rest[0].upper() + rest[1:]

    def _first_sound(
        self,
        mail: Mail,
        frame: Frame,
        tone: Tone,
        length: Length,
        body: str,
        parsed: Sequence[Span],
        rng: random.Random,
    ) -> Example | Rejection:
        """Return the example at the strength that is drawn, or at the next one if the points would be pasted."""
        drawn = rng.choices(list(self._config.strengths), list(self._config.strengths.values()))[0]
        fault = "no points"
        for strength in STRENGTHS[STRENGTHS.index(drawn) :]:
            points = points_of(parsed, strength, rng)
            known = " ".join((frame.sender, *frame.to, mail.subject, mail.received))
            fault = points_fault(
                points, parsed, known, most=self._config.most_points, most_words=self._config.most_words_a_point
            )
            if fault == "points too long":
                continue
            if fault:
                break
            example = Example(
                id=mail.id, source=mail.source, owner=mail.owner, thread=mail.thread, people=_people(mail), language="en",
                sender=frame.sender, to=frame.to, subject=mail.subject, points=points, tone=tone, length=length,
                received=mail.received, signature="", prompt="", email_subject=mail.subject, email_body=body,
            )  # fmt: skip
            fault = _fault_found(example)
            if not fault:
                return example
            if fault != "verbatim":
                break
        return Rejection(fault)


def _fault_found(example: Example) -> str:
    """Return what our own checks hold against an example, "" if nothing."""
    try:
        findings = check_draft(example.brief(), example.email_subject, example.email_body)
    except BriefError as error:
        return f"no brief: {error.field}"
    if findings.missing_points:
        return "point not covered"
    if findings.unsupported:
        return f"unsupported {findings.unsupported[0].kind}"
    return findings.problems[0].kind if findings.problems else ""


def _people(mail: Mail) -> tuple[str, ...]:
    addresses = (person.email.lower() for person in (mail.sender, *mail.to) if person.email)
    return tuple(dict.fromkeys(addresses))
