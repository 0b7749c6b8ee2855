from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.checks.text import fold, sentences, stem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Dear Mr. Brandt,\n\nI am here.", ["Dear Mr. Brandt,", "I am here."]),
        ("We meet at 3 p.m. on Friday.", ["We meet at 3 p.m. on Friday."]),
        ("- first point\n- second point", ["first point", "second point"]),
        ("1. Bring it\n2. Take it", ["Bring it", "Take it"]),
        ("It costs 3.50 a day. Fine.", ["It costs 3.50 a day.", "Fine."]),
        ("Am 4. November um 14 Uhr.", ["Am 4. November um 14 Uhr."]),
        ('He said "no." Then he left.', ['He said "no."', "Then he left."]),
        ("", []),
        ("--- \n ...", []),
    ],
)
def test_sentences_end_where_readers_end_them(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(max_size=300))
def test_sentences_lie_in_the_text_in_order_without_overlap(text: str) -> None:
    last = 0
    for start, end in sentences(text):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        last = end


def test_folding_forgets_case_accents_and_typographic_quotes() -> None:
    assert fold("Gergő’s CAFÉ") == "gergo's cafe"


@pytest.mark.parametrize(
    ("one", "two"), [("deliveries", "delivery"), ("moved", "moves"), ("stopped", "stop"), ("agreement", "agreed")]
)
def test_inflections_share_a_stem(one: str, two: str) -> None:
    assert stem(one) == stem(two)
