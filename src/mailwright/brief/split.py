"""Text -> key points: at sentence ends, semicolons, bullets, line ends and between clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mailwright.brief.model import MAX_LINE, MAX_POINTS
from mailwright.brief.phrases import word_set

_NEVER_LAST: Final = word_set(
    "mr mrs ms dr prof st no nr nos p pp art sec fig vol ca approx e.g i.e eg ie etc vs incl excl tel ext"
    " dept rev hon messrs mme m mlle sr sra dott sig ing z.b bzw usw u.a d.h ggf inkl ch jr gen col sgt"
    " capt bldg apt dhr mevr mw"
)
_MONTHS: Final = (
    r"jan|feb|mar|mär|apr|may|mai|mei|jun|jul|aug|sep|oct|okt|nov|dec|dez|enero|janvier|gennaio|januari"
)
# Where a point may end; each alternative starts with a character of its own, so that the search is linear.
_END: Final = re.compile(
    r"(?P<stop>(?<![.!?…])[.!?…]+[\"'”’»)]*)\s+|(?P<semicolon>;)\s+|\n\s*(?:\d{1,2}\.\s+)?|(?<=\s)(?:[-–—*•·▪◦/|])\s+"
    r"|(?<=\s)(?P<number>\d{1,2}\))\s+"
    r"|(?<=[\s(])STOP\s+|^\s*(?:[-–—*•·▪◦]|\d{1,2}\)|(?P<first>1\.))\s+"
)
_SECOND: Final = re.compile(r"\s2\.\s")
_PAIR_AFTER: Final = re.compile(r"[^,;:.\n]{1,60}[,;]\s+(?:\S+\s+){1,2}[-–—]\s")
_PAIR_BEFORE: Final = re.compile(r"\s[-–—]\s[^,;:\n]{1,60}[,;]\s+(?:\S+\s+){1,2}$")
_COMMA: Final = re.compile(r",\s+")
_JOINED: Final = word_set(
    "who whom whose which because since as or nor not incl including excl with without so than like such"
    " also too namely especially esp if though although unless while where etc then but und oder et ou y o"
    " e en of"
)
_MIN_CLAUSE_WORDS: Final = 3
_NEAR: Final = 200  # characters that are looked at to count the words of a clause


def split_points(text: str) -> list[str]:
    """Return the points of ``text`` in order: none empty, at most 32, each within a point's length.

    No character that carries meaning is lost; numbers such as ``1,830.40``, abbreviations, initials and links are
    never split.
    """
    points: list[str] = []
    for sentence in _sentences(text):
        for clause in _clauses(sentence):
            cleaned = clause.strip().strip("•*·").strip().rstrip(",;").strip()
            if any(character.isalnum() for character in cleaned):
                points.append(cleaned[:-1] if _plain_stop(cleaned) else cleaned)
    return pack_points([piece for point in points for piece in cut_point(point)])


def _plain_stop(point: str) -> bool:
    if not point.endswith(".") or point.endswith(".."):
        return False
    last = point.split()[-1].rstrip(".").lower().lstrip("(\"'")
    return last not in _NEVER_LAST and "." not in last and (len(last) > 1 or last.isdigit())


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(text):
        if end.group("stop") is not None and not _ends(text, end):
            continue
        if end.group("number") is not None and not is_list_number(text, end.start()):
            continue
        if end.group("first") is not None and not _SECOND.search(text, end.end()):
            continue
        if text[end.start() : end.start() + 1] in "-–—/|" and (_is_range(text, end) or _pairs(text, start, end)):
            continue
        keep = end.end("stop") if end.group("stop") is not None else end.start()
        yield text[start:keep]
        start = end.end()
    yield text[start:]


def is_list_number(text: str, start: int) -> bool:
    """Whether ``2)`` at ``start`` counts the entries of a list and does not end a bracket: ``(from 12 to 14)``."""
    before = text[max(0, start - 200) : start]
    return before.rfind("(") <= before.rfind(")")


def _ends(text: str, end: re.Match[str]) -> bool:
    if not end.group("stop").startswith("."):
        return True
    if len(end.group("stop").rstrip("\"'”’»)")) > 1:
        return False
    before = text[max(0, end.start() - 24) : end.start()].split()
    last = before[-1].lower().lstrip("(\"'") if before else ""
    if last in ("min", "max"):
        return text[end.end() : end.end() + 1].isupper()
    if last in _NEVER_LAST or (len(last) == 1 and last.isalpha()):
        return False
    if last in ("p.m", "a.m") or last.endswith((".m", "z.b", "e.g", "i.e")):
        return text[end.end() : end.end() + 1].isupper()
    following = text[end.end() : end.end() + 10].lower()
    return not (last.isdigit() and re.match(_MONTHS, following))


def _is_range(text: str, end: re.Match[str]) -> bool:
    before, after = text[: end.start()].rstrip()[-1:] if end.start() < 64 else "", text[end.end() : end.end() + 1]
    if end.start() >= 64:
        before = text[end.start() - 64 : end.start()].rstrip()[-1:]
    return before.isdigit() and after.isdigit()


def _pairs(text: str, start: int, end: re.Match[str]) -> bool:
    """Whether a dash stands between who and what in a list: ``Ana - slides, Ben - demo``."""
    near = text[max(start, end.start() - _NEAR) : end.start()]
    before = re.split(r"[,;:\n]", near)[-1].split()
    listed = _PAIR_AFTER.match(text, end.end()) is not None or _PAIR_BEFORE.search(near) is not None
    return 0 < len(before) <= 2 and listed


def _clauses(sentence: str) -> Iterator[str]:
    """Split at the commas that stand between clauses of three words or more, outside brackets and quotes."""
    depths = _depths(sentence)
    commas = [comma for comma in _COMMA.finditer(sentence) if depths[comma.start()] == 0]
    start = 0
    for index, comma in enumerate(commas):
        left = sentence[start : min(comma.start(), start + _NEAR)].split()
        until = commas[index + 1].start() if index + 1 < len(commas) else len(sentence)
        right = sentence[comma.end() : min(until, comma.end() + _NEAR)].split()
        if len(left) < _MIN_CLAUSE_WORDS or len(right) < _MIN_CLAUSE_WORDS or right[0].lower() in _JOINED:
            continue
        yield sentence[start : comma.start()]
        start = comma.end()
        if right[0].lower() == "and" and len(right) > _MIN_CLAUSE_WORDS:
            start += len("and ")
    yield sentence[start:]


def _depths(text: str) -> list[int]:
    """Return for each character whether it stands in round brackets or double quotes (0: it does not)."""
    depths, depth, quoted = [], 0, False
    for character in text:
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif character in '"“”„':
            quoted = not quoted
        depths.append(depth + quoted)
    return depths if depth == 0 and not quoted else [0] * len(text)


def cut_point(point: str) -> Iterator[str]:
    """Cut a point that is longer than a point may be, between words if there are any."""
    while len(point) > MAX_LINE:
        space = point.rfind(" ", MAX_LINE // 2, MAX_LINE)
        end = space if space > 0 else MAX_LINE
        yield point[:end].strip()
        point = point[end:].strip()
    if point:
        yield point


def pack_points(points: list[str]) -> list[str]:
    """Join neighbours until there are no more points than a brief may have."""
    for limit in (0, 60, 120, 250, 500, 800, 1200, 1600, MAX_LINE):
        packed: list[str] = []
        for point in points:
            if packed and len(packed[-1]) + len(point) + 2 <= limit:
                packed[-1] += "; " + point
            else:
                packed.append(point)
        if len(packed) <= MAX_POINTS:
            break
    return packed
