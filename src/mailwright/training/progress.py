"""How far a run is: loss, tokens a second and time left; a bar on a terminal, plain lines elsewhere; on stderr."""

from __future__ import annotations

import sys
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from lightning.pytorch import Callback

if TYPE_CHECKING:
    from lightning.pytorch import Trainer

    from mailwright.training.config import TrainConfig
    from mailwright.training.evaluation import Evaluated
    from mailwright.training.journal import Journal

_RECENT: Final = 50  # steps that speed and shown loss are a mean of


class Watch(Callback):
    """Logs and shows every step of a run."""

    def __init__(self, config: TrainConfig, steps: int, journal: Journal | None) -> None:
        """Make a watch.

        Args:
            config: the recipe.
            steps: of the whole run.
            journal: what is logged to; None on all devices but the first.
        """
        self._every = config.run.show_seconds
        self._steps = steps
        self._journal = journal
        self._recent: deque[tuple[float, float, float]] = deque(maxlen=_RECENT)  # seconds, tokens, loss
        self._begun = self._next = 0.0
        self._shown: _Bar | None = None

    def on_train_start(self, trainer: Trainer, _module: Any) -> None:
        """Begin to show."""
        if self._journal and sys.stderr.isatty():
            self._shown = _Bar(self._steps, trainer.global_step)

    def on_train_batch_start(self, *_: object) -> None:
        """Begin to measure a step; evaluations between steps are not counted in."""
        self._begun = time.monotonic()

    def on_train_batch_end(self, trainer: Trainer, module: Any, outputs: Any, batch: Any, _index: int) -> None:
        """Log and show a step."""
        seconds = time.monotonic() - self._begun
        loss, tokens = float(outputs["loss"]), float(outputs["tokens"]) * trainer.world_size
        self._recent.append((seconds, tokens, loss))
        step, rate = trainer.global_step, float(outputs["learning_rate"])
        if self._journal:
            entry = {
                "step": step,
                "epoch": batch.epoch,
                "loss": round(loss, 5),
                **({"preference": round(float(outputs["preference"]), 5)} if "preference" in outputs else {}),
                "learning_rate": rate,
                "gradient_norm": round(module.gradient_norm, 4),
                "tokens": int(tokens),
                "seconds": round(seconds, 3),
                **({"refused": batch.refused} if batch.refused else {}),
            }
            self._journal.put(entry)
            self._show(step)
        values = {"loss": loss, "learning_rate": rate, "gradient_norm": module.gradient_norm}
        _to_loggers(trainer, {f"train/{name}": value for name, value in values.items()})

    def tell(self, trainer: Trainer, found: Evaluated) -> None:
        """Log and show an evaluation."""
        _to_loggers(trainer, {"validation/loss": found.loss, "validation/bits_per_byte": found.bits_per_byte})
        if self._journal is None:
            return
        drafts = [
            {
                "id": draft.id,
                "subject": draft.subject,
                "body": draft.body,
                "covered": draft.covered,
                "points": draft.points,
                "unsupported": list(draft.unsupported),
            }
            for draft in found.drafts
        ]
        figures = {
            "step": found.step,
            "validation_loss": round(found.loss, 5),
            "bits_per_byte": round(found.bits_per_byte, 5),
            **({} if found.preference is None else {"preference": round(found.preference, 5)}),
            "best": found.best,
            "seconds": round(found.seconds, 1),
        }
        self._journal.put({**figures, "drafts": drafts})
        mark = ", the best so far" if found.best else ""
        preference = "" if found.preference is None else f", preference {found.preference:.4f}"
        figures_said = f"validation loss {found.loss:.4f}, {found.bits_per_byte:.4f} bits/byte{preference}"
        self._say(f"step {found.step}: {figures_said}{mark}")

    def on_train_end(self, *_: object) -> None:
        """Stop showing."""
        self._stop()

    def on_exception(self, *_: object) -> None:
        """Stop showing."""
        self._stop()

    def _show(self, step: int) -> None:
        now = time.monotonic()
        seconds = sum(recent[0] for recent in self._recent)
        speed = sum(recent[1] for recent in self._recent) / max(seconds, 1e-9)
        loss = sum(recent[2] for recent in self._recent) / len(self._recent)
        left = seconds / len(self._recent) * (self._steps - step)
        text = f"loss {loss:.4f}, {speed:.0f} tokens/s, {_clock(left)} left"
        if self._shown:
            self._shown.show(step, text)
        elif now >= self._next or step == self._steps:
            self._next = now + self._every
            self._say(f"step {step} of {self._steps}: {text}")

    def _say(self, line: str) -> None:
        if self._shown:
            self._shown.say(line)
        else:
            print(line, file=sys.stderr, flush=True)

    def _stop(self) -> None:
        if self._shown:
            self._shown.stop()
            self._shown = None


class _Bar:
    def __init__(self, steps: int, done: int) -> None:
        from rich import progress
        from rich.console import Console

        self._bar = progress.Progress(
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TimeElapsedColumn(),
            progress.TextColumn("{task.description}"),
            console=Console(stderr=True),
        )
        self._task = self._bar.add_task("training", total=steps, completed=done)
        self._bar.start()

    def show(self, step: int, text: str) -> None:
        self._bar.update(self._task, completed=step, description=text)

    def say(self, line: str) -> None:
        self._bar.console.print(line, markup=False, highlight=False)

    def stop(self) -> None:
        self._bar.stop()


def _to_loggers(trainer: Trainer, values: dict[str, float]) -> None:
    for logger in trainer.loggers:
        logger.log_metrics(values, step=trainer.global_step)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
