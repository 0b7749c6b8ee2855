"""The cache trusts a file that it has read once, until the file changes."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from mailwright.models import cache
from mailwright.models.cache import home, is_intact, set_aside

CONTENT = b"weights"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were read whole."""
    seen: list[Path] = []
    original = cache.sha256_of

    def counted(path: Path) -> str:
        seen.append(path)
        return original(path)

    monkeypatch.setattr(cache, "sha256_of", counted)
    return seen


def test_an_unchanged_file_is_read_once(file: Path, reads: list[Path]) -> None:
    assert is_intact(file, DIGEST, len(CONTENT))
    assert is_intact(file, DIGEST, len(CONTENT))
    assert reads == [file]


def test_a_file_changed_in_place_is_read_again(file: Path, reads: list[Path]) -> None:
    assert is_intact(file, DIGEST)
    file.write_bytes(b"WEIGHTS")
    os.utime(file, ns=(1, 1))
    assert not is_intact(file, DIGEST)
    assert len(reads) == 2


def test_a_file_of_another_size_is_not_even_read(file: Path, reads: list[Path]) -> None:
    assert not is_intact(file, DIGEST, 3)
    assert reads == []


def test_a_stamp_for_one_digest_is_none_for_another(file: Path) -> None:
    assert is_intact(file, DIGEST)
    assert not is_intact(file, "0" * 64)


def test_a_missing_file_is_not_intact(tmp_path: Path) -> None:
    assert not is_intact(tmp_path / "none", DIGEST)


def test_a_broken_stamp_only_costs_time(file: Path, reads: list[Path]) -> None:
    assert is_intact(file, DIGEST)
    (stamp,) = (home() / "stamps").iterdir()
    stamp.write_bytes(b"\xff{")
    assert is_intact(file, DIGEST)
    assert len(reads) == 2


def test_files_put_aside_never_replace_each_other(tmp_path: Path) -> None:
    for content in ("one", "two"):
        (tmp_path / "wrong").write_text(content)
        set_aside(tmp_path / "wrong", tmp_path / "file")
    assert (tmp_path / "file.rejected-1").read_text() == "one"
    assert (tmp_path / "file.rejected-2").read_text() == "two"


def test_without_mailwright_home_the_platform_has_the_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAILWRIGHT_HOME")
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert home().name == "mailwright"
    monkeypatch.setenv("MAILWRIGHT_HOME", "~/mine")
    assert home() == Path.home() / "mine"
