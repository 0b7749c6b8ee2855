"""All checks of one draft; sentence embeddings are computed once, and only where words leave a doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailwright.checks import coverage, topic
from mailwright.checks.contradiction import contradictions
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
    inside = _without_frame(text, body)
    suspects = [suspect for suspect in topic.suspects(brief, text) if suspect.number in inside] if english else []
    wanted = inside if suspects else _open_sentences(carriers, doubtful, len(text), inside)
    vectors = _vectors(text, wanted)
    cosines = _cosines(brief, vectors)
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
    problems += _off_topic(text, suspects, vectors, cosines, covered)
    if english:
        covered, turned = contradictions(brief, covered, points, text)
        problems += turned
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


def _without_frame(text: Sequence[coverage.Sentence], body: str) -> list[int]:
    """Return the numbers of the sentences between greeting and closing."""
    start, end = layout_of(body).text
    return [number for number, sentence in enumerate(text) if start <= sentence.span[0] < end]


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


def _vectors(text: Sequence[coverage.Sentence], wanted: list[int]) -> NDArray[np.float32] | None:
    """Return unit vectors, shape ``(sentences, 384)``, zero where none is wanted; None if none is at all."""
    if not wanted:
        return None
    import numpy as np

    from mailwright.checks.embedding import embed
    from mailwright.minilm import WIDTH

    vectors = np.zeros((len(text), WIDTH), dtype=np.float32)
    vectors[wanted] = embed([text[number].text for number in wanted])
    return vectors


def _cosines(brief: Brief, vectors: NDArray[np.float32] | None) -> NDArray[np.float32] | None:
    """Return cosines, shape ``(points, sentences)``, -1 where a sentence has no vector; None if none has."""
    if vectors is None:
        return None
    import numpy as np

    from mailwright.checks.embedding import embed_points

    cosines = embed_points(brief.points) @ vectors.T
    return np.where(vectors.any(axis=1), cosines, np.float32(-1))


def _off_topic(
    text: Sequence[coverage.Sentence],
    suspects: Sequence[topic.Suspect],
    vectors: NDArray[np.float32] | None,
    cosines: NDArray[np.float32] | None,
    covered: Sequence[Coverage],
) -> list[Problem]:
    if not suspects or vectors is None or cosines is None:
        return []
    carrying = [item.span for item in covered if item.span]
    problems = []
    for suspect in suspects:
        sentence = text[suspect.number]
        siblings = vectors @ vectors[suspect.number]
        siblings[suspect.number] = 0.0
        strays = suspect.strays(float(cosines[:, suspect.number].max()), float(siblings.max()))
        if strays and not any(start <= sentence.span[0] < end for start, end in carrying):
            problems.append(Problem("off_topic", f"{sentence.text[:60]!r} relates to no point", sentence.span))
    return problems
