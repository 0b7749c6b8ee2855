"""The end of a run: the best weights, what the export must know of them, and the bundle."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mailwright.corpus.trained import record_training
from mailwright.models.export import export_bundle
from mailwright.models.facts import Facts, save_facts
from mailwright.models.manifest import Base as ManifestBase
from mailwright.models.manifest import Format, Training
from mailwright.training.journal import read_log

if TYPE_CHECKING:
    from mailwright.training.folder import RunFolder
    from mailwright.training.setup import Setup

UNKNOWN_LICENCE: Final = "unknown: see the base and the data"


def conclude(setup: Setup, folder: RunFolder, model: Any) -> Path:
    """Write the best model, its facts and its bundle; return the bundle's folder.

    Args:
        setup: of the run.
        folder: of the run.
        model: with the best weights loaded.

    Raises:
        ModelError: the export failed; the weights are there and ``mailwright model export`` can be tried again.
    """
    weights = folder.path / ("adapter" if setup.config.method == "lora" else "model")
    model.save_pretrained(weights)
    if setup.base.path.is_dir():
        setup.tokenizer.save_pretrained(weights)
    save_facts(folder.path, _facts(setup, folder, weights.name))
    record_training(setup.config.data.folder, run=str(folder.path), bundle=str(folder.bundle))
    print(f"making {folder.bundle}", file=sys.stderr, flush=True)
    export_bundle(folder.path, folder.bundle, quantisation=setup.config.quantisation, replace=True)
    return folder.bundle


def _facts(setup: Setup, folder: RunFolder, weights: str) -> Facts:
    config, base, data = setup.config, setup.base, setup.data
    evaluations = [entry for entry in read_log(folder.log) if "validation_loss" in entry]
    best = min(evaluations, key=lambda entry: float(entry["validation_loss"]))
    languages = sorted({example.language for example in data.train.examples})
    return Facts(
        name=config.name,
        title=config.title,
        version=config.model_version,
        base=ManifestBase(name=base.name, sha256=base.sha256()),
        base_path=None if base.known else str(base.path),
        method=config.method,
        weights=weights,
        prompt_format=Format(version=config.prompt.version, wrap=config.prompt.wrap),
        languages=languages,
        licence=config.licence or base.licence or UNKNOWN_LICENCE,
        training=Training(config_sha256=config.digest(), data_sha256=data.digest),
        metrics={
            "validation_loss": float(best["validation_loss"]),
            "validation_bits_per_byte": float(best["bits_per_byte"]),
            "steps": float(best["step"]),
        },
    )
