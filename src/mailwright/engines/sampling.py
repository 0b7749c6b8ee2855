"""Drawing the next tokens of a batch, each row by itself: its own temperature, nucleus and random numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch


@dataclass(frozen=True, eq=False)
class Chance:
    """How one sequence is drawn: ``temperature`` 0 is greedy, ``top_p`` in (0, 1], and its own generator."""

    temperature: float
    top_p: float
    generator: Any

    @classmethod
    def of(cls, temperature: float, top_p: float, seed: int) -> Chance:
        """Return a chance whose random numbers begin with ``seed``, the same ones on every machine."""
        return cls(temperature, top_p, torch.Generator().manual_seed(seed))


def draw(logits: Any, chances: Sequence[Chance]) -> list[int]:
    """Return the next token of each row.

    A row's token depends on its logits and its chance alone, not on the other rows.

    Args:
        logits: shape (rows, vocabulary).
        chances: one a row.
    """
    tokens: list[int] = logits.argmax(-1).tolist()
    for whole in (True, False):  # the nucleus needs an order, which costs time
        rows = [i for i, one in enumerate(chances) if one.temperature > 0 and (one.top_p >= 1) is whole]
        if rows:
            for row, token in zip(rows, _draw(logits[rows], [chances[i] for i in rows], whole), strict=True):
                tokens[row] = token
    return tokens


def log_probabilities(logits: Any, tokens: Sequence[int]) -> list[float]:
    """Return the natural logarithm of the probability that each row, ``(rows, vocabulary)``, gives its token."""
    logits = logits.float()
    chosen = logits.gather(-1, torch.tensor(tokens, device=logits.device)[:, None])[:, 0]
    found: list[float] = (chosen - logits.logsumexp(-1)).tolist()
    return found


def _draw(logits: Any, chances: Sequence[Chance], whole: bool) -> list[int]:
    """Draw by the inverse of the cumulative distribution, with one random number a row."""
    heat = logits.new_tensor([one.temperature for one in chances]).float()[:, None]
    shares = torch.softmax(logits.float() / heat, -1)
    order = None
    if not whole:
        shares, order = torch.sort(shares, descending=True, stable=True)
        nucleus = shares.new_tensor([one.top_p for one in chances])[:, None]
        shares = torch.where(shares.cumsum(-1) - shares < nucleus, shares, 0)  # the first is always in
    heaps = shares.double().cumsum(-1)
    numbers = torch.stack([torch.rand((), generator=one.generator, dtype=torch.float64) for one in chances])
    targets = numbers.to(heaps.device)[:, None] * heaps[:, -1:]
    found = torch.searchsorted(heaps, targets, right=True).clamp(max=heaps.shape[-1] - 1)
    if order is not None:
        found = order.gather(-1, found)
    drawn: list[int] = found[:, 0].tolist()
    return drawn
