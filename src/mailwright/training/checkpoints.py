"""Checkpoints: written whole or not at all, every few minutes and at each evaluation, with all random states."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from lightning.pytorch import Callback

from mailwright.training.errors import TrainingError

if TYPE_CHECKING:
    from lightning.pytorch import Trainer

    from mailwright.training.config import TrainConfig

LAST: Final = "last.ckpt"
BEST: Final = "best.ckpt"
SUBSTANCE: Final = "mailwright_config"


class Checkpoints(Callback):
    """Saves a run so that going on from there equals never having stopped."""

    def __init__(self, folder: Path, config: TrainConfig) -> None:
        self._folder = folder
        self._config = config
        self._every = config.run.save_minutes * 60
        self._saved_at = time.monotonic()
        self._saved_step = -1
        self._restored: dict[str, Any] | None = None

    def save(self, trainer: Trainer, *, best: bool = False) -> None:
        """Write ``last.ckpt``, and ``best.ckpt`` if this is the best model so far."""
        step = trainer.global_step
        if step != self._saved_step or best:
            for name in (LAST, BEST) if best else (LAST,):
                self._write(trainer, self._folder / name)
        self._saved_step, self._saved_at = step, time.monotonic()

    def is_due(self) -> bool:
        """Return whether the last checkpoint is old enough for another."""
        return time.monotonic() - self._saved_at >= self._every

    def on_save_checkpoint(self, _trainer: Any, _module: Any, checkpoint: dict[str, Any]) -> None:
        """Put the recipe beside the weights."""
        checkpoint[SUBSTANCE] = self._config.substance()

    def state_dict(self) -> dict[str, Any]:
        """Return the random states of Python, NumPy and torch, in plain types."""
        name, keys, *rest = np.random.get_state(legacy=True)
        return {
            "python": list(random.getstate()[1]),
            "gauss": random.getstate()[2],
            "numpy": [name, [int(key) for key in keys], *rest],
            "torch": torch.get_rng_state(),
            "cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Remember random states until training begins, for to set a run up draws from them too."""
        self._restored = state

    def on_train_start(self, trainer: Trainer, _module: Any) -> None:
        """Set the random states of the checkpoint that the run goes on from."""
        self._saved_at = time.monotonic()
        if self._restored is None:
            return
        self._saved_step = trainer.global_step
        state, self._restored = self._restored, None
        random.setstate((3, tuple(state["python"]), state["gauss"]))
        name, keys, *rest = state["numpy"]
        np.random.set_state((name, np.array(keys, np.uint32), *rest))
        torch.set_rng_state(state["torch"])
        if state["cuda"] and torch.cuda.is_available():
            torch.cuda.set_rng_state_all(state["cuda"])

    def _write(self, trainer: Trainer, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.tmp")
        trainer.save_checkpoint(temporary)
        if trainer.is_global_zero:
            if temporary.is_dir():  # a sharded checkpoint
                import shutil

                shutil.rmtree(path, ignore_errors=True)
            temporary.replace(path)
        trainer.strategy.barrier("checkpoint")


def read_checkpoint(path: Path) -> dict[str, Any]:
    """Return what is in a checkpoint's file, tensors not yet read from the disk.

    Raises:
        TrainingError: it is damaged or no checkpoint.
    """
    try:
        checkpoint = torch.load(path, map_location="cpu", mmap=True, weights_only=True)
    except Exception as error:
        raise TrainingError(f"cannot read the checkpoint {path}: {str(error).splitlines()[0]}") from error
    if not isinstance(checkpoint, dict) or SUBSTANCE not in checkpoint:
        raise TrainingError(f"{path} is no checkpoint of mailwright")
    return checkpoint


def check_resumable(checkpoint: dict[str, Any], config: TrainConfig, data_sha256: str) -> None:
    """Make sure that a run which goes on is the run that was begun.

    Raises:
        TrainingError: the data set or a setting that the weights depend on is another one; names it.
    """
    before, now = _flat(checkpoint[SUBSTANCE]), _flat(config.substance())
    changed = [key for key in sorted({*before, *now}) if before.get(key) != now.get(key)]
    if changed:
        listed = ", ".join(f"{key} was {before.get(key)!r} and is {now.get(key)!r}" for key in changed)
        raise TrainingError(f"the run was begun with another recipe: {listed}: change it back or begin another run")
    began = checkpoint["PairsData"]["data_sha256"]
    if began != data_sha256:
        raise TrainingError(
            f"the data set in {config.data.folder} is not the one that the run was begun with (sha256 "
            f"{data_sha256[:12]}... instead of {began[:12]}...): bring that one back or begin another run"
        )


def _flat(settings: dict[str, Any], before: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in settings.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{before}{key}.")
        else:
            flat[before + key] = list(value) if isinstance(value, tuple) else value
    return flat
