"""The run folder: what lies where.

```
runs/<name>/
  config.yaml         the recipe with all options, as the run was begun
  log.jsonl           every step and evaluation
  checkpoints/        last.ckpt to go on from, best.ckpt by validation loss: what is trained, the optimiser, the
                      place in the data, random states, and the data set's digest
  tensorboard/        the same figures for TensorBoard
  report.html         curves and drafts
  adapter/ or model/  the best weights as peft or transformers write them, with the tokenizer
  facts.json          what the export of the model must know
  bundle/             the model as it is served
```
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mailwright.training.checkpoints import BEST, LAST
from mailwright.training.errors import TrainingError
from mailwright.training.journal import LOG
from mailwright.training.recipe import dump_config

if TYPE_CHECKING:
    from mailwright.training.config import TrainConfig

CONFIG: Final = "config.yaml"


@dataclass(frozen=True)
class RunFolder:
    """The places in one run's folder."""

    path: Path

    @property
    def checkpoints(self) -> Path:
        """Where checkpoints lie."""
        return self.path / "checkpoints"

    @property
    def last(self) -> Path:
        """The checkpoint that a run goes on from."""
        return self.checkpoints / LAST

    @property
    def best(self) -> Path:
        """The checkpoint with the lowest validation loss."""
        return self.checkpoints / BEST

    @property
    def log(self) -> Path:
        """Every step and evaluation."""
        return self.path / LOG

    @property
    def report(self) -> Path:
        """Curves and drafts."""
        return self.path / "report.html"

    @property
    def bundle(self) -> Path:
        """The model as it is served."""
        return self.path / "bundle"


def begin_run(config: TrainConfig, *, private: bool, resume: bool, force: bool) -> tuple[RunFolder, bool]:
    """Return the folder of a run, made or found again, and whether there is a checkpoint to go on from.

    Args:
        config: the recipe.
        private: whether the data is: nobody else may enter the folder then.
        resume: go on with the run that lies there, if one does.
        force: throw away what lies there.

    Raises:
        TrainingError: something lies there and neither is asked for.
        OSError: the folder cannot be written to.
    """
    folder = RunFolder(config.run_folder)
    if not is_first_process():  # the first one has made the folder, and waits for the others
        return folder, folder.last.exists()
    if force and (folder.path / CONFIG).is_file() and not resume:
        shutil.rmtree(folder.path)
    if folder.path.exists() and any(folder.path.iterdir()):
        if not (folder.path / CONFIG).is_file():
            raise TrainingError(f"{folder.path} is there and is no run: choose another name")
        if not resume:
            raise TrainingError(
                f"{folder.path} holds a run already: --resume goes on with it, --force throws it away, "
                "--name begins another one"
            )
        return folder, folder.last.exists()
    folder.path.parent.mkdir(parents=True, exist_ok=True)
    folder.path.mkdir(mode=0o700 if private else 0o755, exist_ok=True)
    (folder.path / CONFIG).write_text(dump_config(config), encoding="utf-8")
    return folder, False


def is_first_process() -> bool:
    """Return whether this process is the one of all that train together which writes to the run's folder."""
    from lightning.pytorch.utilities import rank_zero_only

    return int(getattr(rank_zero_only, "rank", 0)) == 0
