"""Greeting, closing and names of an example: as the mail has them, else as such a mail would."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailwright.checks.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailwright.brief import Tone
    from mailwright.corpus.augmentation.pool import NamePool
    from mailwright.corpus.extraction.closing import Closing
    from mailwright.corpus.extraction.config import ExtractionConfig
    from mailwright.corpus.extraction.greeting import Greeting
    from mailwright.corpus.mail import Mail

_GREETINGS: Final[dict[Tone, tuple[str, ...]]] = {
    "formal": ("Dear",), "apologetic": ("Dear", "Hi", "Hello"), "urgent": ("", "Hi", "Hello"),
    "friendly": ("Hi", "Hi", "Hey", "Hello"), "neutral": ("Hello", "Hi", "Hi", ""),
    "grateful": ("Dear", "Hi", "Hello"), "firm": ("", "Hello", "Dear"), "persuasive": ("Hi", "Hello"),
}  # fmt: skip
_CLOSINGS: Final[dict[Tone, tuple[str, ...]]] = {
    "formal": ("Kind regards", "Sincerely", "Regards"),
    "apologetic": ("Best regards", "Kind regards", "Sorry again"), "urgent": ("Thanks", "Thank you", "Regards"),
    "friendly": ("Thanks", "Best", "Cheers", "All the best"),
    "neutral": ("Best regards", "Thanks", "Regards", "Best", "Kind regards"),
    "grateful": ("Many thanks", "With thanks", "Best wishes"), "firm": ("Regards", "Sincerely"),
    "persuasive": ("Best regards", "Best"),
}  # fmt: skip
_INTRODUCED: Final = re.compile(r"\b[Mm]y name is ([A-Z][a-z]+(?: [A-Z][A-Za-z'’-]+)?)")
_FIRST_NAME_ONLY: Final[dict[Tone, float]] = {"formal": 0.0, "friendly": 0.75, "neutral": 0.4, "urgent": 0.5}
_GROUPS: Final = {
    "team": "team",
    "colleagues": "colleagues",
    "all employees": "all employees",
    "all staff": "all staff",
}


@dataclass(frozen=True)
class Frame:
    """Who writes to whom, and the lines that say so; empty where nobody is named or a line is missing."""

    sender: str
    to: tuple[str, ...]
    greeting: str
    closing: str
    signed: str


def frame_of(
    mail: Mail, greeting: Greeting, closing: Closing, tone: Tone, config: ExtractionConfig, pool: NamePool,
    rng: random.Random, *, several: bool, thanked: bool,
) -> Frame:  # fmt: skip
    """Return the frame of an example.

    Args:
        mail: for the names in its header.
        greeting: what it opens with.
        closing: how it ends.
        tone: decides what is put where nothing is.
        config: how often names are invented for a mail that has lost its lines.
        pool: where they come from.
        rng: draws them.
        several: whether the text speaks to more than one reader.
        thanked: whether the text thanks at its end, so that the closing need not.
    """
    word = greeting.word or rng.choice(_GREETINGS[tone])
    to, named = _recipients(mail, greeting, config, pool, rng, several=several)
    if to or not mail.lines_kept:
        line = _greeting_line(word, named, bare=bool(greeting.names) and not greeting.word and rng.random() < 0.5)
    else:
        line = f"{greeting.word}," if greeting.word else ""
    sender, signed = _sender(mail, closing, tone, config, pool, rng, taken=to)
    choices = _CLOSINGS[tone]
    if thanked:
        choices = tuple(phrase for phrase in choices if "hank" not in phrase) or ("Best regards",)
    phrase = closing.phrase or rng.choice(choices)
    return Frame(sender, to, line, f"{phrase},", signed)


def joined_names(names: Sequence[str]) -> str:
    """Return ``A, B and C``."""
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)


def _greeting_line(word: str, named: str, *, bare: bool) -> str:
    if not named:
        return f"{word or 'Hello'},".replace("Dear,", "Hello,")
    if bare or not word:
        return f"{named[0].upper()}{named[1:]},"
    return f"{word} {named},"


def _recipients(
    mail: Mail, greeting: Greeting, config: ExtractionConfig, pool: NamePool, rng: random.Random, *, several: bool
) -> tuple[tuple[str, ...], str]:
    """Return the recipients as a brief names them, and as the greeting does."""
    if greeting.names:
        people = tuple(_in_full(name, mail) for name in greeting.names)
        return people, joined_names(greeting.names)
    if greeting.group or (several and not mail.lines_kept):
        group = _GROUPS.get(greeting.group, "all")
        return (group,), group
    if mail.lines_kept or rng.random() >= config.invent_to:
        return (), ""
    first, family = pool.draw(rng, None)
    return (f"{first} {family}" if rng.random() < 0.6 else first,), first


def _in_full(name: str, mail: Mail) -> str:
    """Return the name of the header's recipient whom a greeting calls by first or family name, else that name."""
    words = {fold(word) for word in name.split()}
    for person in mail.to:
        if person.name and words & {fold(word) for word in person.name.split()}:
            return person.name
    return name


def _sender(
    mail: Mail, closing: Closing, tone: Tone, config: ExtractionConfig, pool: NamePool, rng: random.Random,
    taken: Sequence[str],
) -> tuple[str, str]:  # fmt: skip
    """Return the sender as a brief names them, and as they sign."""
    if closing.name:
        own = {fold(word) for word in closing.name.split()}
        full = mail.sender.name if own & {fold(word) for word in mail.sender.name.split()} else closing.name
        return full, closing.name
    introduced = _INTRODUCED.search(mail.body)
    name = mail.sender.name or (introduced[1] if introduced else "")
    if not name and not mail.lines_kept and rng.random() < config.invent_sender:
        first, family = pool.draw(rng, None)
        while any(first in person for person in taken):
            first, family = pool.draw(rng, None)
        name = f"{first} {family}" if rng.random() < 0.7 else first
    short = name.split()[0] if name and rng.random() < _FIRST_NAME_ONLY.get(tone, 0.3) else name
    return name, short
