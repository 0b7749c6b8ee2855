from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.evaluation.bootstrap import difference, estimate, wilson

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=5)
CLUSTERS = st.dictionaries(st.text("abcdef", min_size=1, max_size=4), SHARES, min_size=1, max_size=12)


@given(CLUSTERS)
def test_an_interval_holds_its_mean_and_lies_within_the_values(values: dict[str, list[float]]) -> None:
    found = estimate(values)
    flat = [value for cluster in values.values() for value in cluster]
    assert found is not None
    assert found.value == pytest.approx(sum(flat) / len(flat))
    assert min(flat) - 1e-9 <= found.low <= found.high <= max(flat) + 1e-9
    assert (found.drafts, found.clusters) == (len(flat), len(values))


@given(CLUSTERS)
def test_a_system_differs_from_itself_by_nothing(values: dict[str, list[float]]) -> None:
    found = difference(values, values)
    assert found is not None
    assert (found.value, found.low, found.high, found.certain) == (0.0, 0.0, 0.0, False)


def test_drafts_of_one_brief_do_not_make_an_interval_narrower() -> None:
    alone = {str(n): [float(n % 2)] for n in range(20)}
    fivefold = {name: values * 5 for name, values in alone.items()}
    one, five = estimate(alone), estimate(fivefold)
    assert one is not None
    assert five is not None
    assert (one.low, one.high) == (five.low, five.high)


def test_the_interval_of_a_mean_is_about_as_wide_as_theory_says() -> None:
    found = estimate({str(n): [float(n < 30)] for n in range(100)})
    assert found is not None
    error = math.sqrt(0.3 * 0.7 / 100)
    assert found.low == pytest.approx(0.3 - 1.96 * error, abs=0.015)
    assert found.high == pytest.approx(0.3 + 1.96 * error, abs=0.015)


def test_a_difference_on_the_same_briefs_is_surer_than_two_intervals() -> None:
    hard = {str(n): n / 40 for n in range(40)}
    one = {name: [value + 0.1] for name, value in hard.items()}
    other = {name: [value] for name, value in hard.items()}
    found, first, second = difference(one, other), estimate(one), estimate(other)
    assert found is not None
    assert first is not None
    assert second is not None
    assert found.certain
    assert found.value == pytest.approx(0.1)
    assert first.low < second.high


def test_only_common_briefs_are_compared_and_what_is_not_defined_is_left_out() -> None:
    found = difference({"a": [1.0], "b": [5.0]}, {"a": [0.5], "c": [9.0]})
    assert found is not None
    assert (found.value, found.clusters) == (0.5, 1)
    assert difference({"a": [1.0]}, {"b": [1.0]}) is None
    assert estimate({"a": [math.nan]}) is None
    kept = estimate({"a": [math.nan, 1.0], "b": [math.nan]})
    assert kept is not None
    assert (kept.value, kept.clusters) == (1.0, 1)


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (81, 263, 0.255, 0.366)],
)
def test_wilsons_interval_is_that_of_the_books(successes: int, trials: int, low: float, high: float) -> None:
    # The last row is the example of Newcombe 1998, table I.
    found = wilson(successes, trials)
    assert found[0] == pytest.approx(low, abs=6e-4)
    assert found[1] == pytest.approx(high, abs=6e-4)
