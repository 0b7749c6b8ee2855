from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest

from mailwright.corpus.leakage.grams import digest_of, grams_of, jaccard
from mailwright.corpus.leakage.neighbours import EXACT, NEAR, Neighbours
from mailwright.corpus.leakage.signatures import BANDS, PERMUTATIONS, bucket, signature_of

WORDS = [f"word{number}" for number in range(300)]


def neighbours(texts: Sequence[str], splits: Sequence[int] = ()) -> Neighbours:
    return Neighbours(
        np.array([signature_of(text) for text in texts]),
        np.array([digest_of(text) for text in texts], np.uint64),
        np.array(splits or [0] * len(texts), np.uint8),
        lambda position: texts[position],
    )


def families(count: int, seed: int) -> list[str]:
    """Return texts in families of five, whose members share most of their words."""
    rng = random.Random(seed)
    texts = []
    for _ in range(count // 5):
        base = [rng.choice(WORDS) for _ in range(80)]
        for _ in range(5):
            share = rng.choice([0, 0.01, 0.03, 0.05, 0.1])
            texts.append(" ".join(word if rng.random() >= share else rng.choice(WORDS) for word in base))
    rng.shuffle(texts)
    return texts


@pytest.mark.parametrize("seed", range(3))
def test_of_texts_that_are_alike_exactly_the_first_is_kept(seed: int) -> None:
    texts = families(200, seed)
    found = neighbours(texts)
    grams = [grams_of(text) for text in texts]
    kept: list[int] = []
    for position in range(len(texts)):
        alike = any(jaccard(grams[position], grams[other]) >= 0.7 for other in kept)
        assert bool(found.admit(position)) == alike
        if not alike:
            kept.append(position)
    assert 40 <= len(kept) < 160


def test_exact_near_and_across_are_told_apart() -> None:
    text = " ".join(WORDS[:60])
    texts = [text, text.upper(), text + " more", "quite another text of seven words here"]
    found = neighbours(texts, [0, 0, 2, 2])
    assert [found.admit(position) for position in range(4)] == ["", EXACT, NEAR, ""]
    assert found.facts() | {"method": ""} == {
        "exact": 1, "near": 1, "across_splits": 1, "threshold": 0.7, "method": "",
    }  # fmt: skip


def test_the_order_of_asking_says_which_is_kept() -> None:
    text = " ".join(WORDS[:60])
    found = neighbours([text, text + " more"])
    assert found.admit(1) == ""
    assert found.admit(0) == NEAR


def test_a_signature_depends_on_the_words_alone_and_stays() -> None:
    signature = signature_of("Please back up your work before Friday at six")
    assert signature.tolist() == signature_of("please back up, your work; before friday at six!").tolist()
    assert signature.shape == (PERMUTATIONS,)
    assert signature[:4].tolist() == [262075082, 634969948, 1397602604, 169408632]


def test_signatures_that_share_no_band_are_in_no_bucket() -> None:
    signatures = np.array([signature_of(" ".join(WORDS[start : start + 50])) for start in (0, 0, 100)])
    buckets = bucket(signatures)
    assert buckets.shape == (3, BANDS)
    assert (buckets[0] == buckets[1]).all()
    assert (buckets[:2] >= 0).all()
    assert (buckets[2] == -1).all()
