"""A recipe's YAML and options -> TrainConfig; a misspelt key names the nearest right one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

import yaml  # type: ignore[import-untyped]
from pydantic import BaseModel, ValidationError

from mailwright.training.config import TrainConfig
from mailwright.training.errors import ConfigError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

SMOKE: Final = "smoke"
"""The section of a recipe whose settings replace its own when the run is but to show that all of it works."""


def load_config(
    recipe: Path | None, overrides: Mapping[str, Any] | None = None, *, smoke: bool = False
) -> TrainConfig:
    """Return the configuration of a recipe with ``overrides`` on top.

    Args:
        recipe: a YAML file; without one, the overrides must say all that has no default.
        overrides: dotted keys and values, such as ``{"optimiser.learning_rate": 1e-4}``.
        smoke: take the recipe's section ``smoke`` too; the run's name gets the ending ``-smoke``.

    Raises:
        ConfigError: the file cannot be read, a key is unknown or a value is wrong; every place is named.
    """
    settings = _read(recipe) if recipe else {}
    small = settings.pop(SMOKE, None)
    if smoke:
        if not isinstance(small, dict):
            raise ConfigError(
                f"{recipe or 'the command line'} has no section {SMOKE}: write one or leave --smoke out"
            )
        settings = _merged(settings, small)
        settings["name"] = f"{settings.get('name', 'run')}-smoke"
    for key, value in (overrides or {}).items():
        settings = _merged(settings, _nested(key, value))
    try:
        return TrainConfig.model_validate(settings)
    except ValidationError as error:
        where = str(recipe) if recipe else "the options"
        raise ConfigError(f"{where}: " + "; ".join(_explain(item) for item in error.errors())) from error


def parse_setting(text: str) -> tuple[str, Any]:
    """Return key and value of ``key=value``; the value is read as YAML.

    Raises:
        ConfigError: there is no ``=``, or the value is no YAML.
    """
    key, sign, value = text.partition("=")
    if not sign or not key.strip():
        raise ConfigError(f"{text!r} is no setting: write key=value, such as optimiser.learning_rate=1e-4")
    try:
        return key.strip(), _number(yaml.safe_load(value))
    except yaml.YAMLError as error:
        raise ConfigError(f"the value of {key} is no YAML: {value!r}") from error


def dump_config(config: TrainConfig) -> str:
    """Return a configuration as YAML that ``load_config`` reads to the same."""
    return str(yaml.safe_dump(config.model_dump(mode="json"), sort_keys=False, allow_unicode=True))


def _read(path: Path) -> dict[str, Any]:
    try:
        settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"cannot read the recipe {path}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(settings, dict):
        raise ConfigError(f"{path} holds no settings: write key: value, one a line")
    return {str(key): _number(value) for key, value in settings.items()}


def _number(value: Any) -> Any:
    """Read ``1e-4``, which YAML 1.1 takes for text, as the number it is meant to be."""
    if isinstance(value, dict):
        return {str(key): _number(inner) for key, inner in value.items()}
    if isinstance(value, str) and value[:1].isdigit() and "e" in value.lower():
        try:
            return float(value)
        except ValueError:
            return value
    return value


def _nested(key: str, value: Any) -> dict[str, Any]:
    for part in reversed(key.split(".")):
        value = {part: value}
    return dict(value)


def _merged(settings: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(settings)
    for key, value in changes.items():
        old = merged.get(key)
        merged[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _explain(item: ErrorDetails) -> str:
    place = ".".join(str(part) for part in item["loc"])
    if item["type"] != "extra_forbidden":
        return f"{place}: {item['msg']}" if place else item["msg"]
    known = list(_section(item["loc"][:-1]).model_fields)
    near = get_close_matches(str(item["loc"][-1]), known, n=1, cutoff=0.5)
    return f"unknown key {place}: " + (f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}")


def _section(path: Sequence[int | str]) -> type[BaseModel]:
    section: type[BaseModel] = TrainConfig
    for part in path:
        annotation = section.model_fields[str(part)].annotation
        kinds = [annotation, *get_args(annotation)]
        section = next(kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel))
    return section
