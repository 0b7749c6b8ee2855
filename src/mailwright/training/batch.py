"""Batches: one step's examples as padded tensors, in portions that fit a device."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import torch

from mailwright.training.encoding import Encoded

if TYPE_CHECKING:
    from mailwright.training.config import Kind

IGNORED: Final = -100
"""The label of a token that the loss passes over, as torch.nn.functional.cross_entropy has it."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Some examples of a step, side by side.

    Attributes:
        inputs: ids, ``(examples, tokens)``: for causal models prompt and target, for seq2seq the prompt.
        mask: 1 where ``inputs`` is no padding, of the same shape.
        labels: the target's ids and ``IGNORED`` elsewhere: for causal models of the shape of ``inputs``, for
            seq2seq ``(examples, target tokens)``.
        targets: labels that are not ignored.
        tokens: of all examples, without padding.
        bytes: of the targets as UTF-8.
    """

    inputs: torch.Tensor
    mask: torch.Tensor
    labels: torch.Tensor
    targets: int
    tokens: int
    bytes: int

    def to(self, device: torch.device) -> Portion:
        """Return the portion on a device."""
        return replace(
            self, inputs=self.inputs.to(device), mask=self.mask.to(device), labels=self.labels.to(device)
        )


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of the optimiser learns from on one device.

    Attributes:
        portions: in which its examples are worked off, in order.
        targets: labels of the whole step on all devices: what the sum of losses is divided by.
        epoch: from 0.
        refused: variants that could not be learnt from, so that their sources were taken instead.
    """

    portions: tuple[Portion, ...]
    targets: int
    epoch: int
    refused: int = 0

    def to(self, device: torch.device) -> Step:
        """Return the step on a device."""
        return replace(self, portions=tuple(portion.to(device) for portion in self.portions))


def portions_of(examples: Sequence[Encoded], kind: Kind, padding: int, tokens_at_once: int) -> tuple[Portion, ...]:
    """Return examples as padded tensors, the longest first, no more than ``tokens_at_once`` at a time.

    An example that is longer by itself makes a portion of its own.
    """
    return tuple(_portion(some, kind, padding) for some in _groups(examples, kind, tokens_at_once))


def _groups(examples: Sequence[Encoded], kind: Kind, tokens_at_once: int) -> Iterator[list[Encoded]]:
    group: list[Encoded] = []
    width = 0
    for example in sorted(examples, key=lambda example: _width(example, kind), reverse=True):
        if group and width * (len(group) + 1) > tokens_at_once:
            yield group
            group = []
        if not group:
            width = _width(example, kind)
        group.append(example)
    if group:
        yield group


def _width(example: Encoded, kind: Kind) -> int:
    return max(len(example.prompt), len(example.target)) if kind == "seq2seq" else example.tokens


def _portion(examples: Sequence[Encoded], kind: Kind, padding: int) -> Portion:
    if kind == "seq2seq":
        inputs = [example.prompt for example in examples]
        labels = [example.target for example in examples]
    else:
        inputs = [example.prompt + example.target for example in examples]
        labels = [(IGNORED,) * len(example.prompt) + example.target for example in examples]
    return Portion(
        inputs=_padded(inputs, padding),
        mask=_padded([(1,) * len(ids) for ids in inputs], 0),
        labels=_padded(labels, IGNORED),
        targets=sum(len(example.target) for example in examples),
        tokens=sum(example.tokens for example in examples),
        bytes=sum(example.bytes for example in examples),
    )


def _padded(rows: Sequence[Sequence[int]], padding: int) -> Any:
    width = max(map(len, rows))
    return torch.tensor([[*row, *[padding] * (width - len(row))] for row in rows])
