"""The end of a run: the best weights, what the export must know of them, and the bundle."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mailwright.corpus.dataset import read_manifest
from mailwright.corpus.trained import record_training
from mailwright.models.export import export_bundle
from mailwright.models.facts import Facts, save_facts
from mailwright.models.manifest import Base as ManifestBase
from mailwright.models.manifest import Format, Training
from mailwright.training.journal import read_log

if TYPE_CHECKING:
    from mailwright.training.folder import RunFolder
    from mailwright.training.setup import Setup

UNKNOWN_LICENCE: Final = "unknown: see the base"


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
    manifest = read_manifest(config.data.folder)
    evaluations = [entry for entry in read_log(folder.log) if "validation_loss" in entry]
    best = min(evaluations, key=lambda entry: float(entry["validation_loss"]))
    return Facts(
        name=config.name,
        title=config.title,
        version=config.model_version,
        base=ManifestBase(name=base.name, sha256=base.sha256()),
        base_path=None if base.known else str(base.path),
        method=config.method,
        weights=weights,
        prompt_format=Format(version=config.prompt.version, wrap=config.prompt.wrap),
        languages=sorted({example.language for example in data.train.examples}),
        licence=config.licence or _licence(base.licence, manifest),
        training=Training(
            config_sha256=config.digest(),
            data_sha256=data.digest,
            config=_without_places(config.substance()),
            data=_data(setup, manifest),
        ),
        metrics={
            "validation_loss": float(best["validation_loss"]),
            "validation_bits_per_byte": float(best["bits_per_byte"]),
            "steps": float(best["step"]),
        },
    )


def _without_places(settings: dict[str, Any]) -> dict[str, Any]:
    """Return a recipe without the places of this machine: a manifest may go to the hub."""
    for section, key in (("base", "name"), ("lora", "start")):
        place = settings.get(section, {}).get(key)
        if place and Path(place).is_absolute():
            settings[section][key] = "/".join(Path(place).parts[-2:])
    return settings


def _licence(base: str, manifest: Mapping[str, Any]) -> str:
    """Return the licence of the base and those of the data, if they have others."""
    licences = [
        base or UNKNOWN_LICENCE,
        *(str(source.get("licence", "")) for source in manifest.get("sources", [])),
    ]
    return " and ".join(dict.fromkeys(licence for licence in licences if licence))


def _data(setup: Setup, manifest: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": str(manifest.get("name", "")),
        "examples": len(setup.data.train.examples),
        "validation": len(setup.data.validation.examples),
        "left out": dict(setup.data.train.dropped),
        "private": setup.data.private,
    }
