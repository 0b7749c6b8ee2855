"""Faults in form: frame, repetition, leftovers, pasted points."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailwright.checks.text import WORD
from mailwright.evaluation.baselines import glue
from mailwright.evaluation.mutations.facts import stranger

if TYPE_CHECKING:
    from mailwright.evaluation.mutations.source import Source

_BEFORE: Final = (
    "Here is a draft of the e-mail:",
    "Sure! Here's an email you can send:",
    "Certainly, here is the message:",
    "Below is the email you asked for:",
    "Of course! Here is a polite version:",
    "Here's a possible reply:",
    "Draft:",
    "Email:",
)
_AFTER: Final = (
    "Let me know if you would like me to adjust the tone.",
    "Feel free to adjust this draft as needed.",
    "I hope this draft helps!",
    "Note: this email covers all key points.",
)
_PLACEHOLDERS: Final = ("[Your Name]", "[Name]", "{{name}}", "<your name>", "[Your Full Name]")
_DETAILS: Final = ("[date]", "[insert details here]", "[Company Name]", "[phone number]", "XXX")


def glue_points(source: Source) -> str | None:
    """Paste the points as they are between greeting and closing."""
    return glue(source.brief)


def repeat_body(source: Source) -> str | None:
    """Write the whole mail twice."""
    return f"{source.body}\n\n{source.body}"


def leave_placeholder(source: Source) -> str | None:
    """Leave a placeholder for the sender's name or for a detail of the text."""
    sender = source.layout.sender
    if sender and source.choose(range(2), "which placeholder"):
        return source.replace(sender, source.choose(_PLACEHOLDERS, "placeholder"))
    start, end = source.layout.text
    words = [match.span() for match in WORD.finditer(source.body, start, end)][1:]
    return source.replace(source.choose(words, "detail"), source.choose(_DETAILS, "detail")) if words else None


def greet_stranger(source: Source) -> str | None:
    """Greet somebody else."""
    span = source.layout.greeting
    if not span:
        return None
    line, name = source.body[slice(*span)], stranger(source, "greeting")
    names = [match for match in list(WORD.finditer(line))[1:] if match.group()[0].isupper()]
    if names:
        return source.replace((span[0] + names[0].start(), span[0] + names[-1].end()), name)
    return source.replace(span, f"Hello {name},")


def sign_as_stranger(source: Source) -> str | None:
    """Sign with somebody else's name."""
    sender = source.layout.sender
    return source.replace(sender, stranger(source, "sender")) if sender and source.brief.sender.name else None


def wrap(source: Source) -> str | None:
    """Put a chatbot's words before or after the mail."""
    kind = source.choose(range(3), "wrap")
    if kind == 0:
        return f"{source.body}\n\n{source.choose(_AFTER, 'after')}"
    return f"{source.choose(_BEFORE, 'before')}\n\n{source.body}"


def write_subject(source: Source) -> str | None:
    """Write the subject line into the body."""
    return f"Subject: {source.subject}\n\n{source.body}"


def remove_sentences(source: Source) -> list[str]:
    """Take out a sentence that alone carries a point, by the alignment that was marked by hand; one copy each."""
    bodies = [source.body.replace(s, "", 1) for s in source.sole_carriers if source.body.count(s) == 1]
    return [re.sub(r"\n{3,}", "\n\n", re.sub(r"(?m) +$|^ +", "", body)) for body in bodies]
