"""Evaluations of a run: loss on the validation split, drafts to read, the best so far, and when to give up."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from lightning.pytorch import Callback

from mailwright.training.checkpoints import Checkpoints
from mailwright.training.samples import Drafted, draft_samples

if TYPE_CHECKING:
    from lightning.pytorch import Trainer

    from mailwright.training.config import EvaluationConfig
    from mailwright.training.data import PairsData
    from mailwright.training.encoding import Encoder
    from mailwright.training.module import DraftModule


@dataclass(frozen=True)
class Evaluated:
    """What one look at the validation split found.

    Attributes:
        step: of the run.
        loss: nats a target token, with the preference loss where preferences are learnt.
        bits_per_byte: of the target's UTF-8.
        preference: the mean preference loss; None where preferences are not learnt.
        best: whether no earlier loss was lower.
        drafts: e-mails that were written.
        seconds: that it took.
    """

    step: int
    loss: float
    bits_per_byte: float
    preference: float | None
    best: bool
    drafts: tuple[Drafted, ...]
    seconds: float


class Evaluations(Callback):
    """Looks at the validation split at steps fixed beforehand, then saves."""

    def __init__(
        self,
        config: EvaluationConfig,
        data: PairsData,
        encoder: Encoder,
        tokenizer: Any,
        checkpoints: Checkpoints,
        tell: Callable[[Trainer, Evaluated], None],
    ) -> None:
        self._config = config
        self._data = data
        self._encoder = encoder
        self._tokenizer = tokenizer
        self._checkpoints = checkpoints
        self._tell = tell
        self._interval = max(1, round(config.every * data.steps_an_epoch))
        self.best_loss = math.inf
        self.best_step = -1
        self._worse = 0

    def on_train_start(self, trainer: Trainer, _module: Any) -> None:
        """End a run that had run out of patience when it was saved."""
        trainer.should_stop = trainer.should_stop or self._has_no_patience()

    def on_train_batch_end(self, trainer: Trainer, module: Any, *_: object) -> None:
        """Evaluate if it is time for it."""
        step = trainer.global_step
        if step % self._interval and step != len(self._data.sampler):
            return
        found = self.evaluate(trainer, module)
        self._tell(trainer, found)
        self._checkpoints.save(trainer, best=found.best)
        if self._has_no_patience():
            trainer.should_stop = True

    def evaluate(self, trainer: Trainer, module: DraftModule) -> Evaluated:
        """Return what the model is worth now; leaves no trace in any random state."""
        start = time.monotonic()
        with torch.random.fork_rng(), torch.no_grad(), trainer.precision_plugin.forward_context():
            module.eval()
            entropy, preference, *counts = self._sums(trainer, module)
            tokens, preferences, size = map(int, counts)
            drafts: tuple[Drafted, ...] = ()
            if self._config.drafts and trainer.is_global_zero:
                examples = self._data.validation.examples[: self._config.drafts]
                drafts = draft_samples(module.model, self._tokenizer, self._encoder, examples, self._config)
            module.train()
        trainer.strategy.barrier("evaluation")
        mean = float(module.loss((torch.tensor(entropy), torch.tensor(preference)), tokens, preferences))
        best = mean < self.best_loss
        self._worse = 0 if best else self._worse + 1
        if best:
            self.best_loss, self.best_step = mean, trainer.global_step
        bits = entropy / math.log(2) / size
        preferred = preference / preferences if preferences else None
        return Evaluated(trainer.global_step, mean, bits, preferred, best, drafts, time.monotonic() - start)

    def state_dict(self) -> dict[str, Any]:
        """Return what later evaluations are compared with."""
        return {"best_loss": self.best_loss, "best_step": self.best_step, "worse": self._worse}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from another run's evaluations."""
        self.best_loss, self.best_step, self._worse = state["best_loss"], state["best_step"], state["worse"]

    def _has_no_patience(self) -> bool:
        return self._config.patience is not None and self._worse >= self._config.patience

    def _sums(self, trainer: Trainer, module: DraftModule) -> list[float]:
        """Return cross entropy and preference loss, target tokens, rejected e-mails and bytes, over all devices."""
        sums = torch.zeros(5, dtype=torch.float64)
        for portion in self._data.validation_portions(trainer.global_rank, trainer.world_size):
            entropy, preference = module.loss_sums(portion.to(module.device))
            pairs = len(portion.rejected.beside) if portion.rejected else 0
            counts = [portion.targets, pairs, portion.bytes]
            sums += torch.tensor([float(entropy), float(preference), *counts], dtype=torch.float64)
        if trainer.world_size > 1:
            sums = trainer.strategy.reduce(sums.to(module.device), reduce_op="sum").cpu()
        return [float(value) for value in sums]
