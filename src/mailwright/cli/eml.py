"""Drafts as RFC 5322 messages that a mail client opens as unsent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
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


def message_of(brief: Brief, draft: Draft, date: datetime) -> bytes:
    """Return the draft as a message with CRLF line ends and ``X-Unsent: 1``, without a Message-ID.

    From and To name those whose address the brief gives; the others cannot stand in these headers
    (``people_without_address`` tells who they are). Subject and names are encoded as RFC 2047 demands.

    Args:
        brief: whose sender and recipients are used.
        draft: whose subject and body are used.
        date: an aware time for the Date header.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Date"] = format_datetime(date)
    if sender := _addresses([brief.sender]):
        message["From"] = sender
    if recipients := _addresses(brief.to):
        message["To"] = recipients
    message["Subject"] = _header_text(draft.subject)
    message.set_content(_body_text(draft.body), charset="utf-8")
    return message.as_bytes()


def people_without_address(brief: Brief) -> list[str]:
    """Return the names of sender and recipients for whom no usable address is known."""
    people = (person for person in (brief.sender, *brief.to) if str(person))
    return [str(person) for person in people if not _usable(person.email)]


def write_messages(place: Path, messages: Sequence[bytes]) -> list[Path]:
    """Write one message to ``place``, or several to ``name-1.eml``, ``name-2.eml``, ...; return the files."""
    places = [place]
    if len(messages) > 1:
        places = [place.with_name(f"{place.stem}-{i}{place.suffix}") for i in range(1, len(messages) + 1)]
    for path, message in zip(places, messages, strict=True):
        path.write_bytes(message)
    return places


def _addresses(people: Iterable[Person]) -> list[Address]:
    return [
        Address(_header_text(person.name), addr_spec=person.email) for person in people if _usable(person.email)
    ]


def _usable(email: str) -> bool:
    return len(email) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(email) is not None


def _header_text(text: str) -> str:
    """Return ``text`` on one line, for a line end would begin another header."""
    return " ".join(printable(text.replace("\r", " ").replace("\n", " "), line=True).split())


def _body_text(text: str) -> str:
    return printable(text.replace("\r\n", "\n").replace("\r", "\n"))
