"""Noise makes points worse to read, never wrong."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.checks.items import find_items, offers_of, supported
from mailwright.corpus.augmentation import AugmentationConfig, Augmenter
from mailwright.corpus.augmentation.noise import jot
from mailwright.corpus.example import Example

Make = Callable[..., Example]
_POINTS = (
    "Please send the signed contract to Ana by Friday, 3 June at 4 p.m.",
    "meeting about invoice CL-20977 tomorrow, don't be late",
    "Call Jun-ho on 555-0142 or write to office@example.com.",
    "25 people, 2 weeks, £1,830.40",
)


@given(st.integers(0, 2**32))
def test_no_noise_changes_a_hard_item(seed: int) -> None:
    config = AugmentationConfig(abbreviations=1, typos=1, punctuation=1, case=1, order=1, joins=1)
    jottings = jot(_POINTS, config, random.Random(seed), "en")
    offers = offers_of(find_items("\n".join(jottings.points)))
    items = [item for point in _POINTS for item in find_items(point) if item.certain]
    assert [item.text for item in items if not supported(item, offers)] == []


@given(st.integers(0, 2**32))
def test_slips_spare_names_and_numbers(seed: int) -> None:
    jottings = jot(_POINTS, AugmentationConfig.none(typos=1), random.Random(seed), "en")
    text = " ".join(jottings.points)
    assert all(kept in text for kept in ("Ana", "Jun-ho", "Friday", "CL-20977", "office@example.com", "£1,830.40"))
    changed = [i for i, point in enumerate(_POINTS) if point != jottings.points[i]]
    assert set(changed) == jottings.reworded


@given(st.integers(0, 2**32))
def test_shuffled_points_are_the_same_points(seed: int) -> None:
    jottings = jot(_POINTS, AugmentationConfig.none(order=1), random.Random(seed), "en")
    assert sorted(jottings.points) == sorted(_POINTS)
    assert [_POINTS[origin] for (origin,) in jottings.origins] == list(jottings.points)


def test_points_that_lean_on_the_one_before_are_not_shuffled() -> None:
    points = ("car broke down", "so cant come", "call me")
    config = AugmentationConfig.none(order=1)
    assert all(jot(points, config, random.Random(seed), "en").points == points for seed in range(10))


@given(st.integers(0, 2**32))
def test_joined_points_hold_both_and_wishes_stay_apart(seed: int) -> None:
    points = ("roof leaks", "plumber comes at 4", "dont mention the tenant")
    jottings = jot(points, AugmentationConfig.none(joins=1), random.Random(seed), "en")
    assert "dont mention the tenant" in jottings.points
    assert [origin for origins in jottings.origins for origin in origins] == [0, 1, 2]
    for point, origins in zip(jottings.points, jottings.origins, strict=True):
        assert all(points[origin] in point for origin in origins)


@pytest.mark.parametrize(
    ("point", "small"),
    [
        ("Ask HR about Ana's form", "ask HR about ana's form"),
        ("See CL-20977 at https://Example.org/A1", "see CL-20977 at https://Example.org/A1"),
        ("CALL ME NOW", "call me now"),
    ],
)
def test_small_letters_spare_codes_links_and_acronyms(point: str, small: str) -> None:
    assert jot((point,), AugmentationConfig.none(case=1), random.Random(1), "en").points == (small,)


def test_a_slip_that_uncovers_its_point_is_taken_back(make: Make) -> None:
    source = make("Hi Bob,\n\nThe extinguishers are checked.\n\nAna Silva", "extinguisher check complete")
    augmenter = Augmenter(AugmentationConfig.none(noise=1, joins=1, typos=1))
    from mailwright.checks import check_draft

    for seed in range(20):
        variant = augmenter.vary(source, random.Random(seed))
        findings = check_draft(variant.brief(), variant.email_subject, variant.email_body)
        assert not findings.missing_points
