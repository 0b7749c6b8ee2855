"""One mail to one example: the brief that could have asked for it, checked as a draft is."""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING

from mailwright.checks import check_draft
from mailwright.corpus.augmentation.pool import name_pool
from mailwright.corpus.example import Example
from mailwright.corpus.extraction.body import body_of
from mailwright.corpus.extraction.faults import speaks_to_several
from mailwright.corpus.extraction.frame import Frame, frame_of
from mailwright.corpus.extraction.manner import length_of, tone_of
from mailwright.corpus.extraction.parts import Parts, take_apart
from mailwright.corpus.extraction.points import points_of
from mailwright.corpus.extraction.rejection import Rejection
from mailwright.corpus.extraction.strength import STRENGTHS
from mailwright.corpus.extraction.syntax import Syntax
from mailwright.corpus.extraction.wording import points_fault, syntax_fault
from mailwright.errors import BriefError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span

    from mailwright.brief import Tone
    from mailwright.corpus.extraction.config import ExtractionConfig
    from mailwright.corpus.mail import Mail

_HELPED_BY_STRENGTH = frozenset({"points too long", "verbatim"})


class MailReader:
    """Turns mails into examples one by one; holds the parser and the pool of names."""

    def __init__(self, config: ExtractionConfig) -> None:
        self._config = config
        self._syntax = Syntax()
        self._pool = name_pool()

    def read(self, mail: Mail) -> Example | Rejection:
        """Return the example that a mail makes, a function of mail and configuration, or why it makes none."""
        rng = random.Random(hashlib.sha256(f"{self._config.seed}:{mail.id}".encode()).digest())
        parts = take_apart(mail, self._pool, known_words=self._config.known_words)
        if isinstance(parts, Rejection):
            return parts
        parsed = self._syntax.parse(parts.sentences)
        fault = syntax_fault(parsed, parts.listed)
        if fault:
            return Rejection(fault)
        tone = tone_of(parts.text, parts.greeting.word, parts.closing.phrase)
        frame = self._frame(mail, parts, tone, rng)
        body = body_of(frame, parts.paragraphs, lines_kept=mail.lines_kept)
        if length_of(body) is None:
            return Rejection("length")
        return self._at_strength(mail, parts, frame, tone, body, parsed, rng)

    def _frame(self, mail: Mail, parts: Parts, tone: Tone, rng: random.Random) -> Frame:
        return frame_of(
            mail, parts.greeting, parts.closing, tone, self._config, self._pool, rng,
            several=speaks_to_several(parts.text), thanked="hank" in parts.sentences[-1],
        )  # fmt: skip

    def _at_strength(
        self, mail: Mail, parts: Parts, frame: Frame, tone: Tone, body: str, parsed: Sequence[Span],
        rng: random.Random,
    ) -> Example | Rejection:  # fmt: skip
        """Return the example at the strength that is drawn, or at the next one where that helps."""
        config = self._config
        known = " ".join((frame.sender, *frame.to, mail.subject, mail.received))
        drawn = rng.choices(list(config.strengths), list(config.strengths.values()))[0]
        fault = ""
        for strength in STRENGTHS[STRENGTHS.index(drawn) :]:
            points = points_of(parsed, parts.listed, strength, rng)
            fault = points_fault(
                points, parsed, known, most=config.most_points, most_words=config.most_words_a_point
            )
            if not fault:
                example = _example(mail, frame, tone, body, points)
                fault = _fault_found(example)
                if not fault:
                    return example
            if fault not in _HELPED_BY_STRENGTH:
                break
        return Rejection(fault)


def _example(mail: Mail, frame: Frame, tone: Tone, body: str, points: tuple[str, ...]) -> Example:
    addresses = (person.email.lower() for person in (mail.sender, *mail.to) if person.email)
    length = length_of(body)
    assert length is not None  # the reader has looked
    return Example(
        id=mail.id, source=mail.source, owner=mail.owner, thread=mail.thread,
        people=tuple(dict.fromkeys(addresses)), language="en", sender=frame.sender, to=frame.to,
        subject=mail.subject, points=points, tone=tone, length=length, received=mail.received, signature="",
        prompt="", email_subject=mail.subject, email_body=body,
    )  # fmt: skip


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
