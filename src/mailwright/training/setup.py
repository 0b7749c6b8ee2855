"""What a run is made of, before anything of it is trained: recipe, base, tokenizer, data, machine."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mailwright.prompt import PromptFormat
from mailwright.training.base import find_base, load_tokenizer
from mailwright.training.crosscheck import cross_check
from mailwright.training.data import PairsData
from mailwright.training.encoding import Encoder
from mailwright.training.line_ends import with_line_ends
from mailwright.training.precision import accelerator_here, resolve_precision

if TYPE_CHECKING:
    from mailwright.training.base import Base
    from mailwright.training.config import TrainConfig
    from mailwright.training.precision import Resolved


@dataclass(frozen=True)
class Setup:
    """What a run is made of."""

    config: TrainConfig
    base: Base
    tokenizer: Any
    encoder: Encoder
    data: PairsData
    precision: Resolved
    accelerator: str


def set_up(config: TrainConfig) -> Setup:
    """Check a recipe, find its base, and read and encode its data.

    Raises:
        ConfigError: settings contradict each other, the base or the machine.
        TrainingError: the base or the data cannot be trained with.
    """
    from mailwright.models import open_progress

    cross_check(config)
    with open_progress(sys.stderr) as progress:
        base = find_base(config.base, progress)
    accelerator = accelerator_here(config.machine.accelerator)
    precision = resolve_precision(config.machine.precision, base.architecture, accelerator)
    with quiet():
        tokenizer = with_line_ends(load_tokenizer(base))
        layout = PromptFormat(config.prompt.version, config.prompt.wrap)
        encoder = Encoder(tokenizer, layout, base.kind, config)
        padding = encoder.end if tokenizer.pad_token_id is None else tokenizer.pad_token_id
        data = PairsData(config, encoder, kind=base.kind, padding=padding)
    return Setup(config, base, tokenizer, encoder, data, precision, accelerator)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the libraries' advice to programmers from the user."""
    loggers = [logging.getLogger(name) for name in ("lightning.pytorch", "lightning.fabric", "transformers")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
