"""A real server on a loopback port over a scripted engine whose streams can be held and watched."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest
import structlog
import uvicorn

from mailwright.engines.base import Chunk, Request
from mailwright.errors import EngineError
from mailwright.service import ServiceSettings, create_app
from mailwright.service.drafting import Service
from mailwright.service.server import DrainingServer
from mailwright.writer import Plan, Writer

PATIENCE = 30.0


@dataclass
class WatchedEngine:
    """Passes everything on to a scripted engine; tells other threads when a stream begins and is cut short."""

    inner: Any
    hold: bool = False
    refuse_start: bool = False
    fail_with: Exception | None = None
    began: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    cut: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    opened: threading.Event = field(default_factory=threading.Event)
    loop: asyncio.AbstractEventLoop | None = None
    prompts: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def name(self) -> str:
        return "scripted"

    @property
    def context_length(self) -> int:
        return int(self.inner.context_length)

    @property
    def ready(self) -> bool:
        return bool(self.inner.ready)

    async def start(self) -> None:
        self.loop = asyncio.get_running_loop()
        if self.refuse_start:
            raise EngineError("the scripted engine does not start: /secret/path")
        await self.inner.start()

    async def close(self) -> None:
        await self.inner.close()

    async def count_tokens(self, text: str) -> int:
        return int(await self.inner.count_tokens(text))

    async def stream(self, request: Request) -> AsyncGenerator[Chunk, None]:
        self.prompts.append(request.prompt)
        self.began.release()
        done = False
        try:
            if self.hold:
                await self.gate.wait()
            if self.fail_with is not None:
                raise self.fail_with
            async with aclosing(self.inner.stream(request)) as chunks:
                async for chunk in chunks:
                    yield chunk
            done = True
        finally:
            if not done:
                self.cut.release()

    def open(self) -> None:
        """Let held streams go on; from any thread."""
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.gate.set)


@dataclass
class Served:
    """A running server, a client for it and what it is made of."""

    client: httpx2.Client
    engine: WatchedEngine
    service: Service
    server: DrainingServer
    port: int

    def post(self, path: str, body: Any, **more: Any) -> httpx2.Response:
        return self.client.post(path, json=body, **more)


@contextmanager
def serve(
    engine: WatchedEngine,
    settings: ServiceSettings | None = None,
    *,
    context: ssl.SSLContext | None = None,
    wait: bool = True,
    plan: Plan | None = None,
) -> Iterator[Served]:
    settings = settings or ServiceSettings()
    app = create_app(settings, Writer(engine, name="scripted", plan=plan))
    service: Service = app.state.service
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=settings.drain_seconds,
        ssl_context_factory=None if context is None else lambda _config, _default: context,
    )
    server = DrainingServer(config, service)
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    started = threading.Event()

    async def main() -> None:
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not (server.started or serving.done()):
            await asyncio.sleep(0.01)
        if wait:
            await service.lifecycle.started()
        started.set()
        await serving

    thread = threading.Thread(target=asyncio.run, args=(main(),))
    thread.start()
    scheme = "http" if context is None else "https"
    with httpx2.Client(base_url=f"{scheme}://127.0.0.1:{port}", timeout=PATIENCE, trust_env=False) as client:
        try:
            assert started.wait(PATIENCE)
            yield Served(client, engine, service, server, port)
        finally:
            engine.open()
            server.should_exit = True
            thread.join(PATIENCE)
            listener.close()
    assert not thread.is_alive()


@pytest.fixture(autouse=True)
def quiet_log() -> Iterator[None]:
    """Log as ``mailwright serve`` does: no debug lines."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    yield
    structlog.configure(**before)


@pytest.fixture
def engine(scripted_engine: Any) -> WatchedEngine:
    return WatchedEngine(scripted_engine)


@pytest.fixture
def start(engine: WatchedEngine) -> Callable[..., Any]:
    """Start a server over ``engine``: ``with start(settings) as served``."""

    def run(settings: ServiceSettings | None = None, **more: Any) -> Any:
        return serve(engine, settings, **more)

    return run


@pytest.fixture
def served(engine: WatchedEngine) -> Iterator[Served]:
    """A server with default settings."""
    with serve(engine) as running:
        yield running
