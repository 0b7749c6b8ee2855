from __future__ import annotations

from collections import Counter

import pytest

from mailwright.corpus.leakage.assignment import Shares, basis_of
from mailwright.errors import MailwrightError


def test_a_key_always_goes_to_the_same_split_and_the_shares_are_kept() -> None:
    shares = Shares(test=0.1, validation=0.2)
    found = {key: shares.split_of(key) for key in map(str, range(4_000))}
    assert found == {key: Shares(test=0.1, validation=0.2).split_of(key) for key in found}
    counts = Counter(found.values())
    assert 300 < counts["test"] < 500
    assert 680 < counts["validation"] < 920


def test_more_for_test_takes_nothing_out_of_it() -> None:
    small, large = Shares(test=0.05), Shares(test=0.1)
    assert all(large.split_of(str(key)) == "test" for key in range(2_000) if small.split_of(str(key)) == "test")


def test_another_seed_draws_others() -> None:
    keys = [str(key) for key in range(400)]
    assert [Shares(seed=1).split_of(key) for key in keys] != [Shares(seed=2).split_of(key) for key in keys]


def test_a_share_out_of_range_is_refused() -> None:
    with pytest.raises(MailwrightError, match=r"validation is 0\.6"):
        Shares(validation=0.6)


def test_official_splits_win_and_several_owners_are_kept_apart() -> None:
    assert [basis_of(True, 9), basis_of(False, 9), basis_of(False, 1), basis_of(False, 0)] == [
        "official", "owner", "thread", "thread",
    ]  # fmt: skip
