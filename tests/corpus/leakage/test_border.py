from __future__ import annotations

import random

import pytest

from mailwright.corpus.leakage.border import Border
from mailwright.corpus.leakage.claims import Claims
from mailwright.corpus.split import nearest

WORDS = [f"word{number}" for number in range(40)]


def variant(rng: random.Random, base: list[str]) -> str:
    return " ".join(word if rng.random() < 0.93 else rng.choice(WORDS) for word in base)


def texts(count: int, seed: int) -> list[str]:
    """Return texts of five families; those of one family resemble each other more or less."""
    rng = random.Random(seed)
    bases = [rng.sample(WORDS, 30) for _ in range(5)]
    return [variant(rng, bases[number % 5]) for number in range(count)]


def test_no_admitted_text_is_a_near_duplicate_of_one_in_another_split() -> None:
    border = Border()
    kept: dict[str, dict[str, str]] = {"test": {}, "validation": {}, "train": {}}
    pool = texts(240, 1)
    for place, split in enumerate(("test", "validation", "train")):
        for number, text in enumerate(pool[place::3]):
            if border.admit(split, text):  # type: ignore[arg-type]
                kept[split][f"{split}-{number}"] = text
    assert len(kept["test"]) == 80
    assert 0 < len(kept["train"]) < 80
    pairs = [("test", "validation"), ("test", "train"), ("validation", "train")]
    highest = max(nearest(kept[one], kept[two])[0] for one, two in pairs)
    assert highest < 0.7
    assert border.highest == pytest.approx(highest)


def test_what_is_alike_within_a_split_passes() -> None:
    border = Border()
    assert all(border.admit("train", "the very same text of more than five words") for _ in range(3))
    assert border.highest == 0


def test_short_texts_are_compared_as_a_whole() -> None:
    border = Border()
    assert border.admit("test", "Thank you!")
    assert not border.admit("train", "thank you")
    assert border.admit("train", "thank him")


def test_splits_come_in_order() -> None:
    border = Border()
    border.admit("validation", "a b c d e f")
    with pytest.raises(ValueError, match="come after"):
        border.admit("test", "a b c d e f")


def test_a_key_lies_in_the_split_that_claims_it_first() -> None:
    claims = Claims()
    assert claims.admit("test", ["thread 1"])
    assert claims.admit("test", ["thread 1", "owner a"])
    assert not claims.admit("train", ["thread 2", "owner a"])
    assert claims.admit("train", ["thread 2"])
    assert claims.admit("train", [])
    assert len(claims) == 3
