"""WorkerEngine: the Engine protocol over a worker process, the same for every engine that lives in one."""

from __future__ import annotations

import asyncio
import weakref
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, ClassVar

from mailwright.engines.base import Chunk, EngineSettings, ModelFile, Request
from mailwright.engines.machine import default_cache_bytes, default_threads
from mailwright.engines.process import Message, WorkerProcess
from mailwright.errors import EngineError, PromptTooLongError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


@dataclass(frozen=True)
class Activity:
    """What a worker does at this moment.

    Attributes:
        running: sequences that are being generated or wait for a slot.
        tokens_drawn: new tokens since the worker started, those of cancelled requests too.
    """

    running: int
    tokens_drawn: int


class WorkerEngine:
    """An engine in a worker process; see ``Engine`` for the contract. A subclass names the backend."""

    backend: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, model: ModelFile, settings: EngineSettings | None = None) -> None:
        self.model = model
        self.settings = settings or EngineSettings()
        self._worker: WorkerProcess | None = None
        self._context_length = self.settings.context_length
        self._finalizer: weakref.finalize[..., WorkerEngine] | None = None

    @property
    def name(self) -> str:
        """``openvino``, ``llamacpp`` or ``transformers``."""
        return self.backend

    @property
    def context_length(self) -> int:
        """How many tokens prompt and new text may have together; known once started."""
        return self._context_length

    @property
    def ready(self) -> bool:
        """Whether the worker is up with the model loaded and warmed."""
        return self._worker is not None and self._worker.ready

    @property
    def process_id(self) -> int | None:
        """The number of the worker process, None before the start."""
        return self._worker.process_id if self._worker else None

    async def start(self) -> None:
        """Load the model and warm it; raises EngineError or ModelError if that fails. Harmless when started."""
        await self._running()

    async def close(self) -> None:
        """End the worker; streams that still run end with EngineError. Harmless when closed."""
        worker, self._worker = self._worker, None
        if worker is None:
            return
        if self._finalizer is not None:
            self._finalizer.detach()
        worker.end()
        await asyncio.to_thread(worker.wait)

    async def count_tokens(self, text: str) -> int:
        """Return how many tokens the model's tokenizer makes of ``text``, as it would of a prompt."""
        _must_be_text(text)
        return int((await self._ask({"do": "count", "text": text}))["tokens"])

    async def activity(self) -> Activity:
        """Return what the worker does right now."""
        answer = await self._ask({"do": "activity"})
        return Activity(running=answer["running"], tokens_drawn=answer["tokens_drawn"])

    async def stream(self, request: Request) -> AsyncGenerator[Chunk, None]:
        """Yield chunks of the ``n`` samples as they come; see ``Engine.stream``."""
        _check(request)
        worker = await self._running()
        number, conversation = worker.open({"do": "stream", **asdict(request)})
        finished = False
        try:
            left = request.n
            while left:
                for chunk in _chunks(await conversation.get(), request, self._context_length):
                    left -= chunk.finish_reason is not None
                    finished = not left
                    yield chunk
        finally:
            worker.shut(number, cancel=not finished)

    async def _ask(self, message: Message) -> Message:
        worker = await self._running()
        number, conversation = worker.open(message)
        try:
            return await conversation.get()
        finally:
            worker.shut(number, cancel=False)

    async def _running(self) -> WorkerProcess:
        """Return a worker with its model loaded, started anew if there is none or if it died."""
        worker = self._worker
        if worker is None or not worker.alive:
            worker = self._worker = self._spawn()
        loading = asyncio.wrap_future(worker.loaded)
        loading.add_done_callback(lambda done: done.cancelled() or done.exception())  # seen, if nobody waits on
        loaded = await asyncio.shield(loading)
        self._context_length = loaded["context_length"]
        return worker

    def _spawn(self) -> WorkerProcess:
        settings = self.settings
        worker = WorkerProcess(
            self.title,
            {
                "backend": self.backend,
                "path": str(self.model.path),
                "label": self.model.label,
                "threads": settings.threads or default_threads(),
                "slots": settings.slots,
                "context_length": settings.context_length,
                "cache_bytes": settings.cache_bytes or default_cache_bytes(),
                "cache_folder": str(settings.cache_folder or ""),
                "device": settings.device,
                "precision": settings.precision,
            },
        )
        if self._finalizer is not None:
            self._finalizer.detach()
        self._finalizer = weakref.finalize(self, worker.end)
        return worker


def _chunks(message: Message, request: Request, context_length: int) -> list[Chunk]:
    if message["is"] == "too_long":
        raise PromptTooLongError(message["prompt_tokens"], request.max_tokens, context_length)
    return [Chunk(*part) for part in message["chunks"]]


def _must_be_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise EngineError(f"the text holds a lone surrogate at character {error.start}: it is no text") from error


def _check(request: Request) -> None:
    _must_be_text(request.prompt)
    for stop in request.stop:
        _must_be_text(stop)
    if not (request.n >= 1 and request.max_tokens >= 1):
        raise EngineError(f"n={request.n} and max_tokens={request.max_tokens} must both be 1 or more")
    if not (0 <= request.temperature <= 2 and 0 < request.top_p <= 1):
        raise EngineError(
            f"temperature={request.temperature} must lie in 0 to 2 and top_p={request.top_p} in 0 to 1, 0 excluded"
        )
    if not (request.seed >= 0 and request.seed + request.n <= 2**31):
        raise EngineError(f"seed={request.seed} must be 0 or more, and below 2**31 with the number of samples")
