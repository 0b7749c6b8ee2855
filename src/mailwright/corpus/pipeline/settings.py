"""Settings of a data set from a file in TOML; a misspelt key is an error that names the nearest right one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from mailwright.errors import MailwrightError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from pydantic import BaseModel

_TABLES: Final = ("cleaning", "extraction", "augmentation", "shares")
Model = TypeVar("Model", bound="BaseModel")
Record = TypeVar("Record", bound="DataclassInstance")


class SettingsError(MailwrightError):
    """A setting of a data set that is unknown or makes no sense."""


@dataclass(frozen=True)
class Settings:
    """The tables of a settings file, not yet checked; empty where the file has none.

    Attributes:
        cleaning: fields of CleaningConfig, those of ``pii`` in a table of their own.
        extraction: fields of the extraction's configuration.
        augmentation: fields of AugmentationConfig.
        shares: fields of Shares.
    """

    cleaning: Mapping[str, Any] = field(default_factory=dict)
    extraction: Mapping[str, Any] = field(default_factory=dict)
    augmentation: Mapping[str, Any] = field(default_factory=dict)
    shares: Mapping[str, Any] = field(default_factory=dict)


def read_settings(path: Path) -> Settings:
    """Read a file with the tables ``[cleaning]`` (and ``[cleaning.pii]``), ``[extraction]`` and so on.

    Raises:
        SettingsError: the file is not TOML, or has another table.
        OSError: it cannot be read.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not TOML: {error}") from error
    for name, table in tables.items():
        if name not in _TABLES:
            raise SettingsError(f"{path}: {name} is not known: {_hint(name, _TABLES)}")
        if not isinstance(table, dict):
            raise SettingsError(f"{path}: {name} must be a table, written as [{name}]")
    return Settings(**tables)


def changed(base: Model, changes: Mapping[str, Any], name: str) -> Model:
    """Return a pydantic model with some fields changed, nested ones by nested mappings.

    Args:
        base: the model.
        changes: values by field.
        name: what errors call the model.

    Raises:
        SettingsError: a field is unknown, or a value is not one that it takes.
    """
    from pydantic import ValidationError

    merged = base.model_dump()
    _merge(merged, changes, name)
    try:
        return type(base).model_validate(merged)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join((name, *map(str, first["loc"])))
        raise SettingsError(f"{place} is {first['input']!r:.60}: {first['msg'].lower()}") from error


def changed_dataclass(base: Record, changes: Mapping[str, Any], name: str) -> Record:
    """Return a frozen dataclass with some fields changed.

    Raises:
        SettingsError: a field is unknown, or the dataclass refuses a value.
    """
    values = {item.name: getattr(base, item.name) for item in fields(base)}
    _merge(values, changes, name)
    try:
        return replace(base, **values)
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{name}: {error}") from error


def _merge(values: dict[str, Any], changes: Mapping[str, Any], name: str) -> None:
    for key, value in changes.items():
        if key not in values:
            raise SettingsError(f"{name}.{key} is not known: {_hint(key, values)}")
        if isinstance(value, Mapping) and isinstance(values[key], dict):
            _merge(values[key], value, f"{name}.{key}")
        else:
            values[key] = value


def _hint(key: str, names: Any) -> str:
    near = get_close_matches(key, list(names), n=1)
    return f"did you mean {near[0]}?" if near else f"use one of {', '.join(names)}"
