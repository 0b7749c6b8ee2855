"""A whole run: recipe -> trained model, saved so that it can go on, evaluated, and made a bundle at the end."""

from __future__ import annotations

import sys
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from lightning.pytorch import Trainer, seed_everything
from lightning.pytorch.loggers import TensorBoardLogger
from lightning.pytorch.utilities.exceptions import SIGTERMException

from mailwright.training.adapter import begin_from, compile_layers, prepare_model
from mailwright.training.attention import register_attention
from mailwright.training.base import load_model
from mailwright.training.checkpoints import Checkpoints, check_resumable, read_checkpoint
from mailwright.training.evaluation import Evaluations
from mailwright.training.folder import RunFolder, begin_run, is_first_process
from mailwright.training.interruption import Interruption
from mailwright.training.journal import Journal
from mailwright.training.module import make_module
from mailwright.training.outcome import conclude
from mailwright.training.precision import LIGHTNING
from mailwright.training.progress import Watch
from mailwright.training.report import write_report
from mailwright.training.setup import quiet, set_up

if TYPE_CHECKING:
    from mailwright.training.config import TrainConfig
    from mailwright.training.evaluation import Evaluated
    from mailwright.training.module import DraftModule
    from mailwright.training.setup import Setup


@dataclass(frozen=True)
class Finished:
    """How a run ended.

    Attributes:
        folder: of the run.
        steps: that were made in all.
        best_loss: the lowest loss on the validation split, nats a target token.
        bundle: the model to be served; None if the run was interrupted.
    """

    folder: Path
    steps: int
    best_loss: float
    bundle: Path | None


def train(config: TrainConfig, *, resume: bool = False, force: bool = False) -> Finished:
    """Carry out a run, or go on with it.

    Args:
        config: the recipe.
        resume: go on from the last checkpoint in the run's folder, if there is one.
        force: throw away an earlier run of the name.

    Raises:
        TrainingError: the run cannot begin, go on or end.
        KeyboardInterrupt: it was asked to end; it has been saved.
    """
    setup = set_up(config)
    folder, going_on = begin_run(config, private=setup.data.private, resume=resume, force=force)
    begun_at = 0
    if going_on:
        checkpoint = read_checkpoint(folder.last)
        check_resumable(checkpoint, config, setup.data.digest)
        begun_at = int(checkpoint["global_step"])
    with quiet():
        return _carry_out(setup, folder, begun_at if going_on else None)


def _carry_out(setup: Setup, folder: RunFolder, going_on_at: int | None) -> Finished:
    config = setup.config
    torch.set_num_threads(config.machine.threads or torch.get_num_threads())
    seed_everything(config.seed, workers=True, verbose=False)
    model = load_model(setup.base)
    if setup.base.kind == "causal" and (setup.accelerator, setup.precision) == ("cpu", "bf16"):
        model.set_attn_implementation(register_attention())
    model = prepare_model(model, setup.base, config, setup.precision)
    if config.method == "lora" and config.lora.start is not None:
        begin_from(model, config.lora.start)
    if config.machine.compile:
        compile_layers(model)
    module = make_module(
        model, setup.base.kind, config.optimiser, steps=len(setup.data.sampler), preference=config.preference
    )
    with ExitStack() as stack:
        journal = None
        if is_first_process():
            _announce(setup, going_on_at)
            journal = stack.enter_context(Journal(folder.log, after_step=going_on_at or 0))
        trainer, best_loss = _fit(setup, folder, module, journal, going_on=going_on_at is not None)
    best = read_checkpoint(folder.best)
    module.load_state_dict(best["state_dict"], strict=False)
    bundle = conclude(setup, folder, module.model) if trainer.is_global_zero else folder.bundle
    return Finished(folder.path, trainer.global_step, best_loss, bundle)


def _fit(
    setup: Setup, folder: RunFolder, module: DraftModule, journal: Journal | None, *, going_on: bool
) -> tuple[Trainer, float]:
    """Make the steps that are left; return the trainer and the best validation loss.

    Raises:
        KeyboardInterrupt: the run was asked to end; it has been saved.
    """
    config, steps = setup.config, len(setup.data.sampler)
    checkpoints = Checkpoints(folder.checkpoints, config)
    interruption = Interruption(checkpoints)
    watch = Watch(config, steps, journal)

    def tell(trainer: Trainer, found: Evaluated) -> None:
        watch.tell(trainer, found)
        if trainer.is_global_zero:
            write_report(setup, folder)

    evaluations = Evaluations(config.evaluation, setup.data, setup.encoder, setup.tokenizer, checkpoints, tell)
    trainer = _trainer(setup, folder, steps, [watch, evaluations, interruption, checkpoints])
    with interruption.listening(), suppress(SIGTERMException):  # Lightning's own answer to SIGTERM, after the step
        trainer.fit(module, datamodule=setup.data, ckpt_path=folder.last if going_on else None)
    if interruption.asked:
        print(f"saved at step {trainer.global_step} of {steps}: --resume goes on", file=sys.stderr)
        raise KeyboardInterrupt
    return trainer, evaluations.best_loss


def _trainer(setup: Setup, folder: RunFolder, steps: int, callbacks: list[Any]) -> Trainer:
    machine = setup.config.machine
    return Trainer(
        accelerator=setup.accelerator,
        devices=machine.devices if setup.accelerator != "cpu" or machine.devices != "auto" else 1,
        strategy=machine.strategy,
        num_nodes=machine.nodes,
        precision=LIGHTNING[setup.precision],
        max_steps=steps,
        limit_val_batches=0,
        logger=TensorBoardLogger(folder.path, name="tensorboard", version=""),
        log_every_n_steps=1,
        callbacks=callbacks,
        use_distributed_sampler=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        default_root_dir=folder.path,
    )


def _announce(setup: Setup, going_on_at: int | None) -> None:
    data, steps = setup.data, len(setup.data.sampler)
    parts = [
        f"{len(data.train.examples):,} examples to learn from, {len(data.validation.examples):,} to validate on",
        f"{setup.base.name}, {setup.config.method}, {setup.precision} on {setup.accelerator}",
        f"{steps:,} steps" if going_on_at is None else f"going on after step {going_on_at:,} of {steps:,}",
    ]
    for name, usable in (("train", data.train), ("validation", data.validation)):
        left_out = ", ".join(f"{count:,} {reason}" for reason, count in usable.dropped.items())
        if left_out:
            parts.append(f"left out of {name}: {left_out}")
    print("\n".join(parts), file=sys.stderr, flush=True)
