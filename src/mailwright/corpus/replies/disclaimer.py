"""What nobody wrote: disclaimers, banners of gateways, footers of lists, advertisements of phones."""

from __future__ import annotations

import re
from typing import Final

from mailwright.corpus.replies import words
from mailwright.corpus.replies.words import any_of

_LEGAL: Final = re.compile(any_of(words.LEGAL), re.IGNORECASE | re.DOTALL)
_HEAD: Final = re.compile(rf"[*_ ]*{any_of(words.LEGAL_HEAD)}[*_ ]*(?:[:.!-]|\n|$)", re.IGNORECASE)
_BANNER: Final = re.compile(any_of(words.BANNER), re.IGNORECASE | re.DOTALL)
_PHONE: Final = re.compile(rf"{any_of(words.PHONE)}\b.{{0,80}}", re.IGNORECASE)
_LIST_RULE: Final = re.compile(r"_{40,}")
_LIST: Final = re.compile(r"mailing list|listinfo|lists?\.|@lists?\b|list-?serv", re.IGNORECASE)
_MOST_PARAGRAPHS: Final = 8  # below a mail's own text


def without_boilerplate(text: str) -> str:
    """Return the text without banners above it and without disclaimers, footers and phone lines below it.

    A disclaimer is told by its words, paragraph by paragraph from the end; what stands below one goes with it.
    """
    if not _may_hold_any(text):
        return text
    paragraphs = text.split("\n\n")
    while len(paragraphs) > 1 and _BANNER.match(paragraphs[0]):
        del paragraphs[0]
    stop = len(paragraphs)
    for position in range(stop - 1, max(0, stop - 1 - _MOST_PARAGRAPHS), -1):
        if _is_disclaimer(paragraphs[position]):
            stop = position
    lines = "\n\n".join(paragraphs[:stop]).split("\n")
    for position, line in enumerate(lines):
        if _LIST_RULE.fullmatch(line) and _LIST.search("\n".join(lines[position + 1 :])):
            lines = lines[:position]
            break
    kept = [line for line in lines if not (line and len(line) < 100 and _PHONE.fullmatch(line))]
    return "\n".join(kept).strip()


def _is_disclaimer(paragraph: str) -> bool:
    return bool(_HEAD.match(paragraph.removeprefix("--\n")) or _LEGAL.search(paragraph))


def _may_hold_any(text: str) -> bool:
    """Whether the expressions are worth their time: most mails hold none of these letters."""
    lower = text.lower()
    return any(letters in lower for letters in words.BOILERPLATE_LETTERS)
