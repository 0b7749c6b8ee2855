"""The order of examples: length-bucketed batches of all epochs, a function of the seed alone; stateful."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

_LENGTH_JITTER: Final = 0.05  # so that neighbours in length change from epoch to epoch


@dataclass(frozen=True, slots=True)
class Place:
    """One step's examples: the epoch (from 0) and their indices in the data."""

    epoch: int
    indices: tuple[int, ...]


class BucketSampler:
    """Yields the steps of a run from ``position`` on.

    In each epoch the examples are shuffled, cut into groups of ``bucket`` batches, sorted by length within each
    group, cut into batches, and the batches are shuffled. Examples that fill no batch stay out of that epoch
    (others of another one), unless there is but one batch.
    """

    def __init__(self, lengths: Sequence[int], *, size: int, bucket: int, seed: int, steps: int) -> None:
        """Make a sampler.

        Args:
            lengths: tokens of each example.
            size: examples a step.
            bucket: batches a group.
            seed: of the order.
            steps: of the whole run.
        """
        self._lengths = lengths
        self._size = size
        self._bucket = bucket
        self._seed = seed
        self._steps = steps
        self.position = 0

    def __len__(self) -> int:
        return self._steps

    def __iter__(self) -> Iterator[Place]:
        epoch, start = divmod(self.position, self.steps_an_epoch)
        left = self._steps - self.position
        while left > 0:
            batches = self.batches(epoch)[start:][:left]
            yield from (Place(epoch, batch) for batch in batches)
            left -= len(batches)
            epoch, start = epoch + 1, 0

    @property
    def steps_an_epoch(self) -> int:
        """How many steps one pass over the data takes, at least 1."""
        return max(1, len(self._lengths) // self._size)

    def batches(self, epoch: int) -> list[tuple[int, ...]]:
        """Return the batches of one epoch in their order."""
        rng = random.Random(f"{self._seed}:{epoch}")
        order = list(range(len(self._lengths)))
        rng.shuffle(order)
        order = order[: self.steps_an_epoch * self._size]
        batches: list[tuple[int, ...]] = []
        group = self._size * self._bucket
        for start in range(0, len(order), group):
            some = order[start : start + group]
            keys = {index: self._lengths[index] * rng.uniform(1 - _LENGTH_JITTER, 1) for index in some}
            some.sort(key=keys.__getitem__)
            batches += [tuple(some[at : at + self._size]) for at in range(0, len(some), self._size)]
        rng.shuffle(batches)
        return batches

    def state_dict(self) -> dict[str, Any]:
        """Return where the sampler is."""
        return {"position": self.position}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on where another sampler was."""
        self.position = int(state["position"])
