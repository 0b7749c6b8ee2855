"""Servers as processes."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Server:
    """A server that answers: the port, and the number of its process."""

    port: int
    process: int


Served = Callable[..., AbstractContextManager[Server]]


@pytest.fixture(scope="session")
def served() -> Served:
    """Run a server command on a free port until it says that it is ready: ``served(model, *command)``."""
    return _served


@contextmanager
def _served(model: Path, *command: str) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, *command, "--port", str(port), "--model", str(model)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        said = []
        for line in process.stdout:  # the line with the address comes once the model answers
            said.append(line)
            if f":{port}" in line:
                break
        else:
            pytest.fail("the server ended: " + "".join(said))
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.communicate(timeout=30)
