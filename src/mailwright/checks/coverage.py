"""Key-point coverage: whether the body says each point, and where.

A point is covered if all of its hard items are in the body, and one window of one or two sentences carries it:

    cosine + 1.1 * recall >= 0.81        or        recall >= 0.60

``cosine`` is that of the window's sentence closest to the point; ``recall`` the weighted share of the point's
content stems and hard items that the window has, where an item weighs 2, a stem the square root of its length (at
most 7) and what several points share is divided among them. Fitted to the hand-made alignment of 200 pairs
(``tests/checks/data``) so that taking away the one sentence that carries a point uncovers it in 95 of 100 cases
while as many points as possible of faithful mails stay covered; figures: ``python bench/checks.py FILES``. Where
words alone are enough, and in other languages than English (their recall must be 0.35), nothing is embedded. A
point that forbids (``don't plug it in``) must be carried by a window with a negation or the like.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mailwright.checks.content import STOPWORDS, content_stems, same_word
from mailwright.checks.demands import counted_points, demanded_items, demanded_names, is_written
from mailwright.checks.items import find_items, offers_of, supported
from mailwright.checks.text import fold, words
from mailwright.checks.vocabulary import WEEKDAYS, language_of, months, weekdays
from mailwright.checks.wishes import wish_of
from mailwright.draft import Coverage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mailwright.brief import Brief
    from mailwright.checks.items import Item
    from mailwright.draft import Span

RECALL_WEIGHT: Final = 1.1
ITEM_WEIGHT: Final = 2.0
ENOUGH: Final = 0.81
ENOUGH_IN_WORDS: Final = 0.60
ENOUGH_ELSEWHERE: Final = 0.35
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
    """One key point: its stems with their weights, its hard items, and the names that the body must have.

    ``wish`` is as in ``wishes.wish_of``.
    """

    text: str
    stems: tuple[str, ...]
    weights: tuple[float, ...]
    items: tuple[Item, ...]
    names: tuple[str, ...]
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
    foreign = language != "en" and _are_english(" ".join(brief.points), language)
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
            demanded_items(text, "en" if foreign else language, counted=counted),
            demanded_names(text, brief) if language == "en" else (),
            wish_of(text, "en" if foreign else language),
            foreign,
        )
        for text, entry, counted in zip(brief.points, stems, counted_points(brief.points), strict=True)
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


def words_scores(
    point: Point, sentences: Sequence[Sentence], written: Mapping[str, Sequence[str]]
) -> list[Carrier]:
    """Return what each window of one or two sentences has of the point: the recall, 0 to 1.

    Args:
        written: the stems of all sentences by their first letter, from ``by_initial``.
    """
    whole = sum(point.weights) + ITEM_WEIGHT * len(point.items) or 1.0
    matches = [(_matches(stem, written), weight) for stem, weight in zip(point.stems, point.weights, strict=True)]
    found = [
        [0.0 if match.isdisjoint(sentence.stems) else weight for match, weight in matches] for sentence in sentences
    ]
    given = [
        [ITEM_WEIGHT if supported(item, sentence.offers) else 0.0 for item in point.items] for sentence in sentences
    ]
    carriers = []
    for first in range(len(sentences)):
        for last in range(first, min(first + 2, len(sentences))):
            share = sum(map(max, found[first], found[last])) + sum(map(max, given[first], given[last]))
            carriers.append(Carrier(first, last, share / whole))
    return carriers


def by_initial(sentences: Sequence[Sentence]) -> dict[str, list[str]]:
    """Return the distinct stems of ``sentences`` by their first letter."""
    written: dict[str, list[str]] = {}
    for stem in sorted(frozenset().union(*(sentence.stems for sentence in sentences))):
        written.setdefault(stem[0], []).append(stem)
    return written


def _matches(stem: str, written: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return the stems of the draft that are the word of a point's ``stem``."""
    return frozenset(other for other in written.get(stem[0], ()) if same_word(stem, other))


def missing_items(point: Point, sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """Return the point's hard items and names, as it writes them, that no sentence has."""
    offers = frozenset().union(*(sentence.offers for sentence in sentences))
    items = tuple(item.text for item in point.items if not supported(item, offers))
    if not point.names:
        return items
    written = {word.folded for sentence in sentences for word in words(sentence.text)}
    return items + tuple(name for name in point.names if not is_written(fold(name), written))


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
        best = max(carriers, key=_weight)
        enough = ENOUGH_IN_WORDS if language_of(language) == "en" else ENOUGH_ELSEWHERE
        if point.foreign:  # English notes for a mail in another language: only their items can be looked for
            enough = 0.0
        covered = best.score >= enough
    else:
        scored = [
            Carrier(c.first, c.last, RECALL_WEIGHT * c.score + max(cosines[c.first], cosines[c.last]))
            for c in carriers
        ]
        best = max(scored, key=_weight)
        covered = best.score >= ENOUGH
    if covered and language_of(language) == "en" and _FORBIDS.match(point.text):
        around = sentences[best.first : best.last + 2]
        covered = any(_FORBIDDING.search(sentence.text) for sentence in around)
    covered = covered and not missing
    span = (sentences[best.first].span[0], sentences[best.last].span[1]) if covered else None
    return Coverage(number, covered, span, missing)


def _weight(carrier: Carrier) -> tuple[float, int]:
    """Return what windows are compared by: of two that carry as much, the shorter one counts."""
    return carrier.score, carrier.first - carrier.last


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


def _are_english(notes: str, language: str) -> bool:
    """Return whether the points of a mail in another language were jotted in English."""
    found = [word.folded for word in words(notes)]
    own = sum(word in STOPWORDS[language] or word in _OFTEN[language] for word in found)
    return sum(word in STOPWORDS["en"] for word in found) > own


_FORBIDS: Final = re.compile(
    r"(?:(?:pls|please|but|and) )?(?:do ?n[o']?t|don['’]t|do not|never|must not|mustn['’]?t)\b"
    r"(?!\s+(?:forget|hesitate|worry|mind|miss|fail)\b)",
    re.IGNORECASE,
)
_FORBIDDING: Final = re.compile(
    r"n['’]t\b|\b(?:not|no|never|none|nothing|nobody|neither|nor|without|avoid\w*|instead|rather|cannot|unable|refrain\w*"
    r"|stop\w*|leav\w*|left|keep\w*|kept|only|until|unless|except|exclud\w*|declin\w*|refus\w*|reject\w*|against|free"
    r"|wait\w*|hold|held|off|out|un\w+|impossible|prevent\w*|forb\w+|ban\w*|prohibit\w*|remain\w*|stay\w*|away|ruled"
    r"|beyond|even if|needless|wrong|regardless)\b",
    re.IGNORECASE,
)
_OFTEN: Final = {language: frozenset(months(language)) | frozenset(weekdays(language)) for language in WEEKDAYS}
