"""How far a download is: a bar on a terminal, plain lines elsewhere, nothing if nobody looks."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from rich.progress import Progress as RichBar
    from rich.progress import TaskID

STEPS_OF_PLAIN_LINES = 10


class Progress(Protocol):
    """Told what happens while a model is fetched."""

    def note(self, text: str) -> None:
        """Take one sentence on what is being done."""
        ...

    def advance(self, label: str, done: int, total: int) -> None:
        """Take that ``done`` bytes of ``total`` of the file ``label`` are here; total 0 means unknown."""
        ...


class SilentProgress:
    """Shows nothing."""

    def note(self, text: str) -> None:
        """Drop the sentence."""

    def advance(self, label: str, done: int, total: int) -> None:
        """Drop the figure."""


class PlainProgress:
    """One line a sentence and one line a tenth of a file."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._steps: dict[str, int] = {}

    def note(self, text: str) -> None:
        """Print the sentence."""
        print(text, file=self._stream, flush=True)

    def advance(self, label: str, done: int, total: int) -> None:
        """Print the figure if another tenth is here."""
        step = STEPS_OF_PLAIN_LINES * done // total if total else 0
        if step > self._steps.get(label, 0):
            self._steps[label] = step
            share = 100 * step // STEPS_OF_PLAIN_LINES
            self.note(f"{label}: {share} % of {total / 1e6:.1f} MB")


class BarProgress:
    """Rich bars, one a file; sentences stand above them."""

    def __init__(self, bar: RichBar) -> None:
        self._bar = bar
        self._tasks: dict[str, TaskID] = {}

    def note(self, text: str) -> None:
        """Print the sentence above the bars."""
        self._bar.console.print(text, highlight=False, markup=False)

    def advance(self, label: str, done: int, total: int) -> None:
        """Move the file's bar."""
        if label not in self._tasks:
            self._tasks[label] = self._bar.add_task(label, total=total or None)
        self._bar.update(self._tasks[label], completed=done, total=total or None)


@contextmanager
def open_progress(stream: TextIO | None = None) -> Iterator[Progress]:
    """Yield a progress that fits the stream (stderr if not given): bars on a terminal, lines elsewhere."""
    stream = stream or sys.stderr
    if not stream.isatty():
        yield PlainProgress(stream)
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
    from rich.progress import Progress as RichBar

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with RichBar(*columns, console=Console(file=stream)) as bar:
        yield BarProgress(bar)
