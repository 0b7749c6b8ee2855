"""What the network sees in a wish."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.brief import network, read_prompt
from mailwright.brief.manner import named_segments
from mailwright.brief.model import LENGTHS, TONES
from mailwright.brief.network import see
from mailwright.errors import ModelError


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
    assert see(wish).tone == tone


@given(st.text(max_size=400))
def test_any_text_has_a_tone_a_length_and_a_score_for_each_span_and_role(wish: str) -> None:
    sight = see(wish)
    assert sight.tone in TONES
    assert sight.length in LENGTHS
    assert sight.scores.shape == (2, len(sight.spans))
    assert set(sight.spans) <= set(sight.candidates.spans)


def test_of_a_long_wish_beginning_and_end_are_seen() -> None:
    sight = see("Tell Amina that " + "the lift is out of order, " * 400 + "thanks, Jonas")
    assert {first for first, _ in sight.spans} >= {1, len(sight.candidates.tokens) - 1}


def test_weights_of_another_file_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "model.onnx"
    other.write_bytes(b"another")
    monkeypatch.setattr(network, "model_file", lambda: other)
    with pytest.raises(ModelError, match=r"model\.onnx is not the file .* install mailwright again"):
        network._network.__wrapped__()


def test_a_part_that_speaks_of_nothing_but_tone_and_length_counts_wherever_it_stands() -> None:
    assert named_segments("move it to gate 2, firm but fair, thanks") == ["firm but fair"]
    assert read_prompt("the crane comes on monday. formal. Access by gate 2 only, bring the pass").tone == "formal"


def test_an_argument_takes_more_words_than_a_fact() -> None:
    assert see("tell the porter the gate opens at 6").length == "short"
    long = (
        "convince the council to keep the library open on saturdays. 340 readers come then, most of them work in "
        "the week. the school has no library. we would man the desk ourselves. closing saves only 4,000. two "
        "other towns did it. we want to speak at the next meeting, and the petition has 1,200 names"
    )
    assert see(long).length in ("medium", "long")
