"""The Brief itself: its fields, their normal form and their limits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
# Words of all points together; fitted on the house corpus, whose authors chose that length in 85 %.
WORDS_OF_A_SHORT_BRIEF: Final = 27
WORDS_OF_A_MEDIUM_BRIEF: Final = 52

_BULLET = re.compile(r"(?:[-*•·–—▪◦‣]|\(?\d{1,2}\))\s+")
_NUMBERED = re.compile(r"(\d{1,2})\.\s+")
_MONTH = re.compile(
    r"(?:jan|feb|mar|mär|mrt|apr|abr|avr|may|mai|mag|maj|mei|jun|juin|jui|giu|jul|lug|aug|aoû|ago|sep|set|oct|okt|out|ott"
    r"|nov|dec|dez|dic|déc|gen|ene|fév|fev|fevr)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]]+@[^\s@<>,;:\"()\[\]]+")
_NAMED_ADDRESS = re.compile(rf"(?P<name>[^<>@]*)<(?P<email>{_ADDRESS.pattern})>")
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}", re.IGNORECASE)  # BCP 47, the part in use
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_MARKS_KEPT = frozenset("\u200c\u200d\u200e\u200f\u061c")  # joiners and direction marks: some scripts need them


@dataclass(frozen=True)
class Person:
    """A sender or recipient: a name as it is to appear, and an address if one is known."""

    name: str = ""
    email: str = ""

    @classmethod
    def parse(cls, text: str) -> Person:
        """Read ``Ana Silva``, ``ana@example.com`` or ``Ana Silva <ana@example.com>`` (RFC 5322)."""
        if _ADDRESS.fullmatch(text.strip()):
            return cls(email=text.strip())
        found = _NAMED_ADDRESS.fullmatch(text.strip())
        if found:
            return cls(name=found.group("name").strip().strip('"'), email=found.group("email"))
        return cls(name=text)

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
        put("to", _recipients(to))
        put("subject", _line("subject", subject))
        put("tone", _tone(tone))
        put("length", _length(length, self.points))
        put("language", _language(language, " ".join(self.points), self.subject))
        put("received", _text("received", received))
        put("signature", _text("signature", signature))

    @property
    def text(self) -> str:
        """All that the sender gave, one field a line: what a draft may draw its facts from."""
        people = " ".join(str(person) for person in (self.sender, *self.to))
        return "\n".join(part for part in (people, self.subject, *self.points, self.signature) if part)


def clean(field: str, text: str) -> str:
    """Return ``text`` in NFC without outer blanks, with one kind of line end and without invisible characters.

    Zero-width spaces, byte order marks, soft hyphens, and the embeddings, overrides and isolates of bidirectional
    text (U+202A to U+202E, U+2066 to U+2069) are taken out: copying puts them there, and they can make a text read
    other than it is. Joiners and direction marks stay, for some scripts need them.

    Raises:
        BriefError: the text holds a control character or a lone surrogate.
    """
    text = _LINE_ENDS.sub("\n", text)
    if text.isascii() and text.isprintable():
        return text.strip()
    kept: list[str] = []
    for position, character in enumerate(text):
        category = unicodedata.category(character)
        if category in ("Cc", "Cs") and character not in "\t\n":
            kind = "control character" if category == "Cc" else "lone surrogate"
            raise BriefError(field, f"holds the {kind} U+{ord(character):04X} at position {position}: remove it")
        if category != "Cf" or character in _MARKS_KEPT:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def _string(field: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BriefError(field, f"must be a string, not {type(value).__name__}")
    return value


def _line(field: str, text: object) -> str:
    return _bounded(field, " ".join(clean(field, _string(field, text)).split()), MAX_LINE)


def _text(field: str, text: object) -> str:
    return _bounded(field, clean(field, _string(field, text)), MAX_TEXT)


def _bounded(field: str, text: str, most: int) -> str:
    if len(text) > most:
        raise BriefError(field, f"has {len(text)} characters: at most {most} are allowed")
    return text


def _person(field: str, person: object) -> Person:
    if not isinstance(person, Person):
        person = Person.parse(_line(field, person))
    email = _line(field, person.email)
    if email and not _ADDRESS.fullmatch(email):
        raise BriefError(field, f"has the address {email[:60]!r}, which is none: write it like ana@example.com")
    return Person(_line(field, person.name), email)


def _recipients(to: object) -> tuple[Person, ...]:
    if to is None or isinstance(to, str | Person):
        to = [to]
    if not isinstance(to, list | tuple):
        raise BriefError("to", f"must be a name or a list of names, not {type(to).__name__}")
    if len(to) > MAX_RECIPIENTS:
        raise BriefError("to", f"has {len(to)} entries: name at most {MAX_RECIPIENTS}")
    people = (_person(f"to[{index}]", person) for index, person in enumerate(to))
    return tuple(person for person in people if person != Person())


def _points(points: object) -> tuple[str, ...]:
    if isinstance(points, str):
        points = [line for line in _LINE_ENDS.sub("\n", points).split("\n") if line.strip()]
    if not isinstance(points, list | tuple):
        raise BriefError("key_points", f"must be a list of strings, not {type(points).__name__}")
    if not points:
        raise BriefError("key_points", "is empty: say at least one thing that the e-mail is to tell")
    if len(points) > MAX_POINTS:
        raise BriefError(
            "key_points", f"has {len(points)} entries: give at most {MAX_POINTS}, or join related ones"
        )
    return tuple(_point(index, point) for index, point in enumerate(points))


def _point(index: int, point: object) -> str:
    field = f"key_points[{index}]"
    if not isinstance(point, str):
        raise BriefError(field, f"must be a string, not {type(point).__name__}")
    cleaned = _without_bullet(_line(field, point), index + 1)
    if not any(character.isalnum() for character in cleaned):
        raise BriefError(field, "is empty: remove it or say something")
    return cleaned


def _without_bullet(point: str, number: int) -> str:
    """Take off ``- ``, ``2) `` and, at the place where a list counts so far, ``2. ``; a date ``2. Mai`` stays."""
    while True:
        bullet = _BULLET.match(point)
        counted = _NUMBERED.match(point)
        if counted and int(counted.group(1)) == number and not _MONTH.match(point, counted.end()):
            bullet = counted
        if not bullet:
            return point
        point = point[bullet.end() :]


def _tone(tone: object) -> Tone:
    folded = _string("tone", tone).strip().lower()
    if not folded:
        return "neutral"
    for known in TONES:
        if folded == known:
            return known
    if folded in TONE_SYNONYMS:
        return TONE_SYNONYMS[folded]
    raise BriefError("tone", f"{_shown(tone)} is unknown: use one of {', '.join(TONES)}")


def _length(length: object, points: Sequence[str]) -> Length:
    folded = _string("length", length).strip().lower()
    if not folded:
        words = sum(len(point.split()) for point in points)
        if words <= WORDS_OF_A_SHORT_BRIEF:
            return "short"
        return "medium" if words <= WORDS_OF_A_MEDIUM_BRIEF else "long"
    for known in LENGTHS:
        if folded == known:
            return known
    raise BriefError("length", f"{_shown(length)} is unknown: use one of {', '.join(LENGTHS)}")


def _language(language: object, points: str, subject: str) -> str:
    tag = _string("language", language).strip().replace("_", "-")
    if not tag:
        from mailwright.brief.language import detect_language

        return detect_language(points, subject)
    if not _LANGUAGE_TAG.fullmatch(tag):
        raise BriefError("language", f"{_shown(language)} is not a language tag: use one such as 'en' or 'pt-BR'")
    return tag.lower()


def _shown(value: object) -> str:
    """Return at most 40 characters of what was given, quoted, fit for a message."""
    return ascii(str(value)[:40])
