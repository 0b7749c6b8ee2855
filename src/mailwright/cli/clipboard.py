"""Text to the clipboard: by the desktop's own program, else by the terminal (OSC 52)."""

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Final, TextIO

from mailwright.errors import MailwrightError

TIMEOUT_SECONDS: Final = 5
_PROGRAMS: Final = "wl-copy, xclip, xsel, pbcopy, clip.exe"


class ClipboardError(MailwrightError):
    """No clipboard could be reached."""


def copy_to_clipboard(text: str) -> str:
    """Copy ``text`` and return the name of the way it went.

    Raises:
        ClipboardError: there is neither a program for it nor a terminal.
    """
    for command, encoding in _candidates():
        if _piped(command, text.encode(encoding, "replace")):
            return command[0]
    terminal = next((stream for stream in (sys.stdout, sys.stderr) if stream.isatty()), None)
    if terminal is None:
        raise ClipboardError(f"--copy finds no clipboard: install one of {_PROGRAMS}, or run it on a terminal")
    _write_osc52(terminal, text)
    return "terminal"


def _candidates() -> Iterator[tuple[list[str], str]]:
    graphical = {"wl-copy": "WAYLAND_DISPLAY", "xclip": "DISPLAY", "xsel": "DISPLAY"}
    for command, encoding in (
        (["wl-copy"], "utf-8"),
        (["xclip", "-selection", "clipboard"], "utf-8"),
        (["xsel", "--clipboard", "--input"], "utf-8"),
        (["pbcopy"], "utf-8"),
        (["clip.exe"], "utf-16"),
    ):
        needs = graphical.get(command[0])
        if (needs is None or os.environ.get(needs)) and shutil.which(command[0]):
            yield command, encoding


def _piped(command: list[str], data: bytes) -> bool:
    # xclip and wl-copy stay behind to serve the selection: they must not hold our output streams.
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _write_osc52(terminal: TextIO, text: str) -> None:
    payload = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
    terminal.write(f"\x1b]52;c;{payload}\x07")
    terminal.flush()
