"""Nothing calls home: neither an engine's library nor what it starts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from mailwright.engines import silent_openvino

SOURCES = Path(silent_openvino.__file__).parents[1]
WATCH = """
import sys
heard = []
watched = ("os.fork", "subprocess.Popen", "socket.connect", "socket.getaddrinfo")
sys.addaudithook(lambda event, _: heard.append(event) if event in watched else None)
import mailwright.engines.openvino_worker
import threading
for thread in threading.enumerate():
    thread is threading.current_thread() or thread.join(5)
print(heard)
"""


def test_openvino_starts_no_process_and_opens_no_connection(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCH],
        env={**os.environ, "HOME": str(tmp_path), "CI": ""},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_only_one_module_imports_openvino() -> None:
    direct = re.compile(r"^\s*(?:import|from) openvino", re.MULTILINE)
    found = [path.name for path in SOURCES.rglob("*.py") if direct.search(path.read_text("utf-8"))]
    assert found == ["silent_openvino.py"]
