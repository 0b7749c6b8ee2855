from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.evaluation.resemblance import chrf, rouge_l, self_bleu

WORDS = st.lists(st.sampled_from(["the", "mail", "was", "sent", "on", "Friday"]), min_size=1, max_size=12)


@given(WORDS, WORDS)
def test_rouge_is_symmetric_and_a_share(one: list[str], other: list[str]) -> None:
    score = rouge_l(" ".join(one), " ".join(other))
    assert 0 <= score <= 1
    assert score == pytest.approx(rouge_l(" ".join(other), " ".join(one)))
    assert rouge_l(" ".join(one), " ".join(one)) == 1


@given(WORDS, WORDS)
def test_rouge_counts_the_longest_common_subsequence(one: list[str], other: list[str]) -> None:
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, word in enumerate(one):
        for j, known in enumerate(other):
            table[i + 1][j + 1] = table[i][j] + 1 if word == known else max(table[i][j + 1], table[i + 1][j])
    expected = 2 * table[-1][-1] / (len(one) + len(other))
    assert rouge_l(" ".join(one), " ".join(other)) == pytest.approx(expected)


def test_rouge_is_that_of_the_paper() -> None:
    # Lin 2004, section 3: the subsequence "police the gunman" resp. "the gunman" of four words.
    assert rouge_l("police kill the gunman", "police killed the gunman") == pytest.approx(3 / 4)
    assert rouge_l("the gunman kill police", "police killed the gunman") == pytest.approx(2 / 4)


def test_nothing_resembles_an_empty_text() -> None:
    assert rouge_l("", "a mail") == 0
    assert chrf("", "a mail") == 0


def test_alike_texts_have_a_self_bleu_of_100_and_foreign_ones_little() -> None:
    assert self_bleu(["We will send the mail on Friday."] * 4) == pytest.approx(100)
    assert self_bleu(["We meet on Friday.", "Nobody knows him.", "Rain fell early.", "Bring your boots."]) < 30
