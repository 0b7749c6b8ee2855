"""Small runs for tests: a data set written by hand, tiny models, and a recipe over both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from mailwright.corpus.dataset import DataSetWriter
from mailwright.corpus.example import Example
from mailwright.training.config import TrainConfig

NAMES = ("Ana", "Bob", "Chloe", "Dev", "Ella", "Finn", "Grace", "Hugo")


def example(number: int, **changes: Any) -> Example:
    """Return one of many examples of differing lengths."""
    name = NAMES[number % len(NAMES)]
    points = (f"room {number} is free", "back up your work", "call me on Friday")[: 1 + number % 3]
    body = f"Hi {name},\n\n" + " ".join(f"Please note: {point}." for point in points) + "\n\nThanks,\nIda"
    fields: dict[str, Any] = {
        "id": f"made-{number:03}",
        "source": "made",
        "owner": "",
        "thread": f"made-{number:03}",
        "people": (),
        "language": "en",
        "sender": "Ida",
        "to": (name,),
        "subject": "",
        "points": points,
        "tone": "friendly",
        "length": "short",
        "received": "",
        "signature": "",
        "prompt": "",
        "email_subject": f"Room {number}",
        "email_body": body,
    }
    return Example(**{**fields, **changes})


def with_rejected(number: int) -> Example:
    """Return an example and a worse e-mail for it."""
    made = example(number)
    return replace(made, rejected=made.email_body.replace("Please note:", "I do not care whether"))


def write_data(folder: Path, train: Sequence[Example], validation: Sequence[Example]) -> Path:
    """Write a data set."""
    with DataSetWriter(folder, private=False) as writer:
        for one in train:
            writer.add("train", one)
        for one in validation:
            writer.add("validation", one)
        writer.facts.update(name="made", languages={"en": len(train)}, sources=[{"name": "made"}])
    return folder


def recipe(model: Path, folder: Path, runs: Path, **changes: Any) -> TrainConfig:
    """Return a small recipe; ``changes`` replace its sections' keys, such as ``lora={"rank": 2}``."""
    settings: dict[str, Any] = {
        "name": "small",
        "base": {"name": str(model)},
        "data": {"folder": str(folder)},
        "prompt": {"wrap": "plain"},
        "method": "lora",
        "optimiser": {"learning_rate": 3e-3},
        "batch": {"size": 4},
        "epochs": 3,
        "evaluation": {"every": 1, "drafts": 0},
        "machine": {"accelerator": "cpu", "precision": "fp32", "threads": 1},
        "run": {"folder": str(runs), "save_minutes": 1000},
    }
    for key, value in changes.items():
        settings[key] = {**settings.get(key, {}), **value} if isinstance(value, dict) else value
    return TrainConfig.model_validate(settings)


def trained_state(checkpoint: Path) -> dict[str, Any]:
    """Return weights and optimiser state of a checkpoint, flat."""
    content = torch.load(checkpoint, weights_only=True)
    flat = dict(content["state_dict"])
    for number, state in content["optimizer_states"][0]["state"].items():
        flat |= {f"optimiser.{number}.{key}": value for key, value in state.items()}
    return flat
