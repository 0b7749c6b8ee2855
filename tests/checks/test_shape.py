from __future__ import annotations

import pytest

from mailwright.brief import Brief
from mailwright.checks import check_draft
from mailwright.checks.shape import WORDS, said_twice
from mailwright.draft import FinishReason


def kinds(brief: Brief, subject: str, body: str, finish_reason: FinishReason = "stop") -> set[str]:
    return {problem.kind for problem in check_draft(brief, subject, body, finish_reason=finish_reason).problems}


def mail(words: int) -> str:
    return " ".join(f"w{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(words))


@pytest.mark.parametrize("length", ["short", "medium", "long"])
def test_length_is_held_against_the_band_asked_for(length: str) -> None:
    brief = Brief(points=["a thing to say"], length=length)
    fewest, most = WORDS[brief.length]
    for words, outside in ((fewest - 1, True), (fewest, False), (most, False), (most + 1, True)):
        assert ("length" in kinds(brief, "x", mail(words))) is outside


def test_repetition_is_found() -> None:
    brief = Brief(points=["a thing to say"], length="short")
    assert "repetition" in kinds(brief, "x", "We will be there soon as planned. " * 6)
    assert "repetition" not in kinds(brief, "x", mail(60))


TWICE = "The mailboxes will be moved to a new server on 6 March. Phones must be set up again. {}"


@pytest.mark.parametrize(
    ("last", "found"),
    [
        ("The mailboxes move to the new server on the night of 6 March.", True),
        ("The mailboxes move to the new server on the night of 9 April.", False),
        ("Please read the instructions before 6 March.", False),
        ("A new server!", False),
    ],
)
def test_a_point_that_is_said_twice_is_found(last: str, *, found: bool) -> None:
    brief = Brief(points=["mailboxes move to new server 6 March", "set up phones again"], length="short")
    assert ("said_twice" in kinds(brief, "x", TWICE.format(last))) is found


def test_sentences_that_say_the_same_are_named_in_order() -> None:
    body = TWICE.format("We move the mailboxes on 6 March.")
    assert said_twice(body, "en") == (
        "The mailboxes will be moved to a new server on 6 March.",
        "We move the mailboxes on 6 March.",
    )
    assert said_twice(TWICE.format(""), "en") is None


def test_points_pasted_word_for_word_are_found() -> None:
    points = [
        "no heating for 11 days",
        "want an engineer booked",
        "told when by thursday noon",
        "third email about it",
    ]
    brief = Brief(sender="Ana", to="Bob", points=points)
    pasted = "Hi Bob,\n\n" + "\n".join(points) + "\n\nBest,\nAna"
    assert "verbatim" in kinds(brief, "x", pasted)


def test_a_question_may_be_asked_as_it_was_noted() -> None:
    asked = Brief(sender="Ana", to="Bob", points=["why is travel 8,000 higher than last year?"])
    body = "Hi Bob,\n\nWhy is travel 8,000 higher than last year?\n\nBest,\nAna"
    findings = check_draft(asked, "x", body)
    assert not findings.problems
    assert findings.coverage[0].covered
    noted = Brief(sender="Ana", to="Bob", points=["travel 8,000 higher, why?", "call me before monday noon"])
    pasted = "Hi Bob,\n\nTravel 8,000 higher, why? Call me before Monday noon.\n\nBest,\nAna"
    assert "verbatim" in kinds(noted, "x", pasted)
    mixed = Brief(sender="Ana", to="Bob", points=[*asked.points, *noted.points])
    assert "verbatim" in kinds(
        mixed, "x", pasted.replace("Travel", "Why is travel 8,000 higher than last year? Travel")
    )


@pytest.mark.parametrize("reason", ["length", "cancelled"])
def test_a_draft_cut_off_is_not_ready(reason: FinishReason) -> None:
    assert "cut_off" in kinds(Brief(points=["a thing to say"]), "x", "Hi,\n\nA thing to", reason)


@pytest.mark.parametrize("subject", ["", "   ", "Subject: update", "one\ntwo", "x" * 200, "[subject]"])
def test_subjects_that_are_none_are_found(subject: str) -> None:
    assert "subject" in kinds(Brief(points=["a thing to say"]), subject, mail(20))
