"""Drafts as RFC 5322 messages that a mail client opens as unsent."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.contentmanager import raw_data_manager
from email.header import Header
from email.message import EmailMessage
from email.policy import compat32
from email.utils import format_datetime, formataddr
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mailwright.cli.show import printable

if TYPE_CHECKING:
    from mailwright.brief import Brief, Person
    from mailwright.draft import Draft

# Dot-atoms of ASCII on both sides: what every client and server takes. Quoted local parts are not worth a risk.
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_LONGEST_ADDRESS: Final = 254  # RFC 5321, section 4.5.3.1.3, less the brackets
_LONGEST_WORD: Final = 60  # a longer one cannot be folded as it is
# The newer policies lose the blank between two encoded words (https://github.com/python/cpython/issues/92081).
_POLICY: Final = compat32.clone(linesep="\r\n")


def message_of(brief: Brief, draft: Draft, date: datetime) -> bytes:
    """Return the draft as a message with CRLF line ends and ``X-Unsent: 1``, without a Message-ID.

    From and To name those whose address the brief gives; the others cannot stand in these headers
    (``people_without_address`` tells who they are). Subject and names are encoded as RFC 2047 demands.

    Args:
        brief: whose sender and recipients are used.
        draft: whose subject and body are used.
        date: an aware time for the Date header.
    """
    message = EmailMessage(policy=_POLICY)
    message["X-Unsent"] = "1"
    message["Date"] = format_datetime(date)
    if sender := _addresses([brief.sender]):
        message["From"] = sender
    if recipients := _addresses(brief.to):
        message["To"] = recipients
    message["Subject"] = _encoded(_header_text(draft.subject))
    message.set_content(_body_text(draft.body), charset="utf-8", content_manager=raw_data_manager)
    return message.as_bytes()


def people_without_address(brief: Brief) -> list[str]:
    """Return the names of sender and recipients for whom no usable address is known."""
    people = (person for person in (brief.sender, *brief.to) if str(person))
    return [str(person) for person in people if not _usable(person.email)]


def write_messages(place: Path, messages: Sequence[bytes]) -> list[Path]:
    """Write one message to ``place``, or several to ``name-1.eml``, ``name-2.eml``, ...; return the files.

    A file that is made can be read by its owner alone.
    """
    places = [place]
    if len(messages) > 1:
        places = [place.with_name(f"{place.stem}-{i}{place.suffix}") for i in range(1, len(messages) + 1)]
    for path, message in zip(places, messages, strict=True):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(message)
    return places


def _addresses(people: Iterable[Person]) -> str:
    return ", ".join(
        _address(_header_text(person.name), person.email) for person in people if _usable(person.email)
    )


def _address(name: str, email: str) -> str:
    encoded = _encoded(name)
    return formataddr((name, email)) if encoded == name else f"{encoded} <{email}>"


def _encoded(text: str) -> str:
    """Return ``text`` for a header: encoded words (RFC 2047) unless it can stand and be folded as it is."""
    if text.isascii() and "=?" not in text and max(map(len, text.split()), default=0) <= _LONGEST_WORD:
        return text
    return " ".join(Header(text, "utf-8", maxlinelen=75).encode().split())


def _usable(email: str) -> bool:
    return len(email) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(email) is not None


def _header_text(text: str) -> str:
    """Return ``text`` on one line, for a line end would begin another header."""
    return " ".join(printable(text.replace("\r", " ").replace("\n", " "), line=True).split())


def _body_text(text: str) -> str:
    return printable(text.replace("\r\n", "\n").replace("\r", "\n"))
