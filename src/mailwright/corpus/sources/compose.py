"""From a message to a Mail: the step that all mailboxes share."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from mailwright.corpus.mail import Mail
from mailwright.corpus.mime.errors import MessageError
from mailwright.corpus.mime.flowed import unwrap
from mailwright.corpus.mime.message import Message, read_message
from mailwright.corpus.replies import split_reply
from mailwright.corpus.sources.identity import Threads, mail_id
from mailwright.corpus.sources.reading import Unreadable

UNWANTED_LABELS: Final = frozenset((
    "spam", "junk", "trash", "draft", "drafts", "chat", "chats", "papierkorb", "entwurf", "entwürfe", "corbeille",
    "brouillon", "brouillons", "papelera", "borradores", "cestino", "bozze", "lixo", "lixeira", "rascunho",
    "rascunhos", "prullenbak", "concepten",
))  # fmt: skip
"""Gmail's labels, lower case, of what was thrown away or never sent, in the languages of Takeout."""


class Composer:
    """Makes Mails of the messages of one mailbox, read in one go."""

    def __init__(self, source: str, owner: str, *, unwanted: Collection[str] = UNWANTED_LABELS) -> None:
        """Begin a reading.

        Args:
            source: the source's name.
            owner: whose mailbox it is; empty if unknown.
            unwanted: labels of Gmail, lower case, whose mails are left out.
        """
        self._source = source
        self._owner = owner
        self._unwanted = unwanted
        self._threads = Threads()

    def read(self, place: str, raw: bytes, size: int | None = None) -> Mail | Unreadable:
        """Return the mail that some bytes are, or why they cannot be read; never fails.

        Args:
            place: where it lies in its source.
            raw: the message, or its first ``mime.message.MAX_BYTES``.
            size: its length in bytes, if ``raw`` is only the beginning.
        """
        try:
            return self.compose(place, read_message(raw, size))
        except MessageError as error:
            return Unreadable(place, str(error))
        except Exception as error:  # noqa: BLE001 - what the e-mail package raises on broken mail; the others are to be read
            return Unreadable(place, f"cannot be parsed ({type(error).__name__})")

    def compose(self, place: str, message: Message) -> Mail | Unreadable:
        """Return the mail that a message is."""
        for label in message.labels:
            if label.casefold() in self._unwanted:
                return Unreadable(place, f"is labelled {label}")
        parts = split_reply(message.text, subject=message.subject, sender=message.sender.name)
        return Mail(
            id=mail_id(message),
            source=self._source,
            owner=self._owner,
            thread=self._threads.key(message),
            date=message.date,
            subject=message.subject,
            sender=message.sender,
            to=message.to,
            body=unwrap(parts.body) if message.wrapped else parts.body,
            received=unwrap(parts.received) if message.wrapped else parts.received,
            signature=parts.signature,
        )
