from __future__ import annotations

import pytest

from mailwright.brief import Brief
from mailwright.checks import check_draft
from mailwright.checks.wishes import wish_of


@pytest.mark.parametrize(
    "point",
    [
        "don't mention the trainee",
        "dont mention tribunal / legal stuff yet",
        "DON'T promise one",
        "not rude but no small talk",
        "no details",
        "keep it vague",
        "don't sound angry",
        "not our fault but don't say that",
        "no apology",
        "no reasons, no politics",
        "dont name the junior who wrote script",
        "nothing abt Greg",
        "be kind, dont say 'policy'",
        "confident not pushy",
    ],
)
def test_wishes_about_the_writing_are_recognised(point: str) -> None:
    assert wish_of(point) is not None


@pytest.mark.parametrize(
    "point",
    [
        "do not accept orders from Delta",
        "don't plug it in",
        "don't switch off PCs",
        "dont click, dont enter pw",
        "no deliveries after 20 dec",
        "no injuries reported",
        "keep gate 4 shut",
        "not before root cause doc, thurs",
        "dont delete the answers, lock them",
        "can they leave out plastic wrap",
        "meeting moved to friday 3pm",
    ],
)
def test_negative_content_is_no_wish(point: str) -> None:
    assert wish_of(point) is None


@pytest.mark.parametrize(
    ("point", "language"),
    [("keine Gründe nennen", "de"), ("pas de ton agressif", "fr"), ("no mencionar el precio", "es")],
)
def test_wishes_in_other_languages_are_recognised(point: str, language: str) -> None:
    assert wish_of(point, language) == ()


def brief_with(wish: str) -> Brief:
    return Brief(sender="Ana Silva", to="Bob", points=["meeting moved to friday 3pm", wish], length="short")


def test_a_kept_wish_is_covered_by_absence_without_a_span() -> None:
    body = "Hi Bob,\n\nThe meeting has been moved to Friday at 3 p.m. See you there.\n\nBest,\nAna Silva"
    wish = check_draft(brief_with("don't mention the divorce"), "Meeting", body).coverage[1]
    assert wish.covered
    assert wish.span is None


def test_a_broken_wish_is_uncovered_and_its_sentence_shown() -> None:
    body = "Hi Bob,\n\nThe meeting is now on Friday at 3 p.m. I heard of your divorce.\n\nBest,\nAna Silva"
    wish = check_draft(brief_with("don't mention the divorce"), "Meeting", body).coverage[1]
    assert not wish.covered
    assert wish.span is not None
    assert body[slice(*wish.span)] == "I heard of your divorce."


def test_a_prohibition_must_be_said_as_one() -> None:
    brief = Brief(sender="Ana", to="Bob", points=["don't switch off PCs on friday"])
    said = "Hi Bob,\n\nPlease do not switch off the PCs on Friday.\n\nBest,\nAna"
    turned = "Hi Bob,\n\nPlease switch all PCs to sleep on Friday and switch them down.\n\nBest,\nAna"
    assert check_draft(brief, "PCs", said).coverage[0].covered
    assert not check_draft(brief, "PCs", turned).coverage[0].covered


@pytest.mark.parametrize(
    ("point", "sentence"),
    [
        ("dont forget passport", "Please remember to bring your passport."),
        ("don't hesitate to call me", "Please call me whenever you like."),
    ],
)
def test_what_is_not_to_be_forgotten_may_be_asked_for(point: str, sentence: str) -> None:
    brief = Brief(sender="Ana", to="Bob", points=[point], length="short")
    assert check_draft(brief, "x", f"Hi Bob,\n\n{sentence}\n\nBest,\nAna").coverage[0].covered
