"""A hub on the loopback, and mails as bytes."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

MakeMail = Callable[..., bytes]


def _models() -> ModuleType:
    """The fixtures of the tests of models, which have the server already."""
    name = "mailwright_tests_models_conftest"
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[2] / "models" / "conftest.py")
    assert spec
    assert spec.loader
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


server = _models().server


@pytest.fixture
def hub(server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A hub without files, and a cache of the hub client's that is the test's own."""
    for name in ("HF_TOKEN", "HF_HUB_OFFLINE", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    return server


@pytest.fixture
def make_mail() -> MakeMail:
    """Make a plain mail: ``make_mail(body, **headers)``; names of headers have ``_`` for ``-``."""

    def make(body: str = "Hi Bob,\n\nthe key is under the mat.\n\nAna\n", **headers: str) -> bytes:
        message = EmailMessage()
        given = {"From": "Ana Silva <ana@example.com>", "To": "Bob Miller <bob@example.com>", "Subject": "Key"}
        given["Date"] = "Mon, 03 Jun 2024 10:12:13 +0200"
        for name, value in (given | {name.replace("_", "-"): value for name, value in headers.items()}).items():
            message[name] = value
        message.set_content(body)
        return message.as_bytes()

    return make
