"""Ctrl-C and SIGTERM: the step that runs is finished, the run is saved, then it ends."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

from lightning.pytorch import Callback

if TYPE_CHECKING:
    from lightning.pytorch import Trainer

    from mailwright.training.checkpoints import Checkpoints


class Interruption(Callback):
    """Saves when it is time for it, and saves and stops the run after a step during which it was asked to end."""

    def __init__(self, checkpoints: Checkpoints) -> None:
        self._checkpoints = checkpoints
        self.asked = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take signals for a wish to end; the second one ends at once, as ever."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._note) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def on_train_batch_end(self, trainer: Trainer, *_: object) -> None:
        """Save if asked to end or if the last checkpoint is old."""
        # Every device must do the same, and a signal may reach one of them first.
        asked = trainer.strategy.reduce_boolean_decision(self.asked, all=False)
        due = trainer.strategy.reduce_boolean_decision(self._checkpoints.is_due(), all=False)
        if asked or due:
            self._checkpoints.save(trainer)
        if asked:
            self.asked = True
            trainer.should_stop = True

    def _note(self, number: int, _frame: FrameType | None) -> Any:
        if self.asked:
            signal.signal(number, signal.SIG_DFL)
            raise KeyboardInterrupt
        self.asked = True
        print("saving after this step; once more ends at once", file=sys.stderr, flush=True)
