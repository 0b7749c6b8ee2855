"""How far a data set is, stage by stage: bars on a terminal, plain lines elsewhere; both on stderr."""

import sys
import time
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Final, Protocol, Self

PLAIN_EVERY_SECONDS: Final = 10.0
BAR_EVERY_SECONDS: Final = 0.1


class Stages(AbstractContextManager["Stages"], Protocol):
    """A context manager that is a Watcher of a build."""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Show that ``done`` of ``total`` (None if unknown) are through ``stage``."""
        ...


def stages() -> Stages:
    """Return what shows the stages of a build on this stderr."""
    return _Bars() if sys.stderr.isatty() else _PlainLines()


class _PlainLines:
    """Says where a stage is every ten seconds, and how it ended if it had to be spoken of at all."""

    def __init__(self) -> None:
        self._next = time.monotonic() + PLAIN_EVERY_SECONDS
        self._spoken = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        ended = done == total and self._spoken == stage
        if now < self._next and not ended:
            return
        self._next = now + PLAIN_EVERY_SECONDS
        self._spoken = "" if ended else stage
        print(f"{stage}: {done:,}" + (f" of {total:,}" if total is not None else ""), file=sys.stderr, flush=True)


class _Bars:
    """One bar a stage, in the order in which the stages begin."""

    def __init__(self) -> None:
        from rich import progress
        from rich.console import Console

        self._bars = progress.Progress(
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TimeElapsedColumn(),
            progress.TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._tasks: dict[str, Any] = {}
        self._next = 0.0

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=total)
        elif now < self._next and done != total:
            return
        self._next = now + BAR_EVERY_SECONDS
        self._bars.update(self._tasks[stage], completed=done, total=total)
