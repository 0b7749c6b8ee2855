"""Lines back to paragraphs: format=flowed (RFC 3676), and text that was wrapped at a width without saying so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

_QUOTES: Final = re.compile(r">*")
_STARTS_ANEW: Final = re.compile(r"(?:[-*•·–—>|+#=_]|\(?\w{1,3}[.):]\s|\d)")
_NARROWEST: Final = 60
_WIDEST: Final = 90


def unflow(text: str, *, delete_space: bool = False) -> str:
    """Return the text with flowed lines joined (RFC 3676, 4); quoted lines keep their marks.

    Args:
        text: as sent, with ``\\n`` or ``\\r\\n`` as line ends.
        delete_space: whether the blank that makes a line flow is none of the text (``DelSp=yes``).
    """
    return "\n".join(_joined(text, delete_space))


def _joined(text: str, delete_space: bool) -> Iterator[str]:
    depth, pending = 0, ""
    flows = False
    for raw in text.replace("\r\n", "\n").split("\n"):
        found = _QUOTES.match(raw)
        marks = found.end() if found else 0
        line = raw[marks:].removeprefix(" ")
        if flows and (marks != depth or line == "-- "):  # a line that should go on does not: it is fixed
            yield _quoted(pending, depth)
            pending = ""
        pending = pending + line
        depth = marks
        flows = line.endswith(" ") and line != "-- "
        if not flows:
            yield _quoted(pending, depth)
            pending = ""
        elif delete_space:
            pending = pending[:-1]
    if flows:
        yield _quoted(pending, depth)


def _quoted(line: str, depth: int) -> str:
    return f"{'>' * depth} {line}" if depth else line


def unwrap(text: str) -> str:
    """Return the text with lines joined that a mail program has wrapped at a width.

    A line is joined with the next one if that one's first word would not have fitted any more. The width is that
    of the longest line; below 60 and above 90 characters nothing is taken to be wrapped.
    """
    lines = text.split("\n")
    width = max(map(len, lines))
    if not _NARROWEST <= width <= _WIDEST:
        return text
    joined = [lines[0]]
    for before, line in pairwise(lines):
        if _goes_on(before, line, width):
            joined[-1] += " " + line.lstrip()
        else:
            joined.append(line)
    return "\n".join(joined)


def _goes_on(before: str, line: str, width: int) -> bool:
    if not before or not line or _STARTS_ANEW.match(line):
        return False
    return len(before) + 1 + len(line.split(maxsplit=1)[0]) > width
