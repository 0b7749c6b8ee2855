from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mailwright.corpus.leakage.grams import digest_of, grams_of, jaccard

WORDS = ("the", "update", "is", "on", "Friday", "at", "six", "please", "back", "up", "your", "work")
TEXT = st.lists(st.sampled_from(WORDS), max_size=30)


def plain_grams(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    size = min(5, len(words))
    return {tuple(words[place : place + size]) for place in range(len(words) - size + 1)} if words else set()


@given(TEXT, TEXT)
def test_the_index_is_that_of_sets_of_words(one: list[str], two: list[str]) -> None:
    left, right = plain_grams(" ".join(one)), plain_grams(" ".join(two))
    union = left | right
    wanted = len(left & right) / len(union) if union else 0.0
    assert jaccard(grams_of(" ".join(one)), grams_of(" ".join(two))) == wanted


def test_case_punctuation_and_lines_do_not_count() -> None:
    one, two = "Hi Tom,\n\nthe update is ON Friday!", "hi tom the update is on friday"
    assert grams_of(one).tolist() == grams_of(two).tolist()
    assert digest_of(one) == digest_of(two) != digest_of("hi tom the update is on sunday")


def test_a_text_without_words_has_no_grams_and_resembles_nothing() -> None:
    assert grams_of("--- !").size == 0
    assert jaccard(grams_of(""), grams_of("")) == 0
