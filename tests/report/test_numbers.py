from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.report.numbers import count, counted, duration, number, share, size


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(0, 5, "0 %"), (5, 5, "100 %"), (1, 3, "33.3 %"), (1, 5000, "<0.1 %"), (9999, 10000, ">99.9 %"), (1, 0, "–")],
)
def test_a_share_is_never_rounded_to_nothing_or_all(part: float, whole: float, shown: str) -> None:
    assert share(part, whole).replace("\N{NO-BREAK SPACE}", " ").replace("< ", "<").replace("> ", ">") == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1234567, "1,234,567"),
        (0.12345, "0.123"),
        (12.34, "12.3"),
        (1234.5, "1,234"),
        (0.00012, "0.00012"),
        (2.0, "2"),
    ],
)
def test_numbers_keep_three_digits(value: float, shown: str) -> None:
    assert number(value) == shown


def test_what_is_no_number_says_so() -> None:
    assert [number(value) for value in (math.nan, math.inf)] == ["nan", "inf"]


def test_nouns_follow_their_number() -> None:
    assert [counted(1, "mail"), counted(1000, "mail"), counted(2, "body", "bodies")] == [
        "1 mail",
        "1,000 mails",
        "2 bodies",
    ]
    assert count(12345) == "12,345"


@pytest.mark.parametrize(
    ("octets", "shown"), [(0, "0 B"), (999, "999 B"), (98_362_432, "98.4 MB"), (999_960, "1.0 MB")]
)
def test_sizes_are_decimal(octets: int, shown: str) -> None:
    assert size(octets).replace("\N{NO-BREAK SPACE}", " ") == shown


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.44, "0.4 s"), (59.7, "1 min 00 s"), (200, "3 min 20 s"), (7510, "2 h 05 min")]
)
def test_durations_are_in_words(seconds: float, shown: str) -> None:
    assert duration(seconds).replace("\N{NO-BREAK SPACE}", " ") == shown


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e14, max_value=1e14))
def test_a_shown_number_is_near_the_number(value: float) -> None:
    assert math.isclose(float(number(value).replace(",", "")), value, rel_tol=0.006, abs_tol=1e-300)
