from __future__ import annotations

import importlib.util
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mailwright.cli import main
from mailwright.writer import Writer

SCRIPT = Path(__file__).with_name("scripted_writer.py")

Run = Callable[..., int]


def _load_script() -> Any:
    name = "mailwright_tests_scripted_writer"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, SCRIPT)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A scripted Writer that ``Writer.load`` returns."""
    script = _load_script()
    scripted = script.ScriptedWriter()

    def load(model: str = "default", *, engine: str = "auto") -> Any:
        scripted.loaded_with.append((model, engine))
        return scripted

    monkeypatch.setattr(Writer, "load", load)
    return scripted


@pytest.fixture
def run(writer: Any) -> Run:
    """Run one command line with the scripted Writer; returns the exit code."""

    def run_words(*words: str | Path) -> int:
        return main([str(word) for word in words])

    return run_words


@pytest.fixture
def script() -> Path:
    """The scripted Writer as a program."""
    return SCRIPT


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Lay bytes into standard input."""

    def lay(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))

    return lay
