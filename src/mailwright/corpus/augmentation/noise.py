"""Noise on the points of a brief: jotted in haste, in another order, with slips of the finger."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailwright.brief.lexicon import is_common
from mailwright.checks.items import find_items
from mailwright.checks.text import WORD
from mailwright.checks.wishes import wish_of

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from mailwright.corpus.augmentation.config import AugmentationConfig

_SHORT_FORMS: Final = {
    "tomorrow": ("tmrw", "tmw"), "please": ("pls",), "thanks": ("thx",), "thank you": ("thx", "ty"), "and":
    ("&", "+"), "with": ("w/",), "without": ("w/o",), "because": ("bc",), "people": ("ppl",), "about": ("abt",),
    "you": ("u",), "your": ("ur",), "meeting": ("mtg",), "message": ("msg",), "document": ("doc",), "documents":
    ("docs",), "information": ("info",), "account": ("acct",), "invoice": ("inv",), "department": ("dept",),
    "through": ("thru",), "approximately": ("approx",), "appointment": ("appt",), "next": ("nxt",), "minutes":
    ("min", "mins"), "hours": ("hrs",), "hour": ("hr",), "weeks": ("wks",), "week": ("wk",), "months":
    ("mths",), "years": ("yrs",), "weekend": ("wkend",), "as soon as possible": ("asap",), "at": ("@",),
    "before": ("b4",), "reference": ("ref",), "manager": ("mgr",), "received": ("rcvd",), "number": ("no.",),
    "photos": ("pics",), "password": ("pw",), "government": ("govt",), "maximum": ("max",), "minimum": ("min",),
    "including": ("incl",), "quantity": ("qty",), "until": ("til",), "monday": ("mon",), "tuesday": ("tue",
    "tues"), "wednesday": ("wed",), "thursday": ("thu", "thurs"), "friday": ("fri",), "saturday": ("sat",),
    "sunday": ("sun",), "january": ("jan",), "february": ("feb",), "april": ("apr",), "august": ("aug",),
    "september": ("sept", "sep"), "october": ("oct",), "november": ("nov",), "december": ("dec",),
}  # fmt: skip
_ABBREVIABLE: Final = re.compile(
    r"(?<![\w@./-])(?:" + "|".join(sorted(_SHORT_FORMS, key=len, reverse=True)) + r")(?![\w@/-]|['’.]\w)",
    re.IGNORECASE,
)
_NEIGHBOURS: Final = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j":
    "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "w", "r": "et", "s": "ad", "t":
    "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
_LEANS_BACK: Final = re.compile(
    r"(?:and|but|then|also|or|so|it|its|it's|that|thats|they|them|their|he|she|his|her|this|these|those|plus"
    r"|otherwise|else|rest|remaining|if not|if so|if yes|if no|because|bc|which|there|same|both|neither"
    r"|after that|before that|until then|meanwhile|instead|still|except|only|another|other|second|third|finally"
    r"|last|ps|p\.s|&|\+|->|=>|→)(?!\w)",
    re.IGNORECASE,
)
_CONTRACTION: Final = re.compile(r"(?<=[a-z])['’](?=(?:t|s|re|ve|ll|d|m)\b)")
_PARTS: Final = re.compile(r"(\s+)")
_KEEPS_CASE: Final = re.compile(r"\W*[A-Z]{2,}s?\W*|.*(?:\d.*[^\W\d_]|[^\W\d_].*\d|@|://|www\.).*|\s+")
_FEWEST_LETTERS: Final = 5
Entry = tuple[str, tuple[int, ...]]
_JOINTS: Final = ("; ", " & ", ", ", " + ", " / ", " - ")


@dataclass(frozen=True)
class Jottings:
    """Points after noise; ``origins`` are the numbers (from 0) of the points that each was made of."""

    points: tuple[str, ...]
    origins: tuple[tuple[int, ...], ...]
    reworded: frozenset[int]
    """Which of ``points`` have other words than before, so that it must be seen whether they are still covered."""


def jot(points: Sequence[str], config: AugmentationConfig, rng: random.Random, language: str) -> Jottings:
    """Return the points with the noise that ``config`` and ``rng`` choose; hard items and names stay themselves."""
    changed = list(points)
    reworded: set[int] = set()
    if language == "en" and rng.random() < config.abbreviations:
        changed = [_abbreviated(point, rng) for point in changed]
    if language == "en" and rng.random() < config.typos:
        for position in rng.sample(range(len(points)), k=min(len(points), rng.choice((1, 1, 2)))):
            new = _with_slip(changed[position], rng, language)
            if new != changed[position]:
                reworded.add(position)
                changed[position] = new
    if rng.random() < config.punctuation:
        changed = [_unpunctuated(point) for point in changed]
    if rng.random() < config.case:
        changed = [_without_capitals(point, everywhere=language != "de") for point in changed]
    entries: list[Entry] = [(point, (position,)) for position, point in enumerate(changed)]
    if rng.random() < config.order and not any(_LEANS_BACK.match(point) for point in points):
        rng.shuffle(entries)
    if rng.random() < config.joins and len(entries) > 2:
        entries = _joined(entries, points, rng, language)
    found = frozenset(
        place
        for place, (_, origins) in enumerate(entries)
        if len(origins) > 1 or any(origin in reworded for origin in origins)
    )
    return Jottings(tuple(point for point, _ in entries), tuple(origins for _, origins in entries), found)


def _abbreviated(point: str, rng: random.Random) -> str:
    def shorten(match: re.Match[str]) -> str:
        if rng.random() < 0.4:
            return match.group()
        short = rng.choice(_SHORT_FORMS[match.group().lower()])
        return short.capitalize() if match.group()[0].isupper() and short.isalpha() and match.start() else short

    return _ABBREVIABLE.sub(shorten, point)


def _with_slip(point: str, rng: random.Random, language: str) -> str:
    """Return ``point`` with a slip of the finger in one everyday word of five letters or more."""
    taken = [item.span for item in find_items(point, language)]
    words = [
        match
        for match in WORD.finditer(point)
        if len(match.group()) >= _FEWEST_LETTERS
        and match.group().isascii()
        and match.group().islower()
        and match.group().isalpha()
        and is_common(match.group())
        and not any(start < match.end() and match.start() < end for start, end in taken)
        and (match.end() == len(point) or point[match.end()] in " ,.;:!?)")
        and (match.start() == 0 or point[match.start() - 1] in " (")
    ]
    if not words:
        return point
    match = rng.choice(words)
    word = _slipped(match.group(), rng)
    return point if is_common(word) else point[: match.start()] + word + point[match.end() :]


def _slipped(word: str, rng: random.Random) -> str:
    place = rng.randrange(1, len(word) - 1)
    kind = rng.choice(("swap", "swap", "drop", "double", "near"))
    if kind == "swap":
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind == "drop":
        return word[:place] + word[place + 1 :]
    if kind == "double":
        return word[:place] + word[place] + word[place:]
    return word[:place] + rng.choice(_NEIGHBOURS[word[place]]) + word[place + 1 :]


def _unpunctuated(point: str) -> str:
    point = _CONTRACTION.sub("", point.rstrip(".!;, ") or point)
    return re.sub(r",(?= [a-z])", "", point)


def _without_capitals(point: str, *, everywhere: bool) -> str:
    """Return ``point`` in small letters, but for codes and links, and for acronyms beside small letters."""
    if not everywhere:
        return point[:1].lower() + point[1:]
    if point.isupper():
        return point.lower()
    return "".join(part if _KEEPS_CASE.fullmatch(part) else part.lower() for part in _PARTS.split(point))


def _joined(entries: list[Entry], points: Sequence[str], rng: random.Random, language: str) -> list[Entry]:
    """Return the entries with one neighbouring pair made one; wishes about the writing stay apart."""
    place = rng.randrange(len(entries) - 1)
    (one, first), (two, second) = entries[place : place + 2]
    if any(wish_of(points[origin], language) is not None for origin in first + second) or one[-1] in "?!:":
        return entries
    joint = rng.choice(_JOINTS)
    return [*entries[:place], (one.rstrip(" .;,") + joint + two, first + second), *entries[place + 2 :]]
