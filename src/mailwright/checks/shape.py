"""The shape of a draft: its length, repetitions, pasted points, cut ends, and its subject."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Final

from mailwright.checks.content import content_stems
from mailwright.checks.layout import layout_of
from mailwright.checks.text import fold, sentences
from mailwright.draft import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailwright.brief import Brief, Length
    from mailwright.draft import FinishReason

WORDS: Final[Mapping[Length, tuple[int, int]]] = {"short": (12, 80), "medium": (35, 150), "long": (80, 280)}
MOST_REPEATED: Final = 0.10
MOST_SHARED: Final = 0.7
FEWEST_WORDS_SHARED: Final = 3
MOST_VERBATIM: Final = 0.75
FEWEST_WORDS_VERBATIM: Final = 3
LONGEST_SUBJECT: Final = 150
_GRAM: Final = 4
_FIGURE: Final = re.compile(r"\d[\d.,:]*")
_QUESTION: Final = re.compile(
    r"(?:why|what|when|where|who|how|which \w+|whose \w+) "
    r"(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had)\b.*\?"
    r"|(?:is|are|do|does|did|can|could|will|would|should|has|have|may|shall) "
    r"(?:the|we|you|i|he|she|it|they|there|this|that|my|your|our|his|her|their)\b.*\?"
)
_SUBJECT_LABEL: Final = re.compile(
    r"^\W*(?:subject|re: subject)\s*:|[\[{<](?:subject|topic|insert)[^\]}>]*[\]}>]|<\|", re.IGNORECASE
)


def shape_problems(brief: Brief, subject: str, body: str, finish_reason: FinishReason) -> list[Problem]:
    """Return what is wrong with length, repetition, pasted points, end and subject.

    Lengths are in words of the whole body (``docs/metrics.md``): ``WORDS``; at most one in ten word
    4-grams may be a repetition, and no sentence may hold seven in ten of another's content words and figures;
    fewer than three quarters of the points of three words and more may stand in the body verbatim.
    """
    tokens = fold(body).split()
    problems = []
    fewest, most = WORDS[brief.length]
    if not fewest <= len(tokens) <= most:
        problems.append(Problem("length", f"{len(tokens)} words, but a {brief.length} mail has {fewest} to {most}"))
    if repetition(tokens) >= MOST_REPEATED:
        problems.append(Problem("repetition", "the mail repeats itself"))
    elif twice := said_twice(body, brief.language):
        problems.append(Problem("said_twice", f"the mail says twice: {twice[0]!r} and {twice[1]!r}"))
    if verbatim(brief, body) >= MOST_VERBATIM:
        problems.append(Problem("verbatim", "the points are pasted as they are"))
    if finish_reason != "stop":
        problems.append(Problem("cut_off", "the mail was cut off before its end"))
    if not subject.strip():
        problems.append(Problem("subject", "the subject is empty"))
    elif (
        "\n" in subject.strip()
        or len(subject) > max(LONGEST_SUBJECT, len(brief.subject))
        or _SUBJECT_LABEL.search(subject)
    ):
        problems.append(Problem("subject", "the subject is no subject line"))
    return problems


def repetition(tokens: list[str]) -> float:
    """Return the share of word 4-grams that occurred before, 0 to 1."""
    grams = [tuple(tokens[i : i + _GRAM]) for i in range(len(tokens) - _GRAM + 1)]
    return 1 - len(set(grams)) / len(grams) if grams else 0.0


def said_twice(body: str, language: str) -> tuple[str, str] | None:
    """Return the first two sentences of a mail that say the same: one has most words of the other."""
    said = []
    first, last = layout_of(body).text
    for start, end in sentences(body):
        if not first <= start < last:
            continue
        sentence = body[start:end]
        content = {*content_stems(sentence, language), *_FIGURE.findall(sentence)}
        if len(content) >= FEWEST_WORDS_SHARED:
            said.append((sentence, content))
    for (one, content), (other, others) in combinations(said, 2):
        if len(content & others) >= MOST_SHARED * min(len(content), len(others)):
            return one, other
    return None


def verbatim(brief: Brief, body: str) -> float:
    """Return the share of points that stand in the body word for word, 0 to 1; a single short point counts none.

    A point that is a whole question (``why is travel higher than last year?``) is none: a mail may ask it so.
    """
    folded = " ".join(fold(body).split())
    points = [" ".join(fold(point).split()) for point in brief.points]
    points = [point for point in points if not _QUESTION.fullmatch(point)]
    counted = [point for point in points if len(point.split()) >= FEWEST_WORDS_VERBATIM]
    if not counted:
        return 0.0
    return sum(point in folded for point in counted) / len(points)
