"""Small things taken out of a mail before it is judged: marks of attachments, and what is too long to answer."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from mailwright.corpus.cleaning.config import CleaningConfig
from mailwright.corpus.mail import Mail

_FILE: Final = (
    r"[\w ,&()#'.-]{1,80}\.(?:xlsx?|docx?|pdf|pptx?|zip|mdb|txt|jpe?g|gif|png|html?|rtf|csv|tif|wpd|eml|pst|ics)"
)
_MARKS: Final = re.compile(
    r"<<[^<>\n]{1,160}>>"  # Outlook: <<plan.doc>>
    rf"|\((?:see attached file|siehe angehängte datei|voir fichier joint): ?[^()\n]{{1,120}}\)"  # Lotus Notes
    rf"|(?:(?<=\n)|\A)[ \t]*-[ \t]{{1,3}}{_FILE}[ \t]*(?=\n|\Z)|(?<=\s)-[ \t]{{1,3}}{_FILE}[ \t]*(?=\n"
    rf"|\Z)"  # - plan.doc
    r"|\[(?:image|cid|inline image|attachment)[^\]\n]{0,80}\]",
    re.IGNORECASE,
)
_BLANK_LINES: Final = re.compile(r"[ \t]+(?=\n)|\n{3,}")


def tidy(mail: Mail, config: CleaningConfig) -> Mail:
    """Return the mail without marks of attachments, its received mail cut to a length that a model can read."""
    body = mail.body
    if _MARKS.search(body):
        body = _BLANK_LINES.sub(lambda blank: "\n\n" if "\n" in blank.group() else "", _MARKS.sub("", body)).strip()
    received = _cut(mail.received, config.max_received_words)
    if body == mail.body and received == mail.received:
        return mail
    return replace(mail, body=body, received=received)


def _cut(text: str, most: int) -> str:
    """Return the first lines of ``text`` that hold at most so many words; a longer first line is cut in itself."""
    kept: list[str] = []
    left = most
    for line in text.split("\n"):
        words = len(line.split())
        if words > left:
            if not kept:
                kept.append(" ".join(line.split()[:most]))
            break
        kept.append(line)
        left -= words
    return "\n".join(kept).rstrip()
