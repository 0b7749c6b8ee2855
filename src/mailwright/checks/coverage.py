"""Key-point coverage: whether the body says each point, and where.

A point is covered if all of its hard items are in the body, and one window of one or two sentences carries it:

    cosine + 0.9 * recall + 0.2 * items >= 0.734

``cosine`` is that of the sentence closest to the point, ``recall`` the share of the point's content stems that the
window has (a stem that several points share counts for less, a longer one for more) and ``items`` the share of
its hard items there. Fitted to the hand-made alignment of 200 pairs (``tests/checks/data``) so that taking away the
one sentence that carries a point uncovers it in 95 of 100 cases while as many points as possible of faithful
mails stay covered; figures: ``python bench/checks.py``. Words alone decide where they say enough, and other
languages have nothing but words, for the embedding is English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mailwright.checks.content import content_stems, same_word
from mailwright.checks.items import find_items, offers_of, supported
from mailwright.checks.text import fold
from mailwright.checks.vocabulary import language_of
from mailwright.checks.wishes import wish_of
from mailwright.draft import Coverage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailwright.brief import Brief
    from mailwright.checks.items import Item
    from mailwright.draft import Span

RECALL_WEIGHT: Final = 0.9
ITEMS_WEIGHT: Final = 0.2
ENOUGH: Final = 0.734
ENOUGH_IN_WORDS: Final = 0.60
ENOUGH_ELSEWHERE: Final = 0.45
_LONGEST_THAT_COUNTS: Final = 7


@dataclass(frozen=True, eq=False)
class Sentence:
    """One sentence of a body with what the checks need to know of it."""

    span: Span
    text: str
    stems: frozenset[str]
    offers: frozenset[str]


@dataclass(frozen=True, eq=False)
class Point:
    """One key point: its stems with their weights, and its hard items; ``wish`` as in ``wishes.wish_of``."""

    text: str
    stems: tuple[str, ...]
    weights: tuple[float, ...]
    items: tuple[Item, ...]
    wish: tuple[str, ...] | None
    foreign: bool


@dataclass(frozen=True)
class Carrier:
    """The window that carries a point best in words: sentences ``first`` to ``last``, and its score."""

    first: int
    last: int
    score: float


@lru_cache(maxsize=128)
def points_of(brief: Brief) -> tuple[Point, ...]:
    """Return the points of a brief as the checks see them."""
    language = language_of(brief.language)
    stems = [content_stems(point, language) for point in brief.points]
    shared: dict[str, int] = {}
    for entry in stems:
        for stem in entry:
            shared[stem] = shared.get(stem, 0) + 1
    return tuple(
        Point(
            text,
            entry,
            tuple(min(len(stem), _LONGEST_THAT_COUNTS) ** 0.5 / shared[stem] for stem in entry),
            _demanded(text, language),
            wish_of(text),
            language != "en" and _is_english(text),
        )
        for text, entry in zip(brief.points, stems, strict=True)
    )


def sentences_of(body: str, spans: Sequence[Span], language: str) -> tuple[Sentence, ...]:
    """Return the sentences of ``body`` at ``spans``."""
    items = find_items(body, language)
    return tuple(
        Sentence(
            (start, end),
            body[start:end],
            frozenset(content_stems(body[start:end], language)),
            offers_of(item for item in items if start <= item.span[0] < end),
        )
        for start, end in spans
    )


def words_scores(point: Point, sentences: Sequence[Sentence]) -> list[Carrier]:
    """Return what each window of one or two sentences has of the point: 0.9 * recall + 0.2 * items."""
    whole = sum(point.weights) or 1.0
    found = [
        [
            weight if stem in sentence.stems or any(same_word(stem, other) for other in sentence.stems) else 0.0
            for stem, weight in zip(point.stems, point.weights, strict=True)
        ]
        for sentence in sentences
    ]
    given = [[supported(item, sentence.offers) for item in point.items] for sentence in sentences]
    carriers = []
    for first in range(len(sentences)):
        for last in range(first, min(first + 2, len(sentences))):
            recall = sum(map(max, found[first], found[last])) / whole
            if not point.stems and point.items:
                recall = 1.0
            items = [one or two for one, two in zip(given[first], given[last], strict=True)]
            share = sum(items) / len(items) if items else 0.0
            if not point.stems and items:
                recall = share
            carriers.append(Carrier(first, last, RECALL_WEIGHT * recall + ITEMS_WEIGHT * share))
    return carriers


def missing_items(point: Point, sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """Return the point's hard items, as it writes them, that no sentence has."""
    offers = frozenset().union(*(sentence.offers for sentence in sentences))
    return tuple(item.text for item in point.items if not supported(item, offers))


def judge(
    number: int,
    point: Point,
    sentences: Sequence[Sentence],
    carriers: Sequence[Carrier],
    cosines: Sequence[float] | None,
    language: str,
) -> Coverage:
    """Return whether point ``number`` is covered.

    Args:
        cosines: of the point with each sentence; None where words alone decide.
    """
    if point.wish is not None:
        return _judge_wish(number, point, sentences)
    missing = missing_items(point, sentences)
    if not carriers:
        return Coverage(number, False, None, missing)
    if cosines is None:
        best = max(carriers, key=lambda carrier: carrier.score)
        enough = ENOUGH_IN_WORDS if language_of(language) == "en" else ENOUGH_ELSEWHERE
        if point.foreign:  # an English note for a mail in another language: only its items and names can be found
            enough = 0.0 if point.items else -1.0
        covered = best.score >= enough
    else:
        scored = [
            Carrier(c.first, c.last, c.score + max(cosines[c.first], cosines[c.last])) for c in carriers
        ]
        best = max(scored, key=lambda carrier: carrier.score)
        covered = best.score >= ENOUGH
    covered = covered and not missing
    span = (sentences[best.first].span[0], sentences[best.last].span[1]) if covered else None
    return Coverage(number, covered, span, missing)


def undecided(point: Point, carriers: Sequence[Carrier], sentences: Sequence[Sentence]) -> bool:
    """Return whether the point's meaning has to be compared, because words alone do not say enough."""
    if point.wish is not None or not carriers or missing_items(point, sentences):
        return False
    return max(carrier.score for carrier in carriers) < ENOUGH_IN_WORDS


def _judge_wish(number: int, point: Point, sentences: Sequence[Sentence]) -> Coverage:
    """A wish is fulfilled unless one sentence has all the words that were not to appear."""
    unwanted = [stem for word in point.wish or () for stem in content_stems(word, "en")]
    for sentence in sentences:
        if unwanted and all(any(same_word(stem, other) for other in sentence.stems) for stem in unwanted):
            return Coverage(number, False, sentence.span)
    return Coverage(number, True)


def _demanded(text: str, language: str) -> tuple[Item, ...]:
    """Return the items of a point that the body must have: the certain ones, without a bare 1."""
    items = find_items(text, language)
    if language != "en" and _is_english(text):
        items = find_items(text, "en")
    return tuple(item for item in items if item.certain and "n:1" not in item.values)


_ENGLISH: Final = re.compile(
    r"\b(?:the|and|to|of|is|are|was|we|with|for|not|please|pls|thanks|thx|by|at|on|all|you|your|our|my|he|she|they|from|until"
    r"|no|yes|new|can|cant|dont|will|has|have|had|wants?|need|ask|if|out|up|but|last|next|week|wk|day|days|per|yr|yrs)\b"
)


def _is_english(text: str) -> bool:
    return len(_ENGLISH.findall(fold(text))) >= max(1, len(text.split()) // 9)
