"""The Brief itself: its fields, their normal form and their limits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Final, Literal, get_args

from mailwright.errors import BriefError

Tone = Literal["neutral", "friendly", "formal", "apologetic", "urgent", "persuasive", "grateful", "firm"]
Length = Literal["short", "medium", "long"]

TONES: Final[tuple[Tone, ...]] = get_args(Tone)
LENGTHS: Final[tuple[Length, ...]] = get_args(Length)
TONE_SYNONYMS: Final[Mapping[str, Tone]] = {
    "warm": "friendly",
    "enthusiastic": "friendly",
    "casual": "friendly",
    "informal": "friendly",
    "polite": "neutral",
    "professional": "neutral",
    "official": "formal",
    "sorry": "apologetic",
    "thankful": "grateful",
    "convincing": "persuasive",
    "strict": "firm",
}
MAX_POINTS: Final = 32
MAX_RECIPIENTS: Final = 32
MAX_LINE: Final = 2_000
MAX_TEXT: Final = 16_000
WORDS_OF_A_SHORT_BRIEF: Final = 27
WORDS_OF_A_MEDIUM_BRIEF: Final = 52

_BULLET = re.compile(r"^\s*(?:[-*•·–—▪◦]|\(?\d{1,2}[.)])\s+")
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}", re.IGNORECASE)  # BCP 47, the part in use
_INVISIBLE_ALLOWED = {"\t", "\n", "\u200c", "\u200d", "\u200e", "\u200f", "\u061c"}


@dataclass(frozen=True)
class Person:
    """A sender or recipient: a name as it is to appear, and an address if one is known."""

    name: str = ""
    email: str = ""

    @classmethod
    def parse(cls, text: str) -> Person:
        """Read ``Ana Silva``, ``ana@example.com`` or ``Ana Silva <ana@example.com>`` (RFC 5322)."""
        if "@" not in text:
            return cls(name=text)
        name, email = parseaddr(text)
        if not email or "@" not in email:
            return cls(name=text)
        return cls(name=name, email=email)

    def __str__(self) -> str:
        if self.name and self.email:
            return f"{self.name} <{self.email}>"
        return self.name or self.email


@dataclass(frozen=True, init=False)
class Brief:
    """What an e-mail is to say, normalised (Unicode NFC, bullets and outer blanks removed) and validated.

    Raises:
        BriefError: names the field, what is wrong with it and what to do.
    """

    sender: Person
    to: tuple[Person, ...]
    subject: str
    points: tuple[str, ...]
    tone: Tone
    length: Length
    language: str
    received: str
    signature: str

    def __init__(
        self,
        *,
        points: str | Sequence[str],
        sender: str | Person = "",
        to: str | Person | Sequence[str | Person] = (),
        subject: str | None = None,
        tone: str | None = None,
        length: str | None = None,
        language: str | None = None,
        received: str | None = None,
        signature: str | None = None,
    ) -> None:
        """Make a brief.

        Args:
            points: 1 to 32 key points of up to 2,000 characters each.
            sender: who writes; empty if unknown.
            to: one or several recipients, up to 32; empty if unknown.
            subject: the subject line; without one it is written from the points.
            tone: one of ``TONES`` or a synonym in ``TONE_SYNONYMS``; ``neutral`` if not given.
            length: one of ``LENGTHS``; chosen from the extent of the points if not given.
            language: a BCP 47 tag such as ``en``; detected from the points if not given.
            received: the e-mail being answered, up to 16,000 characters: data, never instructions.
            signature: what stands below the closing instead of the sender's name.
        """

        def put(name: str, value: object) -> None:
            object.__setattr__(self, name, value)

        put("points", _points(points))
        put("sender", _person("sender", sender))
        recipients: Sequence[str | Person] = [to] if isinstance(to, str | Person) else to
        if len(recipients) > MAX_RECIPIENTS:
            raise BriefError("to", f"has {len(recipients)} entries: name at most {MAX_RECIPIENTS}")
        people = tuple(_person(f"to[{i}]", person) for i, person in enumerate(recipients))
        put("to", tuple(person for person in people if person != Person()))
        put("subject", _line("subject", subject or ""))
        put("tone", _tone(tone))
        put("length", _length(length, self.points))
        put("language", _language(language, " ".join(self.points)))
        put("received", _text("received", received or ""))
        put("signature", _text("signature", signature or ""))

    @property
    def text(self) -> str:
        """All that the sender gave, one field a line: what a draft may draw its facts from."""
        people = " ".join(str(person) for person in (self.sender, *self.to))
        return "\n".join(part for part in (people, self.subject, *self.points, self.signature) if part)


def clean(field: str, text: str) -> str:
    """Return ``text`` in NFC without outer blanks, with one kind of line end.

    Raises:
        BriefError: the text holds a control character or a lone surrogate.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    for position, character in enumerate(text):
        if character in _INVISIBLE_ALLOWED:
            continue
        category = unicodedata.category(character)
        if category in ("Cc", "Cs"):
            kind = "control character" if category == "Cc" else "lone surrogate"
            raise BriefError(field, f"holds the {kind} U+{ord(character):04X} at position {position}: remove it")
    return unicodedata.normalize("NFC", text).strip()


def _line(field: str, text: str) -> str:
    if not isinstance(text, str):
        raise BriefError(field, f"must be a string, not {type(text).__name__}")
    line = " ".join(clean(field, text).split())
    if len(line) > MAX_LINE:
        raise BriefError(field, f"has {len(line)} characters: at most {MAX_LINE} are allowed")
    return line


def _text(field: str, text: str) -> str:
    cleaned = clean(field, text)
    if len(cleaned) > MAX_TEXT:
        raise BriefError(field, f"has {len(cleaned)} characters: at most {MAX_TEXT} are allowed")
    return cleaned


def _person(field: str, person: str | Person) -> Person:
    if isinstance(person, str):
        person = Person.parse(person)
    return Person(_line(field, person.name), _line(field, person.email))


def _points(points: str | Sequence[str]) -> tuple[str, ...]:
    if isinstance(points, str):
        points = [line for line in points.splitlines() if line.strip()]
    if not points:
        raise BriefError("key_points", "is empty: say at least one thing that the e-mail is to tell")
    if len(points) > MAX_POINTS:
        raise BriefError(
            "key_points", f"has {len(points)} entries: give at most {MAX_POINTS}, or join related ones"
        )
    cleaned = tuple(_BULLET.sub("", _line(f"key_points[{i}]", point)).strip() for i, point in enumerate(points))
    for i, point in enumerate(cleaned):
        if not any(character.isalnum() for character in point):
            raise BriefError(f"key_points[{i}]", "is empty: remove it or say something")
    return cleaned


def _tone(tone: str | None) -> Tone:
    if not tone:
        return "neutral"
    folded = tone.strip().lower()
    for known in TONES:
        if folded == known:
            return known
    if folded in TONE_SYNONYMS:
        return TONE_SYNONYMS[folded]
    raise BriefError("tone", f"{tone[:40]!r} is unknown: use one of {', '.join(TONES)}")


def _length(length: str | None, points: Sequence[str]) -> Length:
    if not length:
        words = sum(len(point.split()) for point in points)
        if words <= WORDS_OF_A_SHORT_BRIEF:
            return "short"
        return "medium" if words <= WORDS_OF_A_MEDIUM_BRIEF else "long"
    for known in LENGTHS:
        if length.strip().lower() == known:
            return known
    raise BriefError("length", f"{length[:40]!r} is unknown: use one of {', '.join(LENGTHS)}")


def _language(language: str | None, text: str) -> str:
    if not language:
        from mailwright.brief.language import detect_language

        return detect_language(text)
    if not _LANGUAGE_TAG.fullmatch(language.strip()):
        raise BriefError("language", f"{language[:40]!r} is not a language tag: use one such as 'en' or 'pt-BR'")
    return language.strip().lower().replace("_", "-")
