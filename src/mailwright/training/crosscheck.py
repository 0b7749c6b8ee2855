"""Settings that contradict each other, found before anything is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailwright.corpus.dataset import DataSetError, read_manifest
from mailwright.training.errors import ConfigError

if TYPE_CHECKING:
    from mailwright.training.config import TrainConfig


def cross_check(config: TrainConfig) -> None:
    """Make sure that the settings of a recipe fit together and that its data set is there.

    Raises:
        ConfigError: all that does not fit.
        DataSetError: there is no data set.
    """
    problems = [*_contradictions(config), *_data_problems(config)]
    if problems:
        raise ConfigError("; ".join(problems))


def _contradictions(config: TrainConfig) -> list[str]:
    problems = []
    if config.method == "full" and "lora" in config.model_fields_set:
        problems.append("lora is given, but method is full: remove one of them")
    if (config.prompt.wrap == "subject") != (config.data.view == "subject"):
        problems.append("prompt.wrap subject and data.view subject belong together: give both or neither")
    if config.batch.tokens_at_once < config.data.max_tokens:
        problems.append(
            f"batch.tokens_at_once is {config.batch.tokens_at_once}, but one example may have "
            f"data.max_tokens = {config.data.max_tokens}: raise the former or lower the latter"
        )
    devices = config.machine.devices
    if devices != "auto" and config.batch.size < devices * config.machine.nodes:
        problems.append(f"batch.size is {config.batch.size}, but each of the {devices} devices needs an example")
    if config.machine.accelerator == "cpu" and config.machine.strategy.startswith("fsdp"):
        problems.append("machine.strategy fsdp shards a model over GPUs, but machine.accelerator is cpu: use ddp")
    if config.machine.strategy.startswith("fsdp") and config.preference.weight:
        problems.append("preference.weight needs all weights on each device, but machine.strategy is fsdp: use ddp")
    if config.data.augmentation is not None:
        problems += _augmentation_problems(config.data.augmentation)
    return problems


def _augmentation_problems(settings: dict[str, float]) -> list[str]:
    from mailwright.corpus.augmentation import AugmentationConfig, AugmentationError

    try:
        AugmentationConfig.from_dict(settings)
    except AugmentationError as error:
        return [f"data.{error}"]
    return []


def _data_problems(config: TrainConfig) -> list[str]:
    data = config.data
    try:
        manifest = read_manifest(data.folder)
    except DataSetError as error:
        if not data.folder.exists():
            return [f"data.folder: there is no {data.folder}: make it with `mailwright data`"]
        return [f"data.folder: {error}"]
    problems = [
        f"data.folder: the split {split} of {data.folder} is empty"
        for split in ("train", "validation")
        if not manifest["splits"][split]["rows"]
    ]
    for key, wanted, there in (
        ("languages", data.languages, manifest.get("languages", {})),
        ("sources", data.sources, [source["name"] for source in manifest.get("sources", [])]),
    ):
        absent = [name for name in wanted if there and name not in there]
        if absent:
            problems.append(f"data.{key}: {data.folder} has no {absent[0]}: it has {', '.join(there)}")
    return problems
