"""Which parts of a message a person reads, and their text; attachments are never decoded."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from typing import Final

from mailwright.corpus.mime.charset import decode
from mailwright.corpus.mime.errors import MessageError
from mailwright.corpus.mime.flowed import unflow
from mailwright.corpus.mime.html import decode_html, html_to_text
from mailwright.corpus.mime.policy import Structured
from mailwright.corpus.mime.text import clean_text

_MAX_DEPTH: Final = 20
_ENCRYPTED: Final = frozenset(("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"))
_ONE_OF: Final = frozenset(("multipart/related", "multipart/signed", "multipart/report", "multipart/appledouble"))
_PART: Final = re.compile(r"^content-(?:type|transfer-encoding):", re.IGNORECASE | re.MULTILINE)
_NAMED: Final = re.compile(r"name(?:\*\d*)*\s*=", re.IGNORECASE)
_SEE_HTML: Final = re.compile(
    r"(?:does(?: not|n't)|cannot|can't|unable to) (?:support|display|show|read|view) .{0,20}html"
    r"|html[- ](?:version|format|nachricht|ansicht)|view (?:this|it|the) .{0,40}(?:browser|html)"
    r"|(?:kein|keine) html|format html|versi[oó]n html",
    re.IGNORECASE,
)
_MOST_OF_A_NOTE: Final = 400
_LEFTOVER: Final = re.compile(rb"=(?:[0-9A-F]{2}|\r?\n)")
_SURE_LEFTOVER: Final = re.compile(rb"=(?:\r?\n|20\r?\n|09|3D|A0|[C-F][0-9A-F])")
_FEWEST_LEFTOVERS: Final = 3


@dataclass(frozen=True, slots=True)
class _Text:
    part: EmailMessage
    text: str
    wrapped: bool


def text_of(message: EmailMessage, *, cut: bool) -> tuple[str, bool]:
    """Return the text of a message, and whether its lines may be wrapped at a width.

    Of alternatives the plain text is taken, unless it is empty or says that one ought to read the HTML. Texts
    that stand side by side are joined.

    Args:
        message: a parsed message.
        cut: whether only the beginning of the message was parsed.

    Raises:
        MessageError: the message is encrypted, or its text is not complete.
    """
    texts = list(_texts(message, 0))
    if cut and texts and texts[-1].part is _last_leaf(message):
        raise MessageError("has a text that is longer than what is read of a message")
    joined = clean_text("\n\n".join(text.text for text in texts))
    if not joined and message.get_content_type() in _ENCRYPTED:
        raise MessageError("is encrypted, or signed as a whole")
    return joined, any(text.wrapped for text in texts)


def _texts(part: EmailMessage, depth: int) -> Iterator[_Text]:
    kind = part.get_content_type()
    if part.is_multipart():
        if depth < _MAX_DEPTH and not kind.startswith("message/"):
            children = _children(part)
            if kind == "multipart/alternative":
                yield from _alternative(children, depth + 1)
            elif kind in _ONE_OF:
                yield from next((texts for child in children if (texts := list(_texts(child, depth + 1)))), [])
            else:
                for child in children:
                    yield from _texts(child, depth + 1)
    elif kind in ("text/plain", "text/html") and not _is_attachment(part):
        yield _read(part, html=kind == "text/html")
    elif kind.startswith("multipart/"):  # it says so, and no part was found: what is there is text, or has no seams
        text = _read(part, html=False)
        if not _PART.search(text.text):
            yield text


def _alternative(children: list[EmailMessage], depth: int) -> list[_Text]:
    """Return the texts of the first alternative that is plain and meant to be read, else of the last one."""
    best: list[_Text] = []
    for child in sorted(children, key=lambda child: child.get_content_type() != "text/plain"):
        texts = list(_texts(child, depth))
        text = "".join(text.text for text in texts).strip()
        if not text:
            continue
        if child.get_content_type() == "text/plain" and not _is_note(text):
            return texts
        best = texts
    return best


def _is_note(text: str) -> bool:
    return len(text) < _MOST_OF_A_NOTE and bool(_SEE_HTML.search(text))


def _children(part: EmailMessage) -> list[EmailMessage]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, EmailMessage)] if isinstance(payload, list) else []


def _last_leaf(part: EmailMessage) -> EmailMessage:
    while children := _children(part):
        part = children[-1]
    return part


def _is_attachment(part: EmailMessage) -> bool:
    disposition = str(part.get("content-disposition", ""))
    if disposition.split(";")[0].strip().lower() == "attachment" or _NAMED.search(disposition):
        return True
    return bool(_NAMED.search(str(part.get("content-type", ""))))


def _read(part: EmailMessage, *, html: bool) -> _Text:
    data = _bytes(part)
    charset = _parameter(part, "charset")
    if html:
        return _Text(part, html_to_text(decode_html(data, charset)), wrapped=False)
    text = decode(data, charset)
    if _parameter(part, "format").lower() == "flowed":
        return _Text(part, unflow(text, delete_space=_parameter(part, "delsp").lower() == "yes"), wrapped=False)
    return _Text(part, text, wrapped=True)


def _bytes(part: EmailMessage) -> bytes:
    """Return the bytes of a part, transfer encoding undone; quoted-printable that nobody declared is undone too."""
    # The modern class has no other name for this: its get_content would decode with the charset that may lie.
    data = Message.get_payload(part, decode=True)
    if not isinstance(data, bytes):
        return b""
    if b"=" in data and _SURE_LEFTOVER.search(data):
        leftovers = sum(1 for _ in _LEFTOVER.finditer(data))
        if leftovers >= _FEWEST_LEFTOVERS and leftovers * 5 >= data.count(b"=") * 4:
            return binascii.a2b_qp(data)
    return data


def _parameter(part: EmailMessage, name: str) -> str:
    """Return a parameter of the content type; empty if it is not given or cannot be read."""
    header = part.get("content-type", "")
    if isinstance(header, Structured) and name in header.params:
        return header.params[name]
    found = re.search(rf";\s*{name}\s*=\s*\"?([^\s\";]*)", str(header), re.IGNORECASE)
    return found.group(1) if found else ""
