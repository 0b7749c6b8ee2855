"""Nothing calls home: no library that we use, nor what it starts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import mailwright

SOURCES = Path(mailwright.__file__).parent
USE = """
import sys
heard = []
watched = ("os.fork", "subprocess.Popen", "socket.connect", "socket.getaddrinfo")
sys.addaudithook(lambda event, _: heard.append(event) if event in watched else None)
import mailwright.engines.openvino_worker
from mailwright.checks.embedding import embed
embed(["We meet on Monday.", "See you then."])
import huggingface_hub.constants
import threading
for thread in threading.enumerate():
    thread is threading.current_thread() or thread.join(5)
print(heard, huggingface_hub.constants.HF_HUB_DISABLE_TELEMETRY)
"""


# What calls home from native code, no audit hook hears; ONNX Runtime leaves an identifier in the home folder first.
def test_engine_and_checks_start_no_process_open_no_connection_and_leave_nothing(tmp_path: Path) -> None:
    out, left = run(USE, tmp_path)
    assert out == "[] True\n"
    assert left == []


def test_only_one_module_imports_openvino() -> None:
    direct = re.compile(r"^\s*(?:import|from) openvino", re.MULTILINE)
    found = [path.name for path in SOURCES.rglob("*.py") if direct.search(path.read_text("utf-8"))]
    assert found == ["silent_openvino.py"]


def run(code: str, home: Path) -> tuple[str, list[Path]]:
    """Run Python code under a new home, as on a machine that is no build server; return what it says and leaves."""
    kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV") if key in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**kept, "HOME": str(home)}, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, list(home.rglob("*"))
