"""How far a long run is: a bar on a terminal, plain lines elsewhere; both on stderr."""

import sys
import time
from types import TracebackType
from typing import Final, Protocol, Self

PLAIN_EVERY_SECONDS: Final = 10.0


class Progress(Protocol):
    """A context manager that is told how many lines are settled."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def show(self, settled: int, failed: int) -> None:
        """Show that so many lines are settled, failed ones among them."""
        ...


def progress_over(total: int, doing: str = "writing") -> Progress:
    """Return what shows progress over ``total`` lines on this stderr; ``doing`` is what a bar is labelled with."""
    return _Bar(total, doing) if sys.stderr.isatty() else _PlainLines(total)


class _PlainLines:
    def __init__(self, total: int) -> None:
        self._total = total
        self._next = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def show(self, settled: int, failed: int) -> None:
        now = time.monotonic()
        if now < self._next and settled < self._total:
            return
        self._next = now + PLAIN_EVERY_SECONDS
        print(f"{settled} of {self._total} lines, {failed} failed", file=sys.stderr, flush=True)


class _Bar:
    def __init__(self, total: int, doing: str) -> None:
        from rich import progress
        from rich.console import Console

        self._bar = progress.Progress(
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TimeElapsedColumn(),
            progress.TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._doing = doing
        self._task = self._bar.add_task(doing, total=total)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, settled: int, failed: int) -> None:
        description = f"{self._doing} ({failed} failed)" if failed else self._doing
        self._bar.update(self._task, completed=settled, description=description)
