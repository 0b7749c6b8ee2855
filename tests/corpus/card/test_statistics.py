from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.corpus.card.statistics import by_value, gather, mean, quantile


def test_everything_is_counted_by_split(tmp_path: Path, small_sets: Any) -> None:
    rows = small_sets.examples(16)
    train = replace(
        small_sets.PLAIN, id="x#1", tone="firm", received="Hi", language="de", points=("one two three",)
    )
    seen: list[tuple[str, int, int | None]] = []
    folder = small_sets.write_set(tmp_path / "set", [*rows, ("train", train)])
    found = gather(folder, lambda *progress: seen.append(progress))
    assert found.examples == {"train": 13, "validation": 2, "test": 2}
    assert found.total == 17
    assert by_value(found.tones) == {"friendly": 16, "firm": 1}
    assert by_value(found.languages, "train") == {"en": 12, "de": 1}
    assert found.points["train"] == {2: 12, 1: 1}
    assert found.point_words == {4: 32, 3: 1}
    assert found.given["train", "mail being answered"] == 1
    assert found.given["test", "sender"] == 2
    assert found.views == {"train": 1, "validation": 0, "test": 0}
    assert found.words_of().total() == 17
    assert seen[-1] == ("counting", 17, 17)


def test_the_counts_as_data_are_complete_for_a_set_without_examples(tmp_path: Path, small_sets: Any) -> None:
    found = gather(small_sets.write_set(tmp_path / "set", [])).to_dict()
    assert list(found) == ["train", "validation", "test"]
    assert found["test"]["examples"] == 0
    assert found["test"]["words"]["median"] == 0


@given(st.lists(st.integers(0, 50), min_size=1), st.floats(0.001, 1))
def test_a_quantile_is_a_value_that_occurs_and_cuts_where_it_should(values: list[int], share: float) -> None:
    cut = quantile(Counter(values), share)
    assert cut in values
    assert sum(value <= cut for value in values) >= share * len(values) - 1e-9
    assert sum(value < cut for value in values) < share * len(values)


@given(st.lists(st.integers(0, 50), min_size=1))
def test_the_mean_is_the_mean(values: list[int]) -> None:
    assert mean(Counter(values)) == pytest.approx(sum(values) / len(values))
