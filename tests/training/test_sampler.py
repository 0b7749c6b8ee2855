"""The order of examples: each once an epoch, batches of like lengths, and the same from any place on."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from mailwright.training.sampler import BucketSampler

LENGTHS = st.lists(st.integers(1, 500), min_size=1, max_size=60)


def sampler(lengths: list[int], size: int, steps: int = 20, seed: int = 0, bucket: int = 3) -> BucketSampler:
    return BucketSampler(lengths, size=size, bucket=bucket, seed=seed, steps=steps)


@given(lengths=LENGTHS, size=st.integers(1, 9), seed=st.integers(0, 9))
def test_an_epoch_shows_each_example_at_most_once_and_leaves_out_less_than_a_batch(
    lengths: list[int], size: int, seed: int
) -> None:
    batches = sampler(lengths, size, seed=seed).batches(0)
    seen = Counter(index for batch in batches for index in batch)
    assert set(seen.values()) == {1}
    assert len(lengths) - len(seen) < size
    assert all(len(batch) == size for batch in batches) or len(batches) == 1


@given(lengths=LENGTHS, size=st.integers(1, 9), position=st.integers(0, 20))
def test_from_any_place_on_the_order_is_the_same(lengths: list[int], size: int, position: int) -> None:
    whole, rest = sampler(lengths, size), sampler(lengths, size)
    rest.load_state_dict({"position": position})
    steps = list(whole)
    assert len(steps) == len(whole) == 20
    assert list(rest) == steps[position:]
    assert rest.state_dict() == {"position": position}


def test_batches_are_of_like_lengths() -> None:
    lengths = [(37 * number) % 400 + 1 for number in range(400)]
    batches = sampler(lengths, 8, bucket=50).batches(0)
    spread = [max(lengths[i] for i in batch) - min(lengths[i] for i in batch) for batch in batches]
    assert sum(spread) / len(spread) < 40  # of 400


def test_epochs_and_seeds_differ() -> None:
    one = sampler(list(range(1, 41)), 4)
    orders = [one.batches(0), one.batches(1), sampler(list(range(1, 41)), 4, seed=1).batches(0)]
    assert orders[0] != orders[1] != orders[2] != orders[0]
    assert one.batches(0) == orders[0]
