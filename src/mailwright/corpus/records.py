"""Pairs and rewrites: what one record of the corpus holds, and how it is read from JSON Lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args

from mailwright.brief import Brief, Length, Tone
from mailwright.corpus.lines import CorpusError, Line, read_lines

Kind = Literal["new", "reply"]
Instruction = Literal["shorter", "longer", "more_formal", "warmer", "friendlier", "firmer", "plainer", "fix"]

LANGUAGES: Final = ("en", "de", "fr", "es", "it", "pt", "nl")
INSTRUCTIONS: Final[tuple[Instruction, ...]] = get_args(Instruction)
MAX_KEY_POINTS: Final = 8

_IDENTIFIER: Final = re.compile(r"[a-z]{2,8}-\d{3,6}")
_SLUG: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Pair:
    """A brief and the e-mail that a careful writer sends for it.

    Attributes:
        id: unique in the corpus, such as ``ops-003``.
        lang: language of the e-mail, one of ``LANGUAGES``.
        kind: ``new``, or ``reply`` to the mail in ``context``.
        domain: field of life, a slug.
        sender: ``from`` in the file; empty if the brief does not say who writes.
        to: one or several recipients in one string; empty if the brief does not say.
        subject: the subject if the brief gives one, else empty.
        key_points: 1 to 8, as jotted.
        tone: how the e-mail sounds.
        length: which band of words the body keeps.
        context: the e-mail being answered; empty for ``new``.
        prompt: the same wish as free text.
        email_subject: the subject line that goes out.
        email_body: greeting, text, closing and sender.
        rejected_body: a worse message for the same brief, such as the draft that ``email_body`` mends; not in
            the file if there is none.
    """

    id: str
    lang: str
    kind: Kind
    domain: str
    sender: str
    to: str
    subject: str
    key_points: tuple[str, ...]
    tone: Tone
    length: Length
    context: str
    prompt: str
    email_subject: str
    email_body: str
    rejected_body: str = ""

    def brief(self) -> Brief:
        """Return the brief that a Writer is given for this pair.

        Raises:
            BriefError: a field holds what no brief may hold.
        """
        return Brief(
            sender=self.sender,
            to=self.to,
            subject=self.subject,
            points=self.key_points,
            tone=self.tone,
            length=self.length,
            language=self.lang,
            received=self.context,
        )


@dataclass(frozen=True, slots=True)
class Rewrite:
    """An e-mail and what it becomes by an instruction; both bodies hold greeting and sender."""

    id: str
    lang: str
    instruction: Instruction
    email_body: str
    rewritten_body: str


Problem = tuple[str, str]
"""A field ("" for the whole record) and what is wrong with it."""

_PAIR_FIELDS: Final = (
    "id", "lang", "kind", "domain", "from", "to", "subject", "key_points", "tone", "length", "context", "prompt",
    "email_subject", "email_body",
)  # fmt: skip
_OPTIONAL: Final = ("rejected_body",)
_REWRITE_FIELDS: Final = ("id", "lang", "instruction", "email_body", "rewritten_body")
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "lang": LANGUAGES,
    "kind": get_args(Kind),
    "tone": get_args(Tone),
    "length": get_args(Length),
    "instruction": INSTRUCTIONS,
}
_MAY_BE_EMPTY: Final = frozenset({"from", "to", "subject", "context"})
_MAY_HAVE_LINES: Final = frozenset({"context", "prompt", "email_body", "rewritten_body", "rejected_body"})


def read_pairs(path: Path) -> Iterator[Pair]:
    """Yield the pairs of a JSON Lines file in order.

    Raises:
        CorpusError: a line is no pair; names file, line and field.
        OSError: the file cannot be read.
    """
    for line in read_lines(path):
        _raise_first(path, line, pair_problems(line.record))
        yield pair_from(line.record)


def read_rewrites(path: Path) -> Iterator[Rewrite]:
    """Yield the rewrites of a JSON Lines file in order.

    Raises:
        CorpusError: a line is no rewrite; names file, line and field.
        OSError: the file cannot be read.
    """
    for line in read_lines(path):
        _raise_first(path, line, rewrite_problems(line.record))
        yield Rewrite(**line.record)


def is_rewrite(record: Mapping[str, Any]) -> bool:
    """Return whether the fields are rather those of a rewrite than those of a pair."""
    return "rewritten_body" in record or "instruction" in record


def pair_from(record: Mapping[str, Any]) -> Pair:
    """Return the pair of a record that has no ``pair_problems``."""
    fields = {("sender" if name == "from" else name): value for name, value in record.items()}
    return Pair(**{**fields, "key_points": tuple(fields["key_points"])})


def pair_problems(record: Mapping[str, Any]) -> list[Problem]:
    """Return what keeps a JSON object from being a pair: fields, types, values and whether they fit together."""
    problems = _shape_problems(record, _PAIR_FIELDS, _OPTIONAL)
    if problems:
        return problems
    if not _SLUG.fullmatch(record["domain"]):
        problems.append(("domain", f"{record['domain']!r} is no slug: use small letters joined by hyphens"))
    if record["kind"] == "reply" and not record["context"]:
        problems.append(("context", "is empty, but a reply answers a mail: put that mail here"))
    if record.get("rejected_body") == record["email_body"]:
        problems.append(("rejected_body", "is the e-mail itself: leave it out"))
    if record["kind"] == "new" and record["context"]:
        problems.append(("context", "must be empty unless kind is reply"))
    return problems


def rewrite_problems(record: Mapping[str, Any]) -> list[Problem]:
    """Return what keeps a JSON object from being a rewrite: its fields, their types and their values."""
    return _shape_problems(record, _REWRITE_FIELDS)


def _raise_first(path: Path, line: Line, problems: list[Problem]) -> None:
    if line.problem:
        raise CorpusError(path, line.number, "", line.problem)
    for field, reason in problems:
        raise CorpusError(path, line.number, field, reason)


def _shape_problems(
    record: Mapping[str, Any], names: Collection[str], optional: Collection[str] = ()
) -> list[Problem]:
    problems = [(name, "is missing") for name in names if name not in record]
    known = (*names, *optional)
    for name in record:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(known)}"
            shown = name if name.isprintable() else ascii(name)[1:-1]
            problems.append((shown[:40], f"is not a field of this record: {hint}"))
    for name in known:
        if name in record:
            problems += _value_problems(name, record[name])
    return problems


def _value_problems(name: str, value: object) -> Iterator[Problem]:
    if name == "key_points":
        yield from _points_problems(value)
    elif not isinstance(value, str):
        yield name, f"must be a string, not {_type_name(value)}"
    elif name in _CHOICES:
        if value not in _CHOICES[name]:
            yield name, f"is {value[:40]!r}: use one of {', '.join(_CHOICES[name])}"
    elif name == "id":
        if not _IDENTIFIER.fullmatch(value):
            yield name, f"is {value[:40]!r}: use a writer and a number, such as ops-003"
    else:
        yield from _text_problems(name, value, lines=name in _MAY_HAVE_LINES, empty=name in _MAY_BE_EMPTY)


def _points_problems(value: object) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield "key_points", f"must be a list of strings, not {_type_name(value)}"
        return
    points = cast("list[object]", value)
    if not 1 <= len(points) <= MAX_KEY_POINTS:
        yield "key_points", f"has {len(points)} entries: give 1 to {MAX_KEY_POINTS}"
    for position, point in enumerate(points):
        name = f"key_points[{position}]"
        if isinstance(point, str):
            yield from _text_problems(name, point, lines=False, empty=False)
        else:
            yield name, f"must be a string, not {_type_name(point)}"


def _text_problems(name: str, text: str, *, lines: bool, empty: bool) -> Iterator[Problem]:
    if not text.strip():
        if text or not empty:
            yield name, "is empty" if not text else "is blank"
        return
    if text != text.strip():
        yield name, "has blanks or line breaks at its start or end"
    if not lines and "\n" in text:
        yield name, "has more than one line"
    for position, character in enumerate(text):
        if unicodedata.category(character) in ("Cc", "Cs", "Co") and character != "\n":
            yield name, f"holds the character U+{ord(character):04X} at position {position}: remove it"
            return
    if not unicodedata.is_normalized("NFC", text):
        yield name, "is not in Unicode form NFC"


def _type_name(value: object) -> str:
    return {bool: "a boolean", dict: "an object", list: "a list", type(None): "null", str: "a string"}.get(
        type(value), "a number"
    )
