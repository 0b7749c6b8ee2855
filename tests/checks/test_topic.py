from __future__ import annotations

import pytest

from mailwright.brief import Brief
from mailwright.checks import check_draft

BRIEF = Brief(sender="Ana", to="Bob", points=["system update Fri 6pm", "back up your work"], length="medium")
BODY = "Hi Bob,\n\nThe system update starts on Friday at 6 p.m. {} Please back up your work.\n\nBest,\nAna"


def off_topic(sentence: str) -> list[str]:
    body = BODY.format(sentence)
    problems = check_draft(BRIEF, "Update", body).problems
    return [body[slice(*problem.span)] for problem in problems if problem.kind == "off_topic" and problem.span]


@pytest.mark.parametrize(
    "stray",
    [
        "Purple owls were nesting beneath grandmother's wooden bridge.",
        "Our bakery sells fresh croissants and sourdough every morning.",
        "The choir rehearses the requiem in the chapel with a new conductor.",
    ],
)
def test_a_sentence_about_something_else_is_found(stray: str) -> None:
    assert off_topic(stray) == [stray]


@pytest.mark.parametrize(
    "sentence",
    [
        "Thank you for your patience while we sort this out.",
        "It cannot be helped.",
        "Computers will be switched off while it runs, so open files could be lost.",
        "I know that this is not a good time for anybody.",
    ],
)
def test_courtesy_short_phrases_and_elaboration_are_let_pass(sentence: str) -> None:
    assert off_topic(sentence) == []


def test_a_stray_sentence_beside_one_that_carries_a_point_is_no_part_of_what_carries_it() -> None:
    body = BODY.format("The choir rehearses the requiem in the chapel with a new conductor.")
    span = check_draft(BRIEF, "Update", body).coverage[1].span
    assert span is not None
    assert body[slice(*span)] == "Please back up your work."
