"""All checks of one draft; sentence embeddings are computed once, and only where words leave a doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailwright.checks import coverage, topic
from mailwright.checks.facts import unsupported_facts
from mailwright.checks.frame import echoes, frame_problems
from mailwright.checks.layout import layout_of
from mailwright.checks.shape import MOST_VERBATIM, shape_problems, verbatim
from mailwright.checks.text import fold, sentences
from mailwright.checks.vocabulary import language_of
from mailwright.draft import Findings, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from mailwright.brief import Brief
    from mailwright.draft import Coverage, FinishReason, Span


def find(brief: Brief, subject: str, body: str, finish_reason: FinishReason) -> Findings:
    """Return the findings of one draft; see ``mailwright.checks.check_draft``."""
    text = coverage.sentences_of(body, _said(brief, body), brief.language)
    points = coverage.points_of(brief)
    written = coverage.by_initial(text)
    carriers = [coverage.words_scores(point, text, written) if point.wish is None else [] for point in points]
    english = language_of(brief.language) == "en"
    doubtful = [
        number
        for number, point in enumerate(points)
        if english and coverage.undecided(point, carriers[number], text)
    ]
    suspects = _without_frame(topic.suspects(brief, text), text, body) if english else []
    wanted = _open_sentences(carriers, doubtful, len(text), _without_frame(list(range(len(text))), text, body))
    cosines = _cosines(brief, text, sorted({*wanted, *suspects}))
    covered = tuple(
        coverage.judge(
            number,
            point,
            text,
            carriers[number],
            cosines[number].tolist() if cosines is not None and number in doubtful else None,
            brief.language,
        )
        for number, point in enumerate(points)
    )
    problems = frame_problems(brief, body) + shape_problems(brief, subject, body, finish_reason)
    problems += _off_topic(text, suspects, cosines, covered)
    return Findings(covered, unsupported_facts(brief, body), tuple(problems))


def _said(brief: Brief, body: str) -> list[Span]:
    """Return the spans of the sentences that may carry a point: not the sender, and nothing of a pasted brief."""
    layout = layout_of(body)
    end = layout.sender[0] if layout.sender else len(body)
    spans = [span for span in sentences(body) if span[0] < end]
    if echoes(body) or verbatim(brief, body) >= MOST_VERBATIM:
        pasted = {" ".join(fold(point).split()).strip(".!") for point in brief.points}
        spans = [span for span in spans if " ".join(fold(body[slice(*span)]).split()).strip(".!") not in pasted]
    return spans


def _without_frame(numbers: list[int], text: Sequence[coverage.Sentence], body: str) -> list[int]:
    layout = layout_of(body)
    return [number for number in numbers if layout.text[0] <= text[number].span[0] < layout.text[1]]


def _open_sentences(
    carriers: Sequence[Sequence[coverage.Carrier]], doubtful: list[int], count: int, inside: list[int]
) -> list[int]:
    """Return the sentences that may carry a doubtful point by their meaning.

    Left out, to save time, are greeting and closing and those that carry another point by their words and have
    no word of a doubtful one.
    """
    if not doubtful:
        return []
    alone = [{c.first: c.score for c in windows if c.first == c.last} for windows in carriers]
    found = []
    for number in range(count):
        touched = any(alone[point][number] > 0 for point in doubtful)
        claimed = any(
            windows.get(number, 0.0) >= coverage.ENOUGH_IN_WORDS
            for point, windows in enumerate(alone)
            if point not in doubtful
        )
        if touched or (number in inside and not claimed):
            found.append(number)
    return found


def _cosines(brief: Brief, text: Sequence[coverage.Sentence], wanted: list[int]) -> NDArray[np.float32] | None:
    """Return cosines, shape ``(points, sentences)``, -1 where none is wanted; None if none is at all."""
    if not wanted:
        return None
    import numpy as np

    from mailwright.checks.embedding import embed, embed_points

    cosines = np.full((len(brief.points), len(text)), -1.0, dtype=np.float32)
    cosines[:, wanted] = embed_points(brief.points) @ embed([text[number].text for number in wanted]).T
    return cosines


def _off_topic(
    text: Sequence[coverage.Sentence],
    suspects: list[int],
    cosines: NDArray[np.float32] | None,
    covered: Sequence[Coverage],
) -> list[Problem]:
    if cosines is None:
        return []
    carrying = [item.span for item in covered if item.span]
    return [
        Problem("off_topic", f"{text[number].text[:60]!r} relates to no point", text[number].span)
        for number in suspects
        if float(cosines[:, number].max()) < topic.RELATED_COSINE
        and not any(start <= text[number].span[0] < end for start, end in carrying)
    ]
