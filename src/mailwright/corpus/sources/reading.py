"""What every source of mail is, and what it yields where a mail cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from mailwright.corpus.mail import Mail
from mailwright.errors import MailwrightError


class SourceError(MailwrightError):
    """A source that cannot be read at all: it is not there, is something else, or refuses."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A mail that was found and not read.

    Attributes:
        place: where it lies within its source: a byte, a file's name, a number.
        reason: why, in words that go with others into a table of counts: they hold nothing of the mail.
    """

    place: str
    reason: str


class Source(Protocol):
    """Mails from one place. Reading is streaming, changes nothing there, and can be done again."""

    @property
    def name(self) -> str:
        """How the manifest calls it."""
        ...

    def read(self) -> Iterator[Mail | Unreadable]:
        """Yield each mail that is there, in an order that stays, or why it cannot be read.

        Raises:
            SourceError: the source as a whole cannot be read.
        """
        ...

    def describe(self) -> dict[str, Any]:
        """Return what tells this source from another: name, kind, and a digest or a size; no path of this machine.

        Raises:
            SourceError: the source as a whole cannot be read.
        """
        ...

    def total(self) -> int | None:
        """Return about how many items ``read`` will yield, if that is known without reading them; else None."""
        ...
