"""Mail: one message as a source delivers it, decoded and taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mailwright.brief import Person

Split = Literal["train", "validation", "test"]


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail, its own text apart from what it quotes.

    Texts are Unicode NFC with ``\\n`` as line end and without control characters.

    Attributes:
        id: stable over runs: from the Message-ID or a digest of the content; never a number in reading order.
        source: the name of the source, as the manifest lists it.
        owner: whose mailbox it lies in; empty if unknown.
        thread: a key that all mails of one thread share.
        date: when it was sent, with a time zone; None if unknown.
        subject: decoded, without line ends; ``Re:`` and the like are kept.
        sender: as the header says; empty if unknown.
        to: the recipients of To, in order.
        body: what the sender wrote: without quoted text, signature, disclaimer and forwarded mail.
        received: the mail that is quoted and so answered; empty if none.
        signature: the block below the sender's name; empty if none.
        lines_kept: whether ``body`` has its paragraphs; AESLC has one sentence a line instead.
        split: the official split; None if the source has none.
    """

    id: str
    source: str
    owner: str
    thread: str
    date: datetime | None
    subject: str
    sender: Person
    to: tuple[Person, ...]
    body: str
    received: str = ""
    signature: str = ""
    lines_kept: bool = True
    split: Split | None = None
