"""Where a text is split into points, and where it never is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.brief.model import MAX_LINE, MAX_POINTS
from mailwright.brief.split import split_points


@pytest.mark.parametrize(
    "text",
    [
        "1,830.40 is due",
        "ask Mr. Ito about it",
        "meet at 3 p.m. in the hall",
        "bring snacks, e.g. fruit",
        "see https://example.com/a;b?c=1,2 for more",
        "R. Nakato signs",
        "room 4.12 is free",
        "until 30. november it is open",
        "shifts 9 - 5 on weekdays",
        "apples, pears, plums",
        "a table (round, of oak, with four chairs around it) is free",
        "see p. 12 and no. 58",
        "Daniel (14) will play it",
        "open weekdays (from 12 to 14) in May",
    ],
)
def test_numbers_abbreviations_lists_and_links_stay_whole(text: str) -> None:
    assert split_points(text) == [text]


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("It rains. Stay in!", ["It rains", "Stay in!"]),
        ("keys under mat; flat clean", ["keys under mat", "flat clean"]),
        ("- cat eats 7am\n- bins out wed", ["cat eats 7am", "bins out wed"]),
        ("* Q3 due 5 Oct * no screenshots", ["Q3 due 5 Oct", "no screenshots"]),
        ("1) scans missing 2) send them", ["scans missing", "send them"]),
        ("VAN STOLEN STOP REG KX19 STOP CALL", ["VAN STOLEN", "REG KX19", "CALL"]),
        ("the lift is out, take the stairs please", ["the lift is out", "take the stairs please"]),
        ("open from 6. £6 a car", ["open from 6", "£6 a car"]),
        ("come by 5 p.m. Bring the form", ["come by 5 p.m.", "Bring the form"]),
    ],
)
def test_sentences_bullets_and_clauses_are_points(text: str, points: list[str]) -> None:
    assert split_points(text) == points


@given(st.text(max_size=4000))
def test_points_fit_a_brief_and_lose_no_letter_or_digit(text: str) -> None:
    points = split_points(text)
    assert len(points) <= MAX_POINTS
    assert all(0 < len(point) <= MAX_LINE for point in points)
    digits = [character for character in text if character.isdecimal() and ")" not in text and "." not in text]
    kept = [character for point in points for character in point if character.isdecimal()]
    assert kept == digits or ")" in text or "." in text


def test_a_hundred_sentences_are_packed_into_thirty_two_points_in_order() -> None:
    points = split_points(" ".join(f"Sentence number {index} ends here." for index in range(100)))
    assert len(points) <= MAX_POINTS
    text = "; ".join(points)
    positions = [text.index(f"number {index} ends") for index in range(100)]
    assert positions == sorted(positions)


def test_a_sentence_longer_than_a_point_is_cut_between_words() -> None:
    points = split_points("word " * 1000)
    assert " ".join(points).split() == ["word"] * 1000
