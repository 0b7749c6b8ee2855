"""Points are shorter than their sentences and never lose what matters."""

from __future__ import annotations

import random
import re

import pytest

from mailwright.checks.items import find_items, offers_of, supported
from mailwright.checks.names import find_names
from mailwright.checks.text import fold
from mailwright.corpus.extraction.openings import opening_of
from mailwright.corpus.extraction.strength import STRENGTHS, Strength
from mailwright.corpus.extraction.syntax import Syntax
from mailwright.corpus.extraction.telegraph import condense

_SENTENCES = (
    "Please send me the signed contract by Friday, 3 June at 4 p.m.",
    "I just wanted to let you know that Maria Rossi has not approved the invoice CL-20977.",
    "We don't have the keys yet, but the locksmith will be here at 10:30.",
    "Could you please tell Bob that the price went from $350 to $420?",
    "Attached is a copy of the agreement that was signed on 12 May 2001.",
    "I have been advised that the meeting was moved to Tuesday.",
    "Unfortunately, the two trucks cannot leave before the 14th because the road is closed.",
    "There are 25 people on the list, and none of them has paid.",
    "If you never received the file, I'll send it again tomorrow.",
    "Do you want to come with us to Leeds on Saturday, or should I book without you?",
    "The files that were sent to you yesterday aren't the ones that we need.",
    "She is asked to call 555-0142 unless the printer works.",
)
_NEGATION = re.compile(r"n't\b|\b(?:not|no|none|never|cannot|without|w/o|unless)\b")


def _points(syntax: Syntax, sentence: str, strength: Strength, seed: int = 1) -> list[str]:
    return condense(syntax.parse([sentence])[0], strength, random.Random(seed))


@pytest.mark.parametrize("sentence", _SENTENCES)
@pytest.mark.parametrize("strength", STRENGTHS)
def test_numbers_dates_names_and_negations_stay(syntax: Syntax, sentence: str, strength: Strength) -> None:
    for seed in range(5):
        text = " ".join(_points(syntax, sentence, strength, seed))
        offers = offers_of(find_items(text))
        assert [item.text for item in find_items(sentence) if item.certain and not supported(item, offers)] == []
        names = [sentence[slice(*span)] for span in find_names(sentence, "en", (0, len(sentence)))]
        assert [name for name in names if fold(name) not in fold(text)] == []
        assert len(_NEGATION.findall(text)) == len(_NEGATION.findall(sentence))
        assert len(text.split()) < len(sentence.split()) + (strength == "light")


@pytest.mark.parametrize(
    ("sentence", "strength", "points"),
    [
        ("I will send the draft to the board.", "light", ["will send draft to board"]),
        ("I am preparing the report.", "light", ["preparing report"]),
        ("The office is closed on Monday.", "medium", ["office closed Monday"]),
        ("I have been advised to wait.", "strong", ["have been advised to wait"]),
        ("They are asked to pay.", "strong", ["they are asked to pay"]),
        ("I have let Bob know.", "strong", ["have let Bob know"]),
        ("Please do not tell Bob.", "light", ["do not tell Bob"]),
        ("The parcel has been shipped.", "medium", ["parcel shipped"]),
        ("The form that had been sent by Bob is wrong.", "medium", ["form sent by Bob is wrong"]),
        ("Are you free at noon?", "medium", ["you free at noon?"]),
        ("Have you met the two new tenants?", "light", ["have you met two new tenants?"]),
        ("It takes half an hour.", "strong", ["it takes half an hour"]),
        ("The Woodlands office isn't open.", "strong", ["Woodlands office isn't open"]),
        ("I'd been there.", "light", ["had been there"]),
        ("I'll go.", "light", ["will go"]),
        ("Here is what we know.", "strong", ["here is what we know"]),
        ("Attached is the plan.", "light", ["attached: plan"]),
        ("Please find attached the plan for the hall.", "light", ["attached: plan for hall"]),
    ],
)
def test_what_is_dropped(syntax: Syntax, sentence: str, strength: Strength, points: list[str]) -> None:
    assert _points(syntax, sentence, strength) == points


@pytest.mark.parametrize("strength", STRENGTHS)
def test_a_request_reads_as_one(syntax: Syntax, strength: Strength) -> None:
    for seed in range(8):
        (point,) = _points(syntax, "Could you please send me the plan?", strength, seed)
        assert re.fullmatch(r"(?:please |pls |ask to )?send (?:me )?plan", point)


def test_a_question_stays_one(syntax: Syntax) -> None:
    for strength in STRENGTHS:
        assert all(point.endswith("?") for point in _points(syntax, "Did the roof leak again?", strength))


def test_main_clauses_with_subjects_of_their_own_become_points(syntax: Syntax) -> None:
    sentence = "The plumber comes at noon to look at the pipe, and Maria will let him into the house."
    assert _points(syntax, sentence, "light") == [
        "plumber comes at noon to look at pipe",
        "Maria will let him into house",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "I am sending you a version of the memo, following the talk Grant and I had with Bjorn on Thursday.",
        "I would have liked our gross margin and EBIT to be a lot larger, but the other facts are good.",
    ],
)
def test_what_and_joins_within_a_clause_stays_together(syntax: Syntax, sentence: str) -> None:
    points = _points(syntax, sentence, "light")
    assert any("Grant and I had" in point or "gross margin and EBIT" in point for point in points)


def test_what_hangs_on_a_condition_stays_whole(syntax: Syntax) -> None:
    sentence = "If the plumber comes at noon to look at the pipe, Maria will let him in."
    assert len(_points(syntax, sentence, "medium")) == 1


@pytest.mark.parametrize(
    ("sentence", "rest", "asks", "attaches"),
    [
        ("I just wanted to let you know that it works well.", "it works well.", False, False),
        ("Please be advised that we moved.", "we moved.", False, False),
        ("Also, can you send it to me?", "send it to me?", True, False),
        ("I would appreciate it if you could call Bob.", "call Bob.", True, False),
        ("I have attached the plan of the hall.", "the plan of the hall.", False, True),
        ("Attached to the wall is a plan.", "Attached to the wall is a plan.", False, False),
        ("Can you be there at noon?", "Can you be there at noon?", False, False),
        ("Thank you.", "Thank you.", False, False),
    ],
)
def test_openings(sentence: str, rest: str, asks: bool, attaches: bool) -> None:
    opening = opening_of(sentence)
    assert (sentence[opening.end :], opening.asks, opening.attaches) == (rest, asks, attaches)
