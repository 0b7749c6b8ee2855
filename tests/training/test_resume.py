"""A run that was stopped and went on is the run that was never stopped, to the last bit."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest
import torch
from tests.training.runs import example, recipe, trained_state, write_data

from mailwright.training.errors import TrainingError
from mailwright.training.journal import read_log
from mailwright.training.module import DraftModule
from mailwright.training.run import train

AUGMENTED = {"augmentation": {"names": 1.0, "noise": 1.0}}


def assert_same(one: Path, other: Path) -> None:
    first, second = trained_state(one), trained_state(other)
    assert first.keys() == second.keys()
    assert len(first) > 20
    for name in first:
        assert torch.equal(torch.as_tensor(first[name]), torch.as_tensor(second[name])), name


def losses(folder: Path) -> list[tuple[int, float]]:
    return [(entry["step"], entry["loss"]) for entry in read_log(folder / "log.jsonl") if "loss" in entry]


def stop_in_step(monkeypatch: pytest.MonkeyPatch, number: int, stop: Any) -> None:
    """Call ``stop`` while step ``number`` (from 1) is made, once."""
    whole = DraftModule.training_step
    left = [number]

    def step(self: DraftModule, *arguments: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            stop()
        return whole(self, *arguments)

    monkeypatch.setattr(DraftModule, "training_step", step)


def interrupted(
    models: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, **changes: Any
) -> tuple[int, Path, Path]:
    """Train at a stretch, and again with Ctrl-C in a step; return the steps in all and both folders, compared."""
    train(recipe(models / "llama", folder, tmp_path / "whole", **changes))
    config = recipe(models / "llama", folder, tmp_path / "parts", **changes)
    with monkeypatch.context() as patched:
        stop_in_step(patched, step, lambda: os.kill(os.getpid(), signal.SIGINT))
        with pytest.raises(KeyboardInterrupt):
            train(config)
    assert losses(config.run_folder)[-1][0] == step
    finished = train(config, resume=True)
    whole = tmp_path / "whole/small"
    for name in ("last.ckpt", "best.ckpt"):
        assert_same(whole / "checkpoints" / name, config.run_folder / "checkpoints" / name)
    return finished.steps, whole, config.run_folder


@pytest.mark.parametrize("method", ["lora", "full"])
def test_ctrl_c_in_the_middle_of_an_epoch_changes_nothing(
    models: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    changes: dict[str, Any] = {"method": method, "data": dict(AUGMENTED)}
    if method == "lora":
        changes["lora"] = {"dropout": 0.2}
    steps, whole, parts = interrupted(models, data, tmp_path, monkeypatch, 8, **changes)
    assert steps == 18
    assert losses(parts) == losses(whole)


def test_preferences_go_on_from_the_model_that_the_run_began_with(
    models: Path, preferences: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes: dict[str, Any] = {"preference": {"weight": 1.0}, "data": dict(AUGMENTED)}
    interrupted(models, preferences, tmp_path, monkeypatch, 5, **changes)


class _KilledError(BaseException):
    """What ends the process at once, without a chance to save."""


def test_a_killed_run_goes_on_from_its_last_checkpoint(
    models: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill() -> None:
        raise _KilledError

    train(recipe(models / "t5", data, tmp_path / "whole"))
    config = recipe(models / "t5", data, tmp_path / "parts")
    with monkeypatch.context() as patched:
        stop_in_step(patched, 9, kill)
        with pytest.raises(_KilledError):
            train(config)
    with monkeypatch.context() as patched:
        stop_in_step(patched, 6, kill)
        with pytest.raises(_KilledError):
            train(config, resume=True)
    train(config, resume=True)
    assert_same(tmp_path / "whole/small/checkpoints/last.ckpt", config.run_folder / "checkpoints/last.ckpt")
    assert losses(config.run_folder) == losses(tmp_path / "whole/small")


def test_a_changed_data_set_stops_a_run_from_going_on(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    examples = [example(number) for number in range(8)]
    data = write_data(tmp_path / "data", examples, examples[:2])
    config = recipe(models / "llama", data, tmp_path / "runs")
    with monkeypatch.context() as patched:
        stop_in_step(patched, 3, lambda: os.kill(os.getpid(), signal.SIGINT))
        with pytest.raises(KeyboardInterrupt):
            train(config)
    write_data(data, [*examples[:7], example(7, email_body="Hi,\n\nNo.")], examples[:2])
    with pytest.raises(TrainingError, match="is not the one that the run was begun with"):
        train(config, resume=True)


def test_a_changed_recipe_stops_a_run_from_going_on_and_is_named(models: Path, data: Path, tmp_path: Path) -> None:
    config = recipe(models / "llama", data, tmp_path, epochs=1)
    train(config)
    with pytest.raises(TrainingError, match=r"batch\.size was 4 and is 2"):
        train(recipe(models / "llama", data, tmp_path, epochs=1, batch={"size": 2}), resume=True)
    with pytest.raises(TrainingError, match="holds a run already"):
        train(config)
