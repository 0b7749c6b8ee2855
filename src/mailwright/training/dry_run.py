"""What a run would do, without training: one example as the model sees it, counts, memory and time."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import TYPE_CHECKING, Final

from mailwright.training.estimate import T4_SPEED, Shape, estimate, shape_of, speed_here
from mailwright.training.precision import FP16_SAFE

if TYPE_CHECKING:
    from mailwright.training.precision import Resolved
    from mailwright.training.setup import Setup

OPEN: Final = "⟦"
CLOSE: Final = "⟧"
"""What stands around the text that the loss is on."""


def describe(setup: Setup) -> Iterator[str]:
    """Yield the lines of a dry run."""
    yield from _example(setup)
    yield ""
    yield from _counts(setup)
    shape = shape_of(setup)
    yield f"model: {shape.parameters / 1e6:,.1f} M parameters, {shape.trained / 1e6:,.2f} M of them trained"
    yield from _estimates(setup, shape)


def _example(setup: Setup) -> Iterator[str]:
    decode, encoded = setup.tokenizer.decode, setup.data.train.encoded[0]
    yield f"example {setup.data.train.examples[0].id}; the loss is on what stands in {OPEN} {CLOSE}:"
    prompt, target = decode(list(encoded.prompt)), decode(list(encoded.target))
    between = "\n" if setup.base.kind == "seq2seq" else ""
    yield from f"{prompt}{between}{OPEN}{target}{CLOSE}".split("\n")


def _counts(setup: Setup) -> Iterator[str]:
    data, config = setup.data, setup.config
    for name, usable in (("train", data.train), ("validation", data.validation)):
        lengths, targets = usable.lengths, sum(len(encoded.target) for encoded in usable.encoded)
        yield (
            f"{name}: {len(lengths):,} examples, {sum(lengths):,} tokens, {targets:,} of them targets; "
            f"an example has {min(lengths)} to {max(lengths)} tokens, half of them up to {median(lengths):.0f}"
        )
        for reason, count in usable.dropped.items():
            yield f"{name}: left out: {count:,} ({reason})"
        if usable.unknown:
            yield f"{name}: {usable.unknown:,} target tokens stand for characters that the tokenizer does not know"
    yield (
        f"steps: {len(data.sampler):,} of {config.batch.size} examples, {data.steps_an_epoch:,} an epoch; "
        f"{setup.precision} on {setup.accelerator}"
    )


def _estimates(setup: Setup, shape: Shape) -> Iterator[str]:
    here = estimate(setup, shape, setup.precision, speed_here(setup.precision, setup.accelerator))
    yield f"this machine, estimated: {here.memory / 1e9:.1f} GB, {_duration(here.seconds)}"
    precision: Resolved = "fp16" if setup.base.architecture in FP16_SAFE else "fp32"
    there = estimate(setup, shape, precision, T4_SPEED[precision])
    fits = "" if there.memory < 15e9 else ": more than it has, so lower batch.tokens_at_once or use lora"
    yield f"NVIDIA T4 in {precision}, estimated: {there.memory / 1e9:.1f} GB{fits}, {_duration(there.seconds)}"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
