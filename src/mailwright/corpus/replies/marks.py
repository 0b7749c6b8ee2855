"""Where quoted mail begins: lines that introduce it, blocks of its headers, lines that say it is forwarded."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from mailwright.corpus.replies import words
from mailwright.corpus.replies.words import any_of

Kind = Literal["intro", "original", "headers", "forward"]

_WROTE: Final = any_of(words.WROTE)
_AT: Final = any_of(words.AT)
_ADDRESS: Final = r"[^\s<>@]+@[^\s<>@]+"
_DATED_INTRO: Final = re.compile(
    rf"{_AT}\b(?:.{{3,250}}\b{_WROTE}\b.{{0,150}}"  # On 3 June 2024, Bob Miller <...> wrote:
    rf"|.{{0,40}}\d.{{0,150}}<{_ADDRESS}>) ?[:：]",  # Mon, 3 June 2024, Bob Miller <...>:
    re.IGNORECASE,
)
_SHORT_INTRO: Final = re.compile(  # Bob wrote:   Bob wrote on Monday:   Bob wrote (Monday):
    rf".{{2,150}}\b{_WROTE}(?: ?\(.{{4,80}}\)| (?:on|am|le|el|il|em|op|den)\b.{{4,80}})? ?[:：]", re.IGNORECASE
)
_MAX_INTRO: Final = 400
_MAX_INTRO_LINES: Final = 3
_DATED: Final = re.compile(rf"\d{{1,2}}[:.h]\d\d|\d{{4}}|\d/\d|{_ADDRESS}")

_RULES: Final = "-‐‑–—_=* "
_FORWARD: Final = re.compile(
    rf"(?:[{_RULES}]{{2,}}|begin (?:of )?|anfang der |d[ée]but du |inicio del |inizio |start )"
    rf"{any_of(words.FORWARDED)}[{_RULES}:]*",
    re.IGNORECASE,
)
_ORIGINAL: Final = re.compile(rf"[{_RULES}]{{2,}}{any_of(words.ORIGINAL)}[{_RULES}]*", re.IGNORECASE)

_ROLE: Final = re.compile("|".join(f"(?P<{role}>{names})" for role, names in words.HEADERS.items()), re.IGNORECASE)
_HEADER: Final = re.compile(
    r"[*_ ]{0,3}([^\W\d_][\w-]{0,14})(?: (?:el|em|am|on|le|il))?[*_ ]{0,2} ?:[*_]{0,2}(?:\s+(.*)|$)"
)
_STAMP: Final = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?", re.IGNORECASE)
_RULE: Final = re.compile(r"[-_=*]{5,}")
_MAX_BLOCK: Final = 14
_FEWEST_ROLES: Final = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """Lines ``start`` to ``stop`` (exclusive) that stand between a mail and one that it quotes."""

    kind: Kind
    start: int
    stop: int


def find_mark(lines: Sequence[str]) -> Mark | None:
    """Return the first mark in some lines; lines that begin with ``>`` are none, for they are inside a quote."""
    first_quote = next((number for number, line in enumerate(lines) if line.startswith(">")), -1)
    for number, line in enumerate(lines):
        if not line or line[0] == ">":
            continue
        mark = _mark_at(lines, number, ask=number < first_quote)
        if mark:
            return mark
    return None


def _mark_at(lines: Sequence[str], number: int, *, ask: bool) -> Mark | None:
    line = lines[number]
    if line[0] in _RULES or line[-1] == ":":
        if _FORWARD.fullmatch(line):
            return Mark("forward", number, _after_headers(lines, number + 1))
        if _ORIGINAL.fullmatch(line):
            return Mark("original", number, _after_headers(lines, number + 1))
        if line[-1] in _RULES and _DATED_INTRO.fullmatch(line.strip(_RULES) + ":"):
            return Mark("intro", number, number + 1)
    if line[-1] in ":：" and (start := _intro_start(lines, number, ask=ask)) is not None:
        return Mark("intro", start, number + 1)
    if ":" in line[:24]:
        stop, roles = _block(lines, number)
        if _is_block(lines, number, stop, roles):
            above = number - 1
            while above >= 0 and not lines[above]:
                above -= 1
            ruled = above >= 0 and _RULE.fullmatch(lines[above])
            return Mark("headers", above if ruled else number, stop)
        if {"to", "subject"} <= roles and number and _STAMP.fullmatch(lines[number - 1]):  # Lotus Notes
            return Mark("headers", max(0, number - 2), stop)
    return None


def _intro_start(lines: Sequence[str], number: int, *, ask: bool) -> int | None:
    """Return where an introduction begins that ends in this line; it may be wrapped over three lines.

    Libraries are asked for the lines above the first quote only: they take a thousand times as long.
    """
    quoted = _is_quoted_below(lines, number + 1)
    joined, nearest = "", None
    for start in range(number, max(-1, number - _MAX_INTRO_LINES), -1):
        line = lines[start]
        if not line or line[0] == ">" or len(line) + len(joined) > _MAX_INTRO:
            break
        joined = line + ("" if line[-1] == "<" else " ") + joined if joined else line
        if not quoted and not _DATED.search(joined):
            continue
        if _DATED_INTRO.fullmatch(joined):
            return start
        if nearest is None and (
            _SHORT_INTRO.fullmatch(joined)
            or (quoted and _DATED.search(joined) and joined.endswith((">:", "> :")))
            or (quoted and ask and _known_to_libraries(joined))
        ):
            nearest = start
    return nearest


def _is_quoted_below(lines: Sequence[str], number: int) -> bool:
    while number < len(lines) and not lines[number]:
        number += 1
    return number < len(lines) and lines[number][0] == ">"


@lru_cache(maxsize=1024)
def _known_to_libraries(line: str) -> bool:
    """Whether a library of the field knows this line as an introduction: they speak more languages."""
    import quotequail
    from mailparser_reply import EmailReplyParser
    from mailparser_reply.constants import MAIL_LANGUAGES

    if len(quotequail.quote(line)) > 1:
        return True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of a call of re.sub in it, since Python 3.13
        return bool(EmailReplyParser(languages=list(MAIL_LANGUAGES)).read(line).replies[-1].headers)


def _after_headers(lines: Sequence[str], number: int) -> int:
    """Return the number of the first line below the headers of a forwarded or quoted mail."""
    start = number
    while start < len(lines) and start < number + 6 and not _block(lines, start)[1]:
        start += 1
    stop, roles = _block(lines, start)
    return stop if len(roles) > 1 else number


def _block(lines: Sequence[str], number: int) -> tuple[int, frozenset[str]]:
    """Return where a block of header lines ends that begins here, and which roles its lines have."""
    roles: set[str] = set()
    stop = number
    for position in range(number, min(len(lines), number + _MAX_BLOCK)):
        found = _HEADER.fullmatch(lines[position])
        named = _ROLE.fullmatch(found.group(1)) if found else None
        if named is None or named.lastgroup is None:
            if not roles or not lines[position] or stop < position:
                break  # one line may continue the header above it
            continue
        roles.add(named.lastgroup)
        stop = position + 1
    return stop, frozenset(roles)


def _is_block(lines: Sequence[str], start: int, stop: int, roles: frozenset[str]) -> bool:
    """Whether header lines are those of a mail: a trip has a from and a to as well, but no subject."""
    if "from" not in roles or not roles & {"sent", "subject"}:
        return False
    named = any("@" in line for line in lines[start:stop])
    return len(roles) >= _FEWEST_ROLES and ("subject" in roles or named)
