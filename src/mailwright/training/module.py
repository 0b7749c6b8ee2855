"""What is trained: a language model as a LightningModule, causal or encoder-decoder."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import torch
from lightning.pytorch import LightningModule
from torch.nn import functional

from mailwright.training.batch import IGNORED, Portion, Rows, Step

if TYPE_CHECKING:
    from mailwright.training.config import Kind, OptimiserConfig, PreferenceConfig


class DraftModule(LightningModule, ABC):
    """Trains a model on steps: the loss is the sum over all target tokens of a step, divided by their number.

    Where examples have rejected e-mails and preferences are learnt, the mean preference loss of the step is added.

    So a step of eight examples in one portion and in eight, on one device and on several, is the same step.
    """

    automatic_optimization = False
    strict_loading = False  # checkpoints hold what is trained, not the frozen base

    def __init__(
        self, model: Any, config: OptimiserConfig, *, steps: int, preference: PreferenceConfig | None = None
    ) -> None:
        """Make a module.

        Args:
            model: of transformers, perhaps with peft's adapter on it.
            config: of the optimiser.
            steps: of the whole run, for the learning rate's decay.
            preference: how preferences are learnt, if at all. The model as it is now is kept close to.
        """
        super().__init__()
        self.model = model
        self._config = config
        self._steps = steps
        self._preference = preference if preference and preference.weight else None
        self._begun = [weights.detach().clone() for weights in self.trained()] if self._preference else []
        if self._preference:
            _without_dropout(model)
        self.gradient_norm = 0.0

    @abstractmethod
    def losses(self, rows: Rows) -> torch.Tensor:
        """Return the cross entropy of each row, summed over its target tokens, in nats: ``(rows,)``."""

    def loss_sums(self, portion: Portion) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the sum of the cross entropy over all target tokens and of the preference loss over all pairs."""
        preference, rejected = self._preference, portion.rejected
        if preference is None or rejected is None:
            losses = self.losses(portion)
            return losses.sum(), torch.zeros((), device=losses.device)
        beside = list(rejected.beside)
        with torch.no_grad(), self._as_begun():  # first, for it changes weights that a gradient must find unchanged
            before = self.losses(rejected) - self.losses(portion)[beside]
        losses = self.losses(portion)
        margins = self.losses(rejected) - losses[beside]
        return losses.sum(), -functional.logsigmoid(preference.beta * (margins - before)).sum()

    def loss(self, sums: tuple[torch.Tensor, torch.Tensor], targets: int, preferences: int) -> torch.Tensor:
        """Return the loss of ``loss_sums``, given what they are means over."""
        entropy, preference = sums
        weight = self._preference.weight if self._preference else 0.0
        return entropy / max(1, targets) + weight * preference / max(1, preferences)

    @contextmanager
    def _as_begun(self) -> Iterator[None]:
        """Give the trained weights the values that they had when the run began."""
        trained = list(self.trained())
        now = [weights.detach().clone() for weights in trained]
        _put(trained, self._begun)
        try:
            yield
        finally:
            _put(trained, now)

    def on_fit_start(self) -> None:
        """Switch dropout on, which models are loaded without; Lightning leaves it as it is."""
        self.train()

    def training_step(self, step: Step, _index: int) -> dict[str, torch.Tensor]:
        """Learn from one step and return its loss, its tokens on this device and its learning rate."""
        optimiser = self.optimizers()
        entropy, preference = torch.zeros(2, device=self.device)
        last = len(step.portions) - 1
        for number, portion in enumerate(step.portions):
            with self._unsynchronised() if number < last else nullcontext():
                sums = self.loss_sums(portion)
                # DDP and FSDP average gradients over devices, and the step's sum is wanted.
                loss = self.loss(sums, step.targets, step.preferences)
                self.manual_backward(loss * self.trainer.world_size)
            entropy += sums[0].detach()
            preference += sums[1].detach()
        rate = float(optimiser.param_groups[0]["lr"])
        optimiser.step()
        self.lr_schedulers().step()
        optimiser.zero_grad(set_to_none=True)
        preferences = sum(len(portion.rejected.beside) for portion in step.portions if portion.rejected)
        return {
            "loss": entropy / max(1, sum(portion.targets for portion in step.portions)),
            **({"preference": preference / preferences} if self._preference and preferences else {}),
            "tokens": torch.tensor(sum(portion.tokens for portion in step.portions)),
            "learning_rate": torch.tensor(rate, dtype=torch.float64),
        }

    def transfer_batch_to_device(self, batch: Step, device: torch.device, _number: int) -> Step:
        """Return the step on the device that learns from it."""
        return batch.to(device)

    def on_before_optimizer_step(self, _optimiser: Any) -> None:
        """Clip the gradient's norm, where scaled gradients have been unscaled."""
        most = self._config.clip or math.inf
        wrapped = self.trainer.model
        if hasattr(wrapped, "clip_grad_norm_"):  # FSDP knows the norm over all shards
            norm = wrapped.clip_grad_norm_(most)
        else:
            norm = torch.nn.utils.clip_grad_norm_(self.trained(), most)
        self.gradient_norm = float(norm)

    def configure_optimizers(self) -> Any:
        """Return AdamW and its warm-up with cosine decay."""
        config = self._config
        trained = list(self.trained())
        groups = [
            {"params": [p for p in trained if p.ndim > 1], "weight_decay": config.weight_decay},
            {"params": [p for p in trained if p.ndim <= 1], "weight_decay": 0.0},
        ]
        optimiser = torch.optim.AdamW(
            [group for group in groups if group["params"]], lr=config.learning_rate, betas=config.betas
        )
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: learning_rate_share(step, self._steps, config.warmup, config.floor)
        )
        return {"optimizer": optimiser, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}

    def trained(self) -> Iterator[torch.nn.Parameter]:
        """Yield the parameters that are trained."""
        return (parameter for parameter in self.parameters() if parameter.requires_grad)

    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        """Leave the frozen weights out of a checkpoint."""
        trained = {name for name, parameter in self.named_parameters() if parameter.requires_grad}
        state = checkpoint["state_dict"]
        checkpoint["state_dict"] = {name: value for name, value in state.items() if name in trained}

    def _unsynchronised(self) -> AbstractContextManager[Any]:
        """Keep devices from exchanging gradients that are not complete yet."""
        wrapped = self.trainer.model
        return wrapped.no_sync() if hasattr(wrapped, "no_sync") else nullcontext()


class CausalModule(DraftModule):
    """A decoder that continues the prompt."""

    def losses(self, rows: Rows) -> torch.Tensor:
        """Return the losses; logits are made for target tokens alone, since a vocabulary is wide.

        Padding stands at the end, where no token before it sees it: no mask is needed beside the causal one.
        """
        model = self.model.get_base_model() if hasattr(self.model, "get_base_model") else self.model
        hidden = model.base_model(input_ids=rows.inputs, use_cache=False).last_hidden_state
        wanted = rows.labels[:, 1:]
        chosen = wanted != IGNORED
        logits = model.get_output_embeddings()(hidden[:, :-1][chosen])
        cap = getattr(model.config, "final_logit_softcapping", None)
        if cap:
            logits = torch.tanh(logits / cap) * cap
        each = functional.cross_entropy(logits.float(), wanted[chosen], reduction="none")
        return each.new_zeros(len(wanted)).index_add(0, chosen.nonzero()[:, 0], each)


class Seq2SeqModule(DraftModule):
    """An encoder that reads the prompt and a decoder that writes the e-mail."""

    def losses(self, rows: Rows) -> torch.Tensor:
        """Return the losses."""
        logits = self.model(
            input_ids=rows.inputs, attention_mask=rows.mask, labels=rows.labels, use_cache=False
        ).logits
        each = functional.cross_entropy(
            logits.transpose(1, 2).float(), rows.labels, ignore_index=IGNORED, reduction="none"
        )
        return each.sum(1)


def make_module(
    model: Any, kind: Kind, config: OptimiserConfig, *, steps: int, preference: PreferenceConfig | None = None
) -> DraftModule:
    """Return the module for a kind of model."""
    chosen = Seq2SeqModule if kind == "seq2seq" else CausalModule
    return chosen(model, config, steps=steps, preference=preference)


def _without_dropout(model: Any) -> None:
    """Take out what would make a model differ from itself."""
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
        elif isinstance(getattr(module, "dropout", None), float):
            module.dropout = 0.0


@torch.no_grad()
def _put(weights: Sequence[torch.Tensor], values: Sequence[torch.Tensor]) -> None:
    for one, value in zip(weights, values, strict=True):
        one.copy_(value)


def learning_rate_share(step: int, steps: int, warmup: float, floor: float) -> float:
    """Return which share of the highest rate step number ``step`` (from 0) is made with.

    It rises linearly over the first ``warmup`` of all steps and falls to ``floor`` as half a cosine (Loshchilov and
    Hutter 2017, arXiv 1608.03983).
    """
    rising = round(warmup * steps)
    if step < rising:
        return (step + 1) / (rising + 1)
    progress = (step - rising) / max(1, steps - rising)
    return floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * min(1.0, progress)))
