"""The tone that a wish suggests where no word names it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.brief import read_prompt
from mailwright.brief.impression import suggested_tone
from mailwright.brief.manner import named_segments, suggested_length
from mailwright.brief.model import TONES, Tone


@pytest.mark.parametrize(
    ("wish", "tone"),
    [
        ("fourth broken pallet, from now on we refuse them at the gate", "firm"),
        ("gas smell in the cellar, get everybody out now", "urgent"),
        ("i forgot your birthday, i feel awful", "apologetic"),
        ("tell grandma we come on sunday and bring the cake", "friendly"),
        ("order 40 chairs for room 3, delivery to gate 2", "neutral"),
        ("thank the nurses, my son is home and laughs again", "grateful"),
    ],
)
def test_the_wording_suggests_a_tone(wish: str, tone: str) -> None:
    assert suggested_tone(wish) == tone


@given(st.text(max_size=400), st.text(max_size=40), st.text(max_size=40))
def test_any_text_has_one_tone(wish: str, to: str, sender: str) -> None:
    assert suggested_tone(wish, to, sender) in TONES


def test_a_part_that_speaks_of_nothing_but_tone_and_length_counts_wherever_it_stands() -> None:
    assert named_segments("move it to gate 2, firm but fair, thanks") == ["firm but fair"]
    assert read_prompt("the crane comes on monday. formal. Access by gate 2 only, bring the pass").tone == "formal"


@pytest.mark.parametrize(("tone", "length"), [("neutral", "short"), ("persuasive", "medium")])
def test_an_argument_takes_more_words_than_a_fact(tone: Tone, length: str) -> None:
    assert suggested_length(["word " * 28], tone) == length
