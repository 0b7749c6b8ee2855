from __future__ import annotations

import base64
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mailwright.cli.clipboard import ClipboardError, copy_to_clipboard

Run = Callable[..., int]
TEXT = "Subject: Grüße\n\nBody\n"


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the whole PATH, on a machine with both kinds of desktop."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    return tmp_path


def _install(folder: Path, name: str, code: int = 0) -> Path:
    taken = folder / f"{name}.taken"
    program = folder / name
    program.write_text(f'#!/bin/sh\n/bin/cat > "{taken}"\nexit {code}\n', encoding="utf-8")
    program.chmod(0o755)
    return taken


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("wl-copy", "utf-8"), ("xclip", "utf-8"), ("xsel", "utf-8"), ("pbcopy", "utf-8"), ("clip.exe", "utf-16")],
)
def test_each_program_gets_the_text(name: str, encoding: str, programs: Path) -> None:
    taken = _install(programs, name)
    assert copy_to_clipboard(TEXT) == name
    assert taken.read_bytes().decode(encoding) == TEXT


def test_a_program_that_fails_is_passed_over(programs: Path) -> None:
    _install(programs, "wl-copy", code=1)
    taken = _install(programs, "xclip")
    assert copy_to_clipboard(TEXT) == "xclip"
    assert taken.read_text(encoding="utf-8") == TEXT


def test_programs_of_a_desktop_are_not_tried_without_one(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY")
    _install(programs, "xclip")
    with pytest.raises(ClipboardError, match="install one of wl-copy"):
        copy_to_clipboard(TEXT)


def test_a_terminal_is_asked_when_there_is_no_program(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert copy_to_clipboard(TEXT) == "terminal"
    sequence = terminal.getvalue()
    assert sequence.startswith("\x1b]52;c;")
    assert base64.b64decode(sequence.removeprefix("\x1b]52;c;").removesuffix("\x07")).decode() == TEXT


def test_the_best_draft_is_copied_and_shown(programs: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    taken = _install(programs, "wl-copy")
    assert run("write", "-p", "call 42", "--seed", "1", "--copy") == 0
    captured = capsys.readouterr()
    assert taken.read_text(encoding="utf-8") == captured.out
    assert "copied to the clipboard (wl-copy)" in captured.err


def test_no_clipboard_is_a_failure_after_the_draft_was_shown(
    programs: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("write", "-p", "call 42", "--copy") == 1
    captured = capsys.readouterr()
    assert "call 42" in captured.out
    assert "--copy finds no clipboard" in captured.err
