"""What a killed run left beside a data set: hidden folders named after the set, what they are and the process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path


def recover(folder: Path) -> bool:
    """Put a data set back that a process was about to replace when it was killed; return whether there was one."""
    if folder.exists():
        return False
    for path in _left(folder, "old"):
        path.rename(folder)
        return True
    return False


def clear(folder: Path) -> None:
    """Remove the hidden folders that processes which no longer run left beside a data set."""
    for kind in ("old", "partial"):
        for path in _left(folder, kind):
            shutil.rmtree(path)


def _left(folder: Path, kind: str) -> Iterator[Path]:
    start = f".{folder.name}.{kind}-"
    for path in sorted(folder.parent.glob(f".*.{kind}-*")):
        process = path.name.removeprefix(start)
        if path.name.startswith(start) and process.isdigit() and not _runs(int(process)):
            yield path


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
