"""What a user names on the command line -> the systems that are evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mailwright.evaluation.baselines import BASELINES, Baseline
from mailwright.evaluation.cases import EvaluationError
from mailwright.evaluation.drafting import System
from mailwright.evaluation.modelled import Settings, SingleDrafter, WriterDrafter, load

if TYPE_CHECKING:
    from mailwright.evaluation.drafter import Mode

UNTUNED: Final = "base"
"""The name under which the small base is evaluated untuned."""


def systems_of(
    models: Sequence[str], modes: Sequence[Mode], settings: Settings, engine: str = "auto"
) -> list[System]:
    """Return a system for each model and mode; baselines have the mode ``single`` alone.

    Args:
        models: ``glue``, ``echo``, ``base`` (the untuned small base), a bundle's name or folder, a GGUF file; each
            may be called otherwise in the report, ``NAME=MODEL``.
        modes: how models are drawn from.
        settings: sampling.
        engine: ``auto`` or an engine's name.

    Raises:
        EvaluationError: two models have one name.
        ModelError: there is no such model, or its weights cannot be had or trusted.
    """
    named = _named(models)
    systems = []
    for name, model in named.items():
        if model in BASELINES:
            systems.append(System(name, Baseline(model)))
            continue
        for mode in modes:  # each with an engine of its own, which is started only if it has something to write
            loaded = load("smollm2-135m-instruct" if model == UNTUNED else model, engine)
            made = SingleDrafter(loaded, settings) if mode == "single" else WriterDrafter(loaded, settings)
            systems.append(System(name, made))
    return systems


def _named(models: Sequence[str]) -> dict[str, str]:
    """Return models by the names that the report shows: the last part of a path, where that is not ambiguous."""
    shorts = [_short(model) for model in models]
    named: dict[str, str] = {}
    for model, short in zip(models, shorts, strict=True):
        label, given, rest = model.partition("=")
        name, what = (label, rest) if given else (short if shorts.count(short) == 1 else model, model)
        if not name or not what:
            raise EvaluationError(f"{model!r} names nothing: write NAME=MODEL or MODEL")
        if name in named:
            raise EvaluationError(f"two models are called {name}: give one another name, OTHER={what}")
        named[name] = what
    return named


def _short(model: str) -> str:
    path = Path(model)
    return path.stem if path.suffix == ".gguf" else path.name or model
