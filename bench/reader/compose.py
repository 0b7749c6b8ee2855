"""Wishes composed of frames, names and points, with the places of recipient and sender known."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

# Marks around the recipient and the sender while a wish is composed: characters for private use.
_TO, _TO_END, _FROM, _FROM_END = "\ue000", "\ue001", "\ue002", "\ue003"
_REST = "\ue009"
_MARKS = re.compile(r"[.,;:!?]+(?=[\s\ue000-\ue003]|$)")
_MOST_CHARACTERS = 900
_PERSON = re.compile(r"(?:(?:Mr|Ms|Mrs|Dr|Prof)\.? )?[A-ZÀ-Ž][\w'’-]+(?: [A-ZÀ-Ž][\w'’.-]+){0,2}")
_ARTICLE = re.compile(r"(?:the|my|our) ")
_NO_ARTICLE = re.compile(r"all|every|hr|it\b|mum|dad|mom|gran|nan|the|class|candidate|juror|ward|flat|crew", re.I)


@dataclass(frozen=True)
class Composed:
    """A wish and where it names recipient and sender, as offsets; None if it does not."""

    text: str
    to: tuple[int, int] | None
    sender: tuple[int, int] | None


def compose(records: Sequence[dict[str, Any]], count: int, seed: int) -> list[Composed]:
    """Return ``count`` wishes made of names, points and subjects of ``records`` and the frames in frames.txt."""
    chance = random.Random(seed)
    recipients = [record["to"] for record in records if record["to"]]
    senders = [record["from"] for record in records if record["from"]]
    people = [name for name in recipients if _PERSON.fullmatch(name)]
    wishes: list[Composed] = []
    while len(wishes) < count:
        record = chance.choice(records)
        wish = _Wish(chance, record, recipients, senders, people)
        text = _noisy(chance, wish.text())
        if len(text) <= _MOST_CHARACTERS:
            wishes.append(_unmarked(text))
    return wishes


class _Wish:
    """One wish in the making: its names and points, and a random frame around them."""

    def __init__(
        self,
        chance: random.Random,
        record: dict[str, Any],
        recipients: Sequence[str],
        senders: Sequence[str],
        people: Sequence[str],
    ) -> None:
        self.chance = chance
        self.subject = (record["subject"] or record["email_subject"]).rstrip(".")
        self.points = _joined_points(chance, record["key_points"])
        self.article, self.to = "", chance.choice(recipients)
        if chance.random() < 0.4:
            self.article, self.to = self._role()
        self.person = chance.choice(people)
        self.sender = chance.choice(_frames()["senders"] if chance.random() < 0.25 else senders)

    def text(self) -> str:
        if self.chance.random() < 0.28:
            return self._fill(self._frame("both"))
        return self._signed(self._addressed())

    def _addressed(self) -> str:
        kind = self.chance.random()
        if kind < 0.16:
            return self._fill(self._frame("nobody"))
        if kind < 0.26:
            return self._fill(self._frame("recipient last"))
        if kind < 0.36:
            return self._fill(self._frame("recipient introduced"), person=True)
        frame = self._frame("recipient first")
        text = self._fill(frame, person="{rel}" in frame)
        if "{c}" not in frame and self.chance.random() < 0.4:
            text += self.chance.choice([". ", ", "]) + self.points
        return text

    def _signed(self, text: str) -> str:
        kind = self.chance.random()
        if kind < 0.5:
            return text.rstrip(". ") + self._fill(self._frame("sender last"))
        if kind < 0.65:
            return self._fill(self._frame("sender first")).replace(_REST, text)
        if kind < 0.75:
            ends = [". {a}", ", {a}", ". thanks", ". short please", ". keep it {a}", ". max 80 words", ".", "!", ""]
            return text.rstrip(". ") + self._fill(self.chance.choice(ends))
        return text

    def _frame(self, section: str) -> str:
        return self.chance.choice(_frames()[section])

    def _fill(self, frame: str, *, person: bool = False) -> str:
        article, to = ("", self.person) if person else (self.article, self.to)
        values = {
            "to": f"{article}{_TO}{to}{_TO_END}",
            "f": f"{_FROM}{self.sender}{_FROM_END}",
            "c": self.points,
            "s": self.subject,
            "w": _REST,
            "n": str(self.chance.choice([40, 60, 80, 100])),
            "age": str(self.chance.randrange(18, 90)),
        }

        def value(found: re.Match[str]) -> str:
            name = found.group(1)
            return values[name] if name in values else self._frame("a" if name == "a2" else name)

        return re.sub(r"\{(\w+)\}", value, frame)

    def _role(self) -> tuple[str, str]:
        role = self._frame("recipients")
        article = _ARTICLE.match(role)
        if article:
            return article.group(), role[article.end() :]
        if self.chance.random() < 0.3 and not _NO_ARTICLE.match(role):
            return self.chance.choice(["the ", "the ", "my ", "our "]), role
        return "", role


def _joined_points(chance: random.Random, points: Sequence[str]) -> str:
    kept = [point.strip().rstrip(".") for point in points if point.strip()]
    count = min(len(kept), chance.choice([1, 2, 3, 4, len(kept)]))
    chosen = kept[:count] if chance.random() < 0.7 else chance.sample(kept, count)
    return chance.choice([". ", ". ", ", ", ", ", "; ", " - ", " and ", " * ", "\n- ", ". "]).join(chosen)


def _noisy(chance: random.Random, text: str) -> str:
    """Return ``text`` as people type it: without capitals, in capitals, dictated without marks, with slips."""
    case = chance.random()
    if case < 0.5:
        text = text.lower()
    elif case < 0.6:
        text = text.upper()
    elif case < 0.8:
        text = text[:1].upper() + text[1:]
    if chance.random() < 0.12:
        text = _MARKS.sub("", text)
    return _with_slips(chance, text) if chance.random() < 0.06 else text


def retyped(chance: random.Random, text: str, names: str) -> str:
    """Return ``text`` typed in another way that says the same; the words of ``names`` are spelt as they were."""
    way = chance.random()
    if way < 0.1:
        return text.upper()
    if way < 0.5:
        text = text.lower()
    if way > 0.8 or chance.random() < 0.3:
        text = _MARKS.sub("", text)
    if 0.5 < way < 0.8 or chance.random() < 0.2:
        text = _with_slips(chance, text, frozenset(re.findall(r"\w+", names.lower())))
    return text


def _with_slips(chance: random.Random, text: str, spared: frozenset[str] = frozenset()) -> str:
    words = text.split(" ")
    for _ in range(3):
        place = chance.randrange(len(words))
        spelt = set(re.findall(r"\w+", words[place].lower()))
        if len(words[place]) > 3 and not spelt & spared and not re.search(r"[\ue000-\ue003\d]", words[place]):
            words[place] = _slip(chance, words[place])
    return " ".join(words)


def _slip(chance: random.Random, word: str) -> str:
    place = chance.randrange(1, len(word) - 1)
    swapped = word[place + 1] + word[place] if chance.random() < 0.5 else word[place + 1]
    return word[:place] + swapped + word[place + 2 :]


def _unmarked(text: str) -> Composed:
    kept: list[str] = []
    places: dict[str, int] = {}
    for character in text:
        if character in (_TO, _TO_END, _FROM, _FROM_END):
            places[character] = len(kept)
        else:
            kept.append(character)

    def span(start: str, end: str) -> tuple[int, int] | None:
        return (places[start], places[end]) if start in places else None

    return Composed("".join(kept), span(_TO, _TO_END), span(_FROM, _FROM_END))


@cache
def _frames() -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    section: list[str] = []
    for line in Path(__file__).with_name("frames.txt").read_text("utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            section = sections.setdefault(line[1:-1], [])
        elif line:
            section.append(line.replace("\\n", "\n"))
    return sections
