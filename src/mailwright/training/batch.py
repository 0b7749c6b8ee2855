"""Batches: one step's examples as padded tensors, in portions that fit a device."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Self

import torch

from mailwright.training.encoding import Encoded

if TYPE_CHECKING:
    from mailwright.training.config import Kind

_Ids = tuple[int, ...]
IGNORED: Final = -100
"""The label of a token that the loss passes over, as torch.nn.functional.cross_entropy has it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Prompts and e-mails, side by side.

    Attributes:
        inputs: ids, ``(examples, tokens)``: for causal models prompt and target, for seq2seq the prompt.
        mask: 1 where ``inputs`` is no padding, of the same shape.
        labels: the target's ids and ``IGNORED`` elsewhere: for causal models of the shape of ``inputs``, for
            seq2seq ``(examples, target tokens)``.
    """

    inputs: torch.Tensor
    mask: torch.Tensor
    labels: torch.Tensor

    def to(self, device: torch.device) -> Self:
        """Return the rows on a device."""
        return replace(
            self, inputs=self.inputs.to(device), mask=self.mask.to(device), labels=self.labels.to(device)
        )


@dataclass(frozen=True, slots=True)
class Rejected(Rows):
    """Worse e-mails for some examples of a portion.

    Attributes:
        beside: the row of the portion that each is worse than.
    """

    beside: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Portion(Rows):
    """Some examples of a step.

    Attributes:
        targets: labels that are not ignored.
        tokens: of all examples, without padding.
        bytes: of the targets as UTF-8.
        rejected: worse e-mails; None if no example has one.
    """

    targets: int
    tokens: int
    bytes: int
    rejected: Rejected | None = None

    def to(self, device: torch.device) -> Self:
        """Return the portion on a device."""
        moved = Rows.to(self, device)
        return replace(moved, rejected=self.rejected.to(device) if self.rejected else None)


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of the optimiser learns from on one device.

    Attributes:
        portions: in which its examples are worked off, in order.
        targets: labels of the whole step on all devices: what the sum of losses is divided by.
        preferences: rejected e-mails of the whole step on all devices.
        epoch: from 0.
        refused: variants that could not be learnt from, so that their sources were taken instead.
    """

    portions: tuple[Portion, ...]
    targets: int
    epoch: int
    refused: int = 0
    preferences: int = 0

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
    """The tokens that an example takes side by side with others; a rejected e-mail is a second row."""
    written = max(len(example.target), len(example.rejected))
    width = max(len(example.prompt), written) if kind == "seq2seq" else len(example.prompt) + written
    return 2 * width if example.rejected else width


def _portion(examples: Sequence[Encoded], kind: Kind, padding: int) -> Portion:
    worse = [row for row, example in enumerate(examples) if example.rejected]
    rejected = (
        _rows([(examples[row].prompt, examples[row].rejected) for row in worse], kind, padding) if worse else ()
    )
    return Portion(
        *_rows([(example.prompt, example.target) for example in examples], kind, padding),
        targets=sum(len(example.target) for example in examples),
        tokens=sum(example.tokens for example in examples),
        bytes=sum(example.bytes for example in examples),
        rejected=Rejected(*rejected, beside=tuple(worse)) if rejected else None,
    )


def _rows(pairs: Sequence[tuple[_Ids, _Ids]], kind: Kind, padding: int) -> tuple[Any, Any, Any]:
    """Return inputs, mask and labels of prompts and what is written for them."""
    if kind == "seq2seq":
        inputs = [prompt for prompt, _ in pairs]
        labels = [written for _, written in pairs]
    else:
        inputs = [prompt + written for prompt, written in pairs]
        labels = [(IGNORED,) * len(prompt) + written for prompt, written in pairs]
    return (
        _padded(inputs, padding),
        _padded([(1,) * len(ids) for ids in inputs], 0),
        _padded(labels, IGNORED),
    )


def _padded(rows: Sequence[Sequence[int]], padding: int) -> Any:
    width = max(map(len, rows))
    return torch.tensor([[*row, *[padding] * (width - len(row))] for row in rows])
