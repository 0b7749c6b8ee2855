"""A source in memory and a plain extractor, in place of mailboxes and the parser."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from mailwright.brief import Person
from mailwright.corpus.example import Example
from mailwright.corpus.mail import Mail
from mailwright.corpus.sources.reading import Unreadable

WORDS = (
    "table", "chair", "lamp", "clock", "paper", "glass", "bottle", "mirror", "carpet", "basket", "picture",
    "window", "hammer", "ladder", "garden", "bicycle", "guitar", "kettle", "pillow", "blanket", "candle",
    "drawer", "bucket",
)  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """A source that yields what it is given."""

    items: tuple[Mail | Unreadable, ...]
    name: str = "listed"

    def read(self) -> Iterator[Mail | Unreadable]:
        for item in self.items:
            yield replace(item, source=self.name) if isinstance(item, Mail) else item

    def describe(self) -> dict[str, Any]:
        return {"name": self.name, "kind": "listed", "digest": "ab" * 32}

    def total(self) -> int | None:
        return len(self.items)


@dataclass(frozen=True)
class Refused:
    reason: str


class PlainExtractor:
    """Makes the subject the one point; mails that speak of sherbet are refused."""

    def extract(self, mails: Iterable[Mail], processes: int) -> Iterator[tuple[Mail, Example | Refused]]:
        for mail in mails:
            yield mail, Refused("no sherbet") if "sherbet" in mail.body else self._example(mail)

    def _example(self, mail: Mail) -> Example:
        return Example(
            id=mail.id,
            source=mail.source,
            owner=mail.owner,
            thread=mail.thread,
            people=(mail.sender.email,),
            language="en",
            sender=mail.sender.name,
            to=tuple(person.name for person in mail.to),
            subject="",
            points=(mail.subject,),
            tone="neutral",
            length="short",
            received=mail.received,
            signature=mail.signature,
            prompt="",
            email_subject=mail.subject,
            email_body=mail.body,
        )


MakeMail = Callable[..., Mail]


@pytest.fixture
def mail() -> MakeMail:
    """Make mail number n, unlike all others: ``mail(n, **fields)``."""

    def make(number: int, **fields: Any) -> Mail:
        words = " and the ".join(random.Random(number).sample(WORDS, 8))
        plain: dict[str, Any] = {
            "id": f"m{number}",
            "source": "",
            "owner": "ana@example.com",
            "thread": f"t{number}",
            "date": None,
            "subject": f"Plan {number}",
            "sender": Person("Ana Silva", "ana@example.com"),
            "to": (Person("Tom", "tom@example.com"),),
            "body": f"Hi Tom,\n\nI have put the {words} into the box of week {number} and you can have all of "
            f"them. Could you please tell me in {number + 2} days whether it is fine with you?"
            "\n\nThanks,\nAna Silva",
        }
        return Mail(**{**plain, **fields})

    return make


@pytest.fixture
def listed() -> type[Listed]:
    return Listed


@pytest.fixture
def extractor() -> PlainExtractor:
    return PlainExtractor()
