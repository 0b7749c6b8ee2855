"""Admission: a bounded number of requests generate, a bounded number wait, the rest are turned away."""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final

from mailwright.errors import MailwrightError

FIRST_GUESS: Final = 5.0
REMEMBERED: Final = 20
LONGEST_WAIT: Final = 120


class QueueFullError(MailwrightError):
    """Every place in the queue is taken; ``retry_after`` is in seconds."""

    def __init__(self, waiting: int, retry_after: int) -> None:
        super().__init__(
            f"{waiting} requests wait already: try again in about {retry_after} second{'s'[: retry_after > 1]}"
        )
        self.retry_after = retry_after


class Admission:
    """Places for requests that generate, first come first served.

    Args:
        concurrency: requests that hold a place at the same time, 1 or more.
        queue_size: requests that wait for one, 0 or more.
        clock: seconds, monotonic.
    """

    def __init__(self, concurrency: int, queue_size: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._concurrency = concurrency
        self._queue_size = queue_size
        self._clock = clock
        self._waiters: deque[asyncio.Future[None]] = deque()
        self._durations: deque[float] = deque(maxlen=REMEMBERED)
        self._generating = 0

    @property
    def generating(self) -> int:
        """Requests that hold a place."""
        return self._generating

    @property
    def waiting(self) -> int:
        """Requests in the queue."""
        return len(self._waiters)

    @property
    def retry_after(self) -> int:
        """Seconds, at least 1, after which a place in the queue may be free: by the recent durations."""
        mean = sum(self._durations) / len(self._durations) if self._durations else FIRST_GUESS
        seconds = mean * (len(self._waiters) + 1) / self._concurrency
        return min(LONGEST_WAIT, max(1, math.ceil(seconds)))

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Hold a place while the context is entered; leaving the queue early is a cancelled task.

        Raises:
            QueueFullError: at once, if nobody may wait any more.
        """
        await self._enter()
        began = self._clock()
        try:
            yield
        finally:
            self._durations.append(self._clock() - began)
            self._leave()

    async def _enter(self) -> None:
        if self._generating < self._concurrency:
            self._generating += 1
            return
        if len(self._waiters) >= self._queue_size:
            raise QueueFullError(len(self._waiters), self.retry_after)
        turn = asyncio.get_running_loop().create_future()
        self._waiters.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._leave()  # the place was handed over just as the client went
            else:
                with suppress(ValueError):  # another that left has taken it out
                    self._waiters.remove(turn)
            raise

    def _leave(self) -> None:
        while self._waiters:
            turn = self._waiters.popleft()
            if not turn.done():
                turn.set_result(None)  # the place changes hands, so the count stays
                return
        self._generating -= 1
