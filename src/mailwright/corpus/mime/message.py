"""A message: its bytes in, its text and the headers that matter out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from typing import Final

from mailwright.brief import Person
from mailwright.corpus.mime.errors import MessageError
from mailwright.corpus.mime.headers import date_of, decode_words, ids_of, people_of, unescape
from mailwright.corpus.mime.parts import text_of
from mailwright.corpus.mime.policy import READING
from mailwright.corpus.mime.text import clean_line

MAX_BYTES: Final = 2 << 20
"""How much of a message is looked at: its text stands before its attachments, which nobody reads."""
MAX_HEADERS: Final = 256 << 10
"""Bytes of all headers of a message."""
MAX_TEXT: Final = 200_000
"""Characters of a message's text, quotes included."""

_MAX_NESTING: Final = 100  # parts that hold parts; the parser goes one level deeper for each
_MAX_STEPS: Final = 1_000_000  # lines times levels: each line may be compared with the boundary of each level
_FIRST_HEADER: Final = re.compile(rb"[!-9;-~]+[ \t]*:")
_HEADER_END: Final = re.compile(rb"\r?\n\r?\n")
_WANTED: Final = (
    "content-disposition", "content-transfer-encoding", "content-type", "date", "from", "in-reply-to", "message-id",
    "references", "subject", "to", "x-gm-thrid", "x-gmail-labels",
)  # fmt: skip
_WANTED_HEADERS: Final = re.compile(
    rf"^(?:{'|'.join(_WANTED)})[ \t]*:.*(?:\n[ \t].*)*".encode(), re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Message:
    """What a message says, decoded; see Mail for the form of texts.

    Attributes:
        message_id: without angle brackets; empty if it has none.
        references: ids of the mails before it in its thread, the root first; ``In-Reply-To`` is the last.
        wrapped: whether lines of ``text`` may end where a width was reached, not where a paragraph ends.
        labels: of Gmail, decoded, in order.
        thread: Gmail's number of the thread; empty elsewhere.
    """

    message_id: str
    references: tuple[str, ...]
    date: datetime | None
    subject: str
    sender: Person
    to: tuple[Person, ...]
    text: str
    wrapped: bool
    labels: tuple[str, ...] = ()
    thread: str = ""


def read_message(raw: bytes, size: int | None = None) -> Message:
    """Return what a message says.

    Args:
        raw: the message as it was sent, or its first ``MAX_BYTES``.
        size: the length of the whole message in bytes, if ``raw`` is only its beginning.

    Raises:
        MessageError: the message has no text, or more of anything than a mail has.
    """
    whole = len(raw) if size is None else size
    raw = raw[:MAX_BYTES]
    message = message_from_bytes(_lean(raw), EmailMessage, policy=READING)
    text, wrapped = text_of(message, cut=whole > len(raw))
    if not text:
        raise MessageError("has no text")
    if len(text) > MAX_TEXT:
        raise MessageError(f"has a text of more than {MAX_TEXT:,} characters")
    return message_of(message, text, wrapped=wrapped)


def message_of(headers: EmailMessage, text: str, *, wrapped: bool) -> Message:
    """Return a message with these headers and that text."""
    values: dict[str, str] = {}
    for name, value in headers.raw_items():
        values.setdefault(name.lower(), str(value))
    references = ids_of(values.get("references", "")) + ids_of(values.get("in-reply-to", ""))[:1]
    return Message(
        message_id=next(iter(ids_of(values.get("message-id", ""))), ""),
        references=tuple(dict.fromkeys(references)),
        date=date_of(values["date"]) if "date" in values else None,
        subject=clean_line(decode_words(unescape(values.get("subject", "")))),
        sender=next(iter(people_of(values.get("from", ""))), Person()),
        to=people_of(values.get("to", "")),
        text=text,
        wrapped=wrapped,
        labels=labels_of(values.get("x-gmail-labels", "")),
        thread=clean_line(values.get("x-gm-thrid", ""))[:40],
    )


def labels_of(value: str) -> tuple[str, ...]:
    """Return the labels in the value of ``X-Gmail-Labels``."""
    labels = (clean_line(label).strip('"') for label in decode_words(unescape(value)).split(","))
    return tuple(label for label in labels if label)


def _lean(raw: bytes) -> bytes:
    """Return the message without the headers that nobody asks for.

    Raises:
        MessageError: the headers are too long, or the parser would take minutes or a deep stack for the parts.
    """
    end = _HEADER_END.search(raw, 0, MAX_HEADERS)
    if end is None and len(raw) > MAX_HEADERS:
        raise MessageError(f"has more than {MAX_HEADERS >> 10} KiB of headers")
    lower = raw.lower()
    levels = 1 + lower.count(b"multipart/") + lower.count(b"message/rfc822")
    if levels > _MAX_NESTING:
        raise MessageError(f"has more than {_MAX_NESTING} parts that hold parts")
    if levels * (raw.count(b"\n") + raw.count(b"\r")) > _MAX_STEPS:
        raise MessageError(f"has more than {_MAX_STEPS:,} lines, counted once for each part that holds parts")
    if end is None or not _FIRST_HEADER.match(raw):
        return raw
    return b"\n".join(_WANTED_HEADERS.findall(raw, 0, end.start())) + raw[end.start() :]
