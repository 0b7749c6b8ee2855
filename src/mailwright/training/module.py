"""What is trained: a language model as a LightningModule, causal or encoder-decoder."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

import torch
from lightning.pytorch import LightningModule
from torch.nn import functional

from mailwright.training.batch import IGNORED, Portion, Step

if TYPE_CHECKING:
    from mailwright.training.config import Kind, OptimiserConfig


class DraftModule(LightningModule, ABC):
    """Trains a model on steps: the loss is the sum over all target tokens of a step, divided by their number.

    So a step of eight examples in one portion and in eight, on one device and on several, is the same step.
    """

    automatic_optimization = False
    strict_loading = False  # checkpoints hold what is trained, not the frozen base

    def __init__(self, model: Any, config: OptimiserConfig, *, steps: int) -> None:
        """Make a module.

        Args:
            model: of transformers, perhaps with peft's adapter on it.
            config: of the optimiser.
            steps: of the whole run, for the learning rate's decay.
        """
        super().__init__()
        self.model = model
        self._config = config
        self._steps = steps
        self.gradient_norm = 0.0

    @abstractmethod
    def loss_sum(self, portion: Portion) -> torch.Tensor:
        """Return the sum of the cross entropy over the target tokens, in nats."""

    def on_fit_start(self) -> None:
        """Switch dropout on, which models are loaded without; Lightning leaves it as it is."""
        self.train()

    def training_step(self, step: Step, _index: int) -> dict[str, torch.Tensor]:
        """Learn from one step and return its loss, its tokens on this device and its learning rate."""
        optimiser = self.optimizers()
        total = torch.zeros((), device=self.device)
        last = len(step.portions) - 1
        for number, portion in enumerate(step.portions):
            with self._unsynchronised() if number < last else nullcontext():
                loss = self.loss_sum(portion)
                # DDP and FSDP average gradients over devices, and the step's sum is wanted.
                self.manual_backward(loss * (self.trainer.world_size / step.targets))
            total += loss.detach()
        rate = float(optimiser.param_groups[0]["lr"])
        optimiser.step()
        self.lr_schedulers().step()
        optimiser.zero_grad(set_to_none=True)
        return {
            "loss": total / max(1, sum(portion.targets for portion in step.portions)),
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

    def loss_sum(self, portion: Portion) -> torch.Tensor:
        """Return the loss; logits are made for target tokens alone, since a vocabulary is wide.

        Padding stands at the end, where no token before it sees it: no mask is needed beside the causal one.
        """
        model = self.model.get_base_model() if hasattr(self.model, "get_base_model") else self.model
        hidden = model.base_model(input_ids=portion.inputs, use_cache=False).last_hidden_state
        wanted = portion.labels[:, 1:]
        chosen = wanted != IGNORED
        logits = model.get_output_embeddings()(hidden[:, :-1][chosen])
        cap = getattr(model.config, "final_logit_softcapping", None)
        if cap:
            logits = torch.tanh(logits / cap) * cap
        return functional.cross_entropy(logits.float(), wanted[chosen], reduction="sum")


class Seq2SeqModule(DraftModule):
    """An encoder that reads the prompt and a decoder that writes the e-mail."""

    def loss_sum(self, portion: Portion) -> torch.Tensor:
        """Return the loss."""
        logits = self.model(
            input_ids=portion.inputs, attention_mask=portion.mask, labels=portion.labels, use_cache=False
        ).logits
        return functional.cross_entropy(
            logits.flatten(0, 1).float(), portion.labels.flatten(), ignore_index=IGNORED, reduction="sum"
        )


def make_module(model: Any, kind: Kind, config: OptimiserConfig, *, steps: int) -> DraftModule:
    """Return the module for a kind of model."""
    return (Seq2SeqModule if kind == "seq2seq" else CausalModule)(model, config, steps=steps)


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
