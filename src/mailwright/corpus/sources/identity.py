"""What a mail is known by: its own id, and the key that it shares with the mails of its thread."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

from mailwright.corpus.mime.message import Message
from mailwright.corpus.replies.words import FORWARD_PREFIX, REPLY_PREFIX

_PREFIXES: Final = re.compile(
    rf"(?:(?:{REPLY_PREFIX}|{FORWARD_PREFIX})\s*(?:\[\d+\]|\(\d+\))?\s*[:：]|\[[^\]]{{1,40}}\])\s*", re.IGNORECASE
)
_REPLY: Final = re.compile(rf"(?:{REPLY_PREFIX})\s*(?:\[\d+\]|\(\d+\))?\s*[:：]", re.IGNORECASE)


def mail_id(message: Message) -> str:
    """Return 20 hexadecimal digits: of the Message-ID, or of the content if there is none."""
    if message.message_id:
        return _digest("id", message.message_id)
    date = message.date.isoformat() if message.date else ""
    return _digest("content", date, str(message.sender), *map(str, message.to), message.subject, message.text)


def topic_of(subject: str) -> str:
    """Return a subject without ``Re:``, ``Fwd:`` and their like in other languages, and without tags of lists."""
    start = 0
    while found := _PREFIXES.match(subject, start):
        start = found.end()
    return " ".join(subject[start:].casefold().split())


class Threads:
    """Finds the threads of the mails of one source, seen one after the other.

    A mail that names mails before it belongs to the thread of the first one named. A reply that names none belongs
    where the last mail of the same subject between the same people went. What was seen is remembered for the last
    ``MEMORY`` mails only, so that memory does not grow with a mailbox.
    """

    MEMORY: Final = 20_000

    def __init__(self) -> None:
        self._known: dict[int, int] = {}

    def key(self, message: Message) -> str:
        """Return the key of a mail's thread, 16 hexadecimal digits, and remember it."""
        if message.thread:
            return f"{_number('gmail', message.thread):016x}"
        own = _number("id", message.message_id) if message.message_id else 0
        topic = _topic(message)
        thread = self._find(message, own, topic)
        for name in (own, topic):
            if name:
                self._known.pop(name, None)
                self._known[name] = thread
        while len(self._known) > 2 * self.MEMORY:
            del self._known[next(iter(self._known))]
        return f"{thread:016x}"

    def _find(self, message: Message, own: int, topic: int) -> int:
        if message.references:
            numbers = [_number("id", reference) for reference in message.references]
            return next((self._known[number] for number in numbers if number in self._known), numbers[0])
        known = self._known.get(topic, 0)
        if known and (known == topic or not own or _REPLY.match(message.subject)):
            return known
        if own and not _REPLY.match(message.subject):
            return own
        return topic or own or _number("content", mail_id(message))


def _topic(message: Message) -> int:
    """Return a number for subject and people; 0 if there is no subject."""
    topic = topic_of(message.subject)
    people = sorted({(person.email or person.name).lower() for person in (message.sender, *message.to)})
    return _number("topic", topic, *people) if topic else 0


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:20]


def _number(*parts: str) -> int:
    return int(_digest(*parts)[:16], 16)
