"""Marks in place of the two names of a wish, so that what stands around them can be read whoever they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from mailwright.brief.lexicon import is_capitalised, is_role, is_shouted, is_title, name_as_written
from mailwright.brief.people import People, find_people
from mailwright.brief.phrases import CLOSING_FORMULAS, INSIDE_NAMES, RELATIONS

# Characters for private use (Unicode 16, table 23-1): no text has them.
RECIPIENT: Final = "\ue000"
SENDER: Final = "\ue001"
_MARKS: Final = re.compile(f"[{RECIPIENT}{SENDER}]")
_SIGNED: Final = re.compile(
    rf"(?:^|[.,;:!?\n]\s*)(?i:sign(?:ed)?(?: it)?(?: off)?(?: as| from| with)?|{CLOSING_FORMULAS}),?\s+"
    r"(?P<name>[A-ZÀ-Þ][\w'’.-]*(?:\s(?:[A-ZÀ-Þ][\w'’.-]*|\d{1,4}\w?)){0,3}?)[.!]?\s*$"
)
_OWN: Final = re.compile(r"(?:\b(?:all of|the whole|the|your|our|her|his|a)\s+)$", re.IGNORECASE)


@dataclass(frozen=True)
class Marked:
    """A wish with marks for its names, the names as typed, and as a greeting and a closing show them."""

    text: str
    typed: dict[str, str]
    shown: dict[str, str]

    def restored(self, text: str) -> str:
        """Return ``text`` with the names as they were typed."""
        return _MARKS.sub(lambda mark: self.typed.get(mark.group(), ""), text)


def unmarked(text: str) -> str:
    """Return ``text`` without characters that would be taken for marks."""
    return _MARKS.sub(" ", text)


def mark_names(text: str, *, to: bool, sender: bool) -> Marked:
    """Return ``text`` with a mark for its recipient (if ``to``) and one for its sender (if ``sender``)."""
    people = find_people(text, to=to, sender=sender)
    signed = _signed(text, people) if sender else None
    if signed and (not people.sender or signed[0] <= people.sender[0] < people.sender[1] <= signed[1]):
        people = replace(people, sender=signed)
    if people.sender and not _says_something(text, people):
        people = replace(people, sender=None)
    shouted = is_shouted(text)
    spans = []
    if people.to:
        start, end = people.to
        start += _description(text[start:end], shouted)
        if text[start:end].endswith(")") and "(" not in text[start:end]:  # "landlord (Mr Peters)"
            end -= 1
        spans.append((start, end, RECIPIENT))
    if people.sender:
        owned = _OWN.search(text[max(0, people.sender[0] - 20) : people.sender[0]])
        spans.append((people.sender[0] - (len(owned.group()) if owned else 0), people.sender[1], SENDER))
    typed, shown = {}, {}
    for start, end, mark in sorted(spans, reverse=True):
        typed[mark] = text[start:end]
        words = ["and" if word == "+" else word for word in text[start:end].split()]
        shown[mark] = name_as_written(words, shouted)
        text = text[:start] + mark + text[end:]
    if SENDER in shown:
        shown[SENDER] = shown[SENDER][:1].upper() + shown[SENDER][1:]
    return Marked(text, typed, shown)


def _signed(text: str, people: People) -> tuple[int, int] | None:
    """Return the name behind a closing formula at the very end, which needs no guess."""
    found = _SIGNED.search(text, max(0, len(text) - 120))
    if not found or (people.to and people.to[1] > found.start("name")):
        return None
    return found.span("name")


def _says_something(text: str, people: People) -> bool:
    """Whether words are left beside the names: what else a wish says is not who writes."""
    outside = text
    for start, end in sorted((span for span in (people.to, people.sender) if span), reverse=True):
        outside = outside[:start] + " " + outside[end:]
    return len(re.findall(r"[^\W_]+", outside)) > 1


def _description(name: str, shouted: bool) -> int:
    """Return the length of what only says who it is: ``lift firm`` in ``lift firm Otwell Lifts``."""
    if shouted:
        return 0
    described = ""
    for word in re.findall(r"\S+\s+", name):
        bare = word.strip(" ,(").lower()
        if is_title(bare):
            break
        if is_capitalised(word) or bare in INSIDE_NAMES - {"of", "the", "in", "at"}:
            break
        described += word
    rest = name[len(described) :].split()
    last = described.split()[-1].strip(",(").lower() if described else ""
    told = last in RELATIONS or is_role(last) or last.endswith(("er", "ers", "or", "ors", "ist", "ists"))
    named = bool(rest) and (is_capitalised(rest[0]) or (is_title(rest[0]) and len(rest) > 1))
    return len(described) if described and told and named and not is_role(rest[0]) else 0
