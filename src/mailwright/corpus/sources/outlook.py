"""Outlook's .msg files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_string
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Final

from mailwright.brief import Person
from mailwright.corpus.mime.charset import decode
from mailwright.corpus.mime.errors import MessageError
from mailwright.corpus.mime.headers import ids_of, people_of
from mailwright.corpus.mime.html import decode_html, html_to_text
from mailwright.corpus.mime.message import MAX_HEADERS, MAX_TEXT, Message, message_of
from mailwright.corpus.mime.policy import READING
from mailwright.corpus.mime.text import clean_line, clean_text

MAX_FILE: Final = 64 << 20
"""Bytes of a file; attachments are a part of it."""

_TO: Final = 1  # PidTagRecipientType, MS-OXOMSG 2.2.3.1
_REFERENCES: Final = "__substg1.0_1039"  # PidTagInternetReferences, MS-OXPROPS 2.752
_MAIL_CLASSES: Final = ("ipm.note", "report", "ipm.post", "ipm.skypeteams.message")


def read_msg(path: Path) -> Message:
    """Return what a message says: its internet headers, and Outlook's own properties where there are none.

    Attachments are not read.

    Raises:
        MessageError: the file is no mail of Outlook, or has no text.
        OSError: the file cannot be read.
    """
    if path.stat().st_size > MAX_FILE:
        raise MessageError(f"has more than {MAX_FILE >> 20} MiB")
    with path.open("rb"):
        pass  # what cannot be opened is an error of its own
    try:
        return _read(path)
    except MessageError:
        raise
    except Exception as error:
        # extract-msg and the readers below it raise whatever a broken file makes them run into.
        raise MessageError(f"is no readable Outlook message ({type(error).__name__})") from error


def _read(path: Path) -> Message:
    from extract_msg import openMsg
    from extract_msg.enums import ErrorBehavior

    with openMsg(path, delayAttachments=True, errorBehavior=ErrorBehavior.SUPPRESS_ALL) as msg:
        if not (msg.classType or "").lower().startswith(_MAIL_CLASSES):
            raise MessageError("is an Outlook item that is no mail")
        text = _text(msg)
        if not text:
            raise MessageError("has no text")
        if len(text) > MAX_TEXT:
            raise MessageError(f"has a text of more than {MAX_TEXT:,} characters")
        headers = message_from_string((msg.headerText or "")[:MAX_HEADERS], EmailMessage, policy=READING)
        return _completed(message_of(headers, text, wrapped=True), msg)


def _text(msg: Any) -> str:
    plain = msg.body
    if isinstance(plain, bytes):
        plain = decode(plain)
    if plain and plain.strip():
        return clean_text(plain)
    html = msg.htmlBody
    if isinstance(html, bytes):
        html = decode_html(html)
    return clean_text(html_to_text(html)) if html else ""


def _completed(message: Message, msg: Any) -> Message:
    """Return the message with Outlook's properties in place of headers that it lacks."""
    references = message.references or tuple(
        ids_of(msg.getStringStream(_REFERENCES) or "") + ids_of(msg.inReplyTo or "")[:1]
    )
    return replace(
        message,
        message_id=message.message_id or next(iter(ids_of(msg.messageId or "")), ""),
        references=references,
        date=message.date or _aware(msg.date),
        subject=message.subject or clean_line(msg.subject or ""),
        sender=message.sender if str(message.sender) else next(iter(people_of(msg.sender or "")), Person()),
        to=message.to or tuple(_recipients(msg)),
    )


def _recipients(msg: Any) -> list[Person]:
    people = []
    for recipient in msg.recipients:
        if int(recipient.type) == _TO:
            email = clean_line(recipient.email or "")
            name = clean_line(recipient.name or "").strip("'\"")
            # Inside one Exchange an address is a path (/O=...), which is none.
            person = Person("" if name == email else name, email if "@" in email else "")
            people += [person] if str(person) else []
    return people


def _aware(date: Any) -> datetime | None:
    if not isinstance(date, datetime):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
