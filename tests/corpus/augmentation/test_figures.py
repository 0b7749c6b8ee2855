"""Figures change on both sides alike, keep their form, and what they say together stays true."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.corpus.augmentation import AugmentationConfig, Augmenter
from mailwright.corpus.example import Example

Make = Callable[..., Example]
_FIGURES = Augmenter(AugmentationConfig.none(figures=1, identifiers=1))
_SEEDS = st.integers(0, 2**32)


def _varied(example: Example, seed: int) -> Example:
    return _FIGURES.vary(example, random.Random(seed))


def _body(text: str) -> str:
    return f"Hi Bob,\n\n{text}\n\nBest,\nAna Silva"


def _numbers(text: str) -> list[float]:
    return [float(number.replace(",", "")) for number in re.findall(r"\d[\d,.]*\d|\d", text)]


@given(_SEEDS)
def test_a_number_changes_on_both_sides_and_keeps_its_form(make: Make, seed: int) -> None:
    source = make(_body("We need 41 coats for £2,870 and will pay 12.5% less."), "41 coats", "£2,870", "12.5% less")
    variant = _varied(source, seed)
    coats, price, share = (variant.points[i].split()[0] for i in range(3))
    assert variant.email_body == _body(f"We need {coats} coats for {price} and will pay {share} less.")
    assert re.fullmatch(r"\d\d", coats)
    assert re.fullmatch(r"£\d,\d\d0", price)
    assert re.fullmatch(r"\d\d?\.5%", share)


@given(_SEEDS)
def test_a_number_in_words_follows_the_one_in_digits(make: Make, seed: int) -> None:
    source = make(_body("Eight pages are ready, and the eight pages look good."), "8 pages ready & look good")
    variant = _varied(source, seed)
    word = variant.email_body.split("\n")[2].split()[0].lower()
    assert f"the {word} pages" in variant.email_body
    if variant != source:
        assert variant.points[0].split()[0] != "8"


@given(_SEEDS)
def test_order_stays(make: Make, seed: int) -> None:
    source = make(_body("The price went from 350 to 420, so buy 8 instead of 15."), "350 -> 420", "8 instead of 15")
    low, high, few, many = _numbers(_varied(source, seed).email_body)
    assert low < high
    assert few < many


@pytest.mark.parametrize(
    "text",
    [
        "It is 120 for the room and 35 for the lamp, 155 in all.",
        "That makes 7 pages at 310, so 2,170.",
        "The tax is 20% of 450, which is 90.",
        "I paid 4 x 25 at the door.",
        "It is open from 24 to 48 hours.",
        "We follow Rule 26 and run Windows 95.",
    ],
)
def test_numbers_that_belong_together_or_to_a_name_stay(make: Make, text: str) -> None:
    source = make(_body(text), *text.rstrip(".").split(", "))
    assert all(_varied(source, seed).email_body == source.email_body for seed in range(10))


@given(_SEEDS)
def test_start_and_end_move_together(make: Make, seed: int) -> None:
    source = make(_body("The talk is from 2 p.m. to 3:30 p.m. in the hall."), "talk 2pm-3:30pm, hall")
    variant = _varied(source, seed)
    found = re.search(r"from (\d+) p\.m\. to (\d+):30 p\.m\.", variant.email_body)
    assert found
    assert int(found[2]) % 12 - int(found[1]) % 12 == 1
    assert variant.points == (f"talk {found[1]}pm-{found[2]}:30pm, hall",)


@given(_SEEDS)
def test_a_date_keeps_fitting_its_weekday_and_what_is_before_stays_before(make: Make, seed: int) -> None:
    source = make(
        _body("We open on Tuesday 14 January 2025. Please answer by Friday, January 10th."),
        "open tue 14 jan 2025", "answer by fri 10 jan",
    )  # fmt: skip
    variant = _varied(source, seed)
    found = re.search(
        r"on (\w+) (\d+) (\w+) 2025\. Please answer by (\w+), (\w+) (\d+)(st|nd|rd|th)", variant.email_body
    )
    assert found
    months = {"January": 1, "February": 2}
    opening = date(2025, months[found[3]], int(found[2]))
    answer = date(2025, months[found[5]], int(found[6]))
    assert (opening.strftime("%A"), answer.strftime("%A")) == (found[1], found[4])
    assert (opening - answer).days == 4
    assert opening.weekday() < 5
    assert variant.points[0] == opening.strftime("open %a %-d %b 2025").lower()


@given(_SEEDS)
def test_a_range_of_days_stays_within_its_month(make: Make, seed: int) -> None:
    source = make(_body("We are closed from 26 to 30 June."), "closed 26-30 june")
    found = re.search(r"from (\d+) to (\d+) June", _varied(source, seed).email_body)
    assert found
    assert int(found[2]) - int(found[1]) == 4
    assert int(found[2]) <= 30


@pytest.mark.parametrize("text", ["We meet on Friday, before Christmas.", "The 29th is fine, so is 3 June."])
def test_days_that_something_unsaid_fixes_stay(make: Make, text: str) -> None:
    source = make(_body(text), text.lower().rstrip("."))
    assert all(_varied(source, seed) == source for seed in range(10))


@given(_SEEDS)
def test_codes_change_digit_by_digit(make: Make, seed: int) -> None:
    source = make(
        _body("Case CL-20977 is open. Call 555-0142 and write to a7@example.com."),
        "case cl-20977 open", "call 555-0142, write a7@example.com",
    )  # fmt: skip
    variant = _varied(source, seed)
    found = re.search(
        r"Case CL-(\d{5}) is open\. Call 555-01(\d\d) and write to a7@example\.com", variant.email_body
    )
    assert found
    assert variant.points == (f"case cl-{found[1]} open", f"call 555-01{found[2]}, write a7@example.com")


def test_an_item_that_only_one_side_has_stays(make: Make) -> None:
    source = make(_body("We come on Friday at 3 p.m. with 17 crates."), "crates")
    assert all(_varied(source, seed) == source for seed in range(10))


def test_the_mail_being_answered_changes_with_the_answer(make: Make) -> None:
    source = make(
        _body("Yes, 41 chairs are fine."), "41 chairs ok", received="Can we have 41 chairs and 17 tables?"
    )
    variants = [_varied(source, seed) for seed in range(10)]
    for variant in variants:
        number = variant.points[0].split()[0]
        assert variant.received == f"Can we have {number} chairs and 17 tables?"
    assert any(variant != source for variant in variants)
