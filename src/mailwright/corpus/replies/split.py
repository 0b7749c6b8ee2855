"""A mail's text taken apart: own text, the mail that it answers, signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mailwright.brief.model import MAX_TEXT
from mailwright.corpus.replies.disclaimer import without_boilerplate
from mailwright.corpus.replies.marks import Mark, find_mark
from mailwright.corpus.replies.signature import split_signature
from mailwright.corpus.replies.words import FORWARD_PREFIX

_FORWARDED: Final = re.compile(rf"\s*(?:\[[^\]]{{1,40}}\]\s*)?(?:{FORWARD_PREFIX})\s*:", re.IGNORECASE)
_MAY_QUOTE: Final = re.compile(r"^>|[:：*]$|^[-‐‑–—_=* ]{2,}\S|^\S{1,15} ?:", re.MULTILINE)
_FEWEST_QUOTED: Final = 3
_BLANK_LINES: Final = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Parts:
    """A mail's text taken apart.

    Attributes:
        body: what its author wrote; empty if the mail only passes another one on.
        received: what it answers, quote marks, its own quotes and its signature gone; empty if it answers none.
        signature: the lines below the author's name; empty if there are none.
        forwarded: whether it passes another mail on, whose text is in none of the fields.
    """

    body: str
    received: str = ""
    signature: str = ""
    forwarded: bool = False


def split_reply(text: str, *, subject: str = "", sender: str = "") -> Parts:
    """Return the parts of a mail.

    Args:
        text: a whole text as ``clean_text`` returns it.
        subject: tells a mail that is passed on (``Fwd:``) from one that is answered, where the text does not.
        sender: the name in the header; tells where a signature begins that nothing else announces.
    """
    own, quoted, kind = _unquote(text, _FEWEST_QUOTED)
    body, signature = split_signature(without_boilerplate(own), sender)
    forwarded = kind == "forward" or (kind == "headers" and bool(_FORWARDED.match(subject)))
    if not quoted or forwarded:
        return Parts(body, "", signature, forwarded)
    inner, _, _ = _unquote(quoted, 1)
    received, _ = split_signature(without_boilerplate(inner))
    return Parts(body, received[:MAX_TEXT], signature)


def _unquote(text: str, fewest: int) -> tuple[str, str, str]:
    """Return what is not quoted, what is quoted once, and the kind of mark between them; empty if there is none.

    Without an introduction, lines that begin with ``>`` are a quote if there are ``fewest`` of them or the text
    begins with one.
    """
    if not _MAY_QUOTE.search(text):
        return text, "", ""
    lines = text.split("\n")
    mark = find_mark(lines)
    if mark is None:
        marked = sum(line.startswith(">") for line in lines)
        if marked < fewest and not text.startswith(">"):
            return text, "", ""
        return *_sort_out(lines, None), "intro"
    after = find_mark(lines[mark.stop :])
    if after and after.kind == "intro" and not any(lines[mark.stop :][: after.start]):  # two introductions
        mark = Mark(mark.kind, mark.start, mark.stop + after.stop)
    if _first_filled(lines[mark.stop :]).startswith(">"):
        return *_sort_out(lines, mark), mark.kind
    own, _, _ = _unquote(_join(lines[: mark.start]), fewest)
    return own, _join(lines[mark.stop :]), mark.kind


def _sort_out(lines: Sequence[str], mark: Mark | None) -> tuple[str, str]:
    """Return the lines without and those with quote marks, the latter without one mark and what introduces them."""
    own: list[str] = []
    quoted: list[str] = []
    for number, line in enumerate(lines):
        if mark and mark.start <= number < mark.stop:
            continue
        if line.startswith(">"):
            quoted.append(line[1:].removeprefix(" "))
        else:
            own.append(line)
            if quoted and quoted[-1]:
                quoted.append("")  # what is quoted after an answer is another paragraph
    inner = find_mark(quoted)
    if inner and inner.kind == "intro" and not any(quoted[: inner.start]):
        del quoted[: inner.stop]
    return _join(own), _join(quoted)


def _first_filled(lines: Sequence[str]) -> str:
    return next((line for line in lines if line), "")


def _join(lines: Sequence[str]) -> str:
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
