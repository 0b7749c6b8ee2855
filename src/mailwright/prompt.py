"""Prompt format 1: Brief -> prompt, and the model's text -> subject and body.

The one place that knows how a brief is laid out for a model: training, evaluation and serving all use it, and a
bundle's manifest names the version that its weights were made with.

A brief becomes labelled fields, one a line, since the values of a Brief hold no line ends. The mail being
answered is quoted line by line with ``> ``, so that no text in it can end its fence, and whatever looks like a
special token of a model is broken up in every value. The prompt ends with ``Subject:``, or with the subject line
itself where the brief gives one; the target is what follows.

The wrap ``subject`` is the form of models that learn to write an e-mail from its subject line alone: the prompt is
the subject and the points, joined by ``; ``, and the target the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from mailwright.brief import Brief, Person
from mailwright.errors import ModelError

VERSION: Final = 1
Wrap = Literal["plain", "chatml", "subject"]

_SYSTEM: Final = (
    "You write complete e-mails that are ready to send: subject, greeting, message, closing, sender's name. "
    "Say every key point. Add no facts."
)
_SPECIAL = re.compile(r"<(?=\||/?[A-Za-z_]\w{0,30}>)")
_SUBJECT = re.compile(r"\A[ \t]*(?:subject[ \t]*:)?[ \t]*([^\n]*)(?:\n|\Z)", re.IGNORECASE)


@dataclass(frozen=True)
class PromptFormat:
    """How prompts are laid out for one bundle.

    Attributes:
        version: 1 is the only one there is.
        wrap: ``plain`` for base models, ``chatml`` for models trained on ChatML turns, ``subject`` for models that
            were trained on subject lines.
    """

    version: int = VERSION
    wrap: Wrap = "plain"

    def __post_init__(self) -> None:
        if self.version != VERSION or self.wrap not in get_args(Wrap):
            raise ModelError(
                f"prompt format {self.version} ({self.wrap}) is unknown to this mailwright, which reads format "
                f"{VERSION} ({', '.join(get_args(Wrap))}): update mailwright or use another bundle"
            )

    @property
    def stop(self) -> tuple[str, ...]:
        """Strings that end the model's text."""
        if self.wrap == "subject":
            return ()
        return ("<|im_end|>", "<|im_start|>") if self.wrap == "chatml" else ("\n\nFrom: ", "\nE-mail:")

    def render(self, brief: Brief, missing: Sequence[int] = ()) -> str:
        """Return the prompt for ``brief``; ``missing`` are points (from 0) that an earlier draft left out."""
        if self.wrap == "subject":
            return "; ".join(break_special_tokens(text) for text in (brief.subject, *brief.points) if text)
        fields, start = _fields(brief, missing), _start(brief)
        if self.wrap == "plain":
            return f"{fields}\n\nE-mail:\n{start}"
        return (
            f"<|im_start|>system\n{_SYSTEM}<|im_end|>\n"
            f"<|im_start|>user\n{fields}<|im_end|>\n<|im_start|>assistant\n{start}"
        )

    def target(self, brief: Brief, subject: str, body: str) -> str:
        """Return the text that a model is to write after ``render(brief)``: the inverse of ``parse``."""
        return body if brief.subject or self.wrap == "subject" else f" {subject}\n\n{body}"

    def parse(self, brief: Brief, text: str) -> tuple[str, str]:
        """Return subject and body of the model's ``text`` for ``brief``."""
        if brief.subject or self.wrap == "subject":
            return brief.subject or "; ".join(brief.points), text.strip()
        match = _SUBJECT.match(text)
        assert match is not None  # every part of the pattern may be empty
        return " ".join(match[1].split()), text[match.end() :].strip()


def break_special_tokens(text: str) -> str:
    """Return ``text`` with a space inside all that a tokenizer may take for a special token (``<|im_end|>``)."""
    return _SPECIAL.sub("< ", text)


def _fields(brief: Brief, missing: Sequence[int]) -> str:
    lines = [
        *_labelled("From", str(brief.sender.name or brief.sender.email)),
        *_labelled("To", _names(brief.to)),
        *_labelled("Subject", brief.subject),
        f"Tone: {brief.tone}",
        f"Length: {brief.length}",
        *_labelled("Language", "" if brief.language == "en" else brief.language),
        "Key points:",
        *(f"- {break_special_tokens(point)}" for point in brief.points),
    ]
    if brief.received:
        lines += ["Answer to:", *(f"> {line}" for line in break_special_tokens(brief.received).split("\n"))]
    if missing:
        lines += ["Do not leave out:", *(f"- {break_special_tokens(brief.points[i])}" for i in missing)]
    return "\n".join(lines)


def _labelled(label: str, value: str) -> list[str]:
    return [f"{label}: {break_special_tokens(value)}"] if value else []


def _names(people: Sequence[Person]) -> str:
    names = [person.name or person.email for person in people]
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)


def _start(brief: Brief) -> str:
    return f"Subject: {break_special_tokens(brief.subject)}\n\n" if brief.subject else "Subject:"
