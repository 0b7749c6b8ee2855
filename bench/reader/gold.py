"""Truth -> spans: where a wish names the recipient and the sender that its record holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bench.freetext import folded, kept_words
from mailwright.brief.candidates import Candidates, mark_before

Role = Literal["to", "from"]
_MOST_WORDS = 12


@dataclass(frozen=True)
class Gold:
    """The spans of words that are right; none if nobody is named; ``known`` is False where truth does not tell."""

    spans: tuple[tuple[int, int], ...] = ()
    known: bool = True


def gold_spans(candidates: Candidates, record: dict[str, Any], role: Role, unnamed: frozenset[str]) -> Gold:
    """Return where ``record``'s prompt names its recipient or sender.

    Args:
        candidates: the prompt cut into words.
        record: a pair.
        role: ``to`` or ``from``.
        unnamed: ids of records whose truth leaves the recipient out though the prompt names it by its role.
    """
    truth = str(record[role])
    if role == "to" and record["id"] in unnamed:
        return Gold(known=False)
    if not truth:
        return Gold()
    words = kept_words(truth) or re.findall(r"[^\W_]+", folded(truth))
    typed = [kept_words(_without_s(token.text)) for token in candidates.tokens]
    owned = kept_words(_without_s(truth)) or words
    spans = [*_whole(typed, words)] or [*_whole(typed, owned)] or [*_parts(typed, owned)]
    if not spans:
        return Gold(known=role == "from")
    return Gold(tuple(_with_titles(candidates, span) for span in spans))


def _without_s(text: str) -> str:
    return re.sub(r"['’]s\b", "", text)


def _whole(typed: Sequence[Sequence[str]], words: Sequence[str]) -> Iterator[tuple[int, int]]:
    wanted = sorted(words)
    for first in range(len(typed)):
        seen: list[str] = []
        for last in range(first, min(len(typed), first + _MOST_WORDS)) if typed[first] else ():
            seen += typed[last]
            if typed[last] and sorted(seen) == wanted:
                yield first, last
                break
            if len(seen) > len(wanted):
                break


def _parts(typed: Sequence[Sequence[str]], words: Sequence[str]) -> list[tuple[int, int]]:
    """Return the longest spans that hold nothing but words of the truth, at least half of them."""
    wanted, most, found = set(words), 0, list[tuple[int, int]]()
    for first in range(len(typed)):
        seen: list[str] = []
        for last in range(first, min(len(typed), first + _MOST_WORDS)) if typed[first] else ():
            if not typed[last] or not set(typed[last]) <= wanted:
                break
            seen += typed[last]
            if len(set(seen)) < len(seen):
                break
            if len(seen) >= most and any(len(word) > 2 for word in seen):
                found = [*(found if len(seen) == most else []), (first, last)]
                most = len(seen)
    return found if 2 * most >= len(words) else []


def _with_titles(candidates: Candidates, span: tuple[int, int]) -> tuple[int, int]:
    first, last = span
    while first and candidates.tokens[first - 1].kind == "T" and mark_before(candidates.tokens, first) == "_":
        first -= 1
    return first, last
