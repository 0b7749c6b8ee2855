"""All figures of an example that may change: numbers, times, days, and the digits of references."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailwright.corpus.augmentation.clock import Clock, clock_of, shift_clock
from mailwright.corpus.augmentation.days import Days, days_of, shift_days
from mailwright.corpus.augmentation.digits import Code, codes_of, resample_codes
from mailwright.corpus.augmentation.occurrences import Pieces, groups_of, merge
from mailwright.corpus.augmentation.quantities import Quantities, quantities_of, resample
from mailwright.corpus.augmentation.texts import texts_of

if TYPE_CHECKING:
    import random

    from mailwright.corpus.example import Example


@dataclass(frozen=True, eq=False)
class Figures:
    """What resampling has to know of one example; made once for all its variants."""

    quantities: Quantities
    clock: Clock
    days: Days
    codes: tuple[Code, ...]


def figures_of(example: Example) -> Figures:
    """Return the figures of ``example`` that can change in all its texts alike."""
    groups = groups_of(example)
    texts = texts_of(example)
    return Figures(
        quantities_of(groups, example.language),
        clock_of(groups),
        days_of(groups, texts.values(), example.language),
        codes_of(groups),
    )


def resample_figures(figures: Figures, rng: random.Random) -> Pieces:
    """Return the replacements that give numbers, times and days other values."""
    return merge(
        (resample(figures.quantities, rng), shift_clock(figures.clock, rng), shift_days(figures.days, rng))
    )


def resample_references(figures: Figures, rng: random.Random) -> Pieces:
    """Return the replacements that give phone numbers and identifiers other digits."""
    return resample_codes(figures.codes, rng)
