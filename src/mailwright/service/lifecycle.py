"""From the first start to the last answer: when the service is ready, failed, restarting or draining."""

from __future__ import annotations

import asyncio

import structlog

from mailwright.errors import EngineError, MailwrightError
from mailwright.service.problems import unavailable
from mailwright.writer import Writer

log = structlog.get_logger("mailwright.service")


class Lifecycle:
    """Starts a Writer in the background, starts it anew when its worker died, and closes it."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._starting: asyncio.Task[None] | None = None
        self.draining = False
        self.failure: MailwrightError | None = None

    @property
    def ready(self) -> bool:
        """Whether requests are served."""
        return self._writer.ready and not self.draining

    def begin(self) -> None:
        """Start the writer in the background unless it is up or being started."""
        if self._writer.ready or self.draining or (self._starting and not self._starting.done()):
            return
        self._starting = asyncio.create_task(self._start())
        self._starting.add_done_callback(_report_crash)

    async def started(self) -> None:
        """Wait for the start under way.

        Raises:
            MailwrightError: it failed.
        """
        if self._starting:
            await asyncio.wait([self._starting])
        if self.failure:
            raise self.failure
        if not self._writer.ready:
            raise EngineError("the model could not be started: the log names the kind of failure")

    def require_ready(self) -> None:
        """Raise the 503 of a service that is not ready; see that it becomes so."""
        reason = self.reason
        if reason:
            self.begin()
            raise unavailable(reason)

    @property
    def reason(self) -> str:
        """Why the service is not ready; empty if it is."""
        if self.draining:
            return "the service is stopping: ask another instance or try again later"
        if self._writer.ready:
            return ""
        if self.failure:
            return "the model could not be started: the service's log says why"
        return "the model is being loaded: try again in a few seconds"

    async def close(self) -> None:
        """End a start under way and close the writer."""
        self.draining = True
        if self._starting and not self._starting.done():
            self._starting.cancel()
            await asyncio.wait([self._starting])
        await self._writer.close()

    async def _start(self) -> None:
        self.failure = None
        try:
            await self._writer.start()
        except MailwrightError as error:
            self.failure = error
            log.error("start failed", error=type(error).__name__, reason=str(error))
        else:
            model = self._writer.model
            log.info("ready", model=model.name, version=model.version, engine=model.engine)


def _report_crash(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("start crashed", error=type(error).__name__)
