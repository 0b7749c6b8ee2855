"""One process that serves: its socket, its certificate, its announcement and its end."""

from __future__ import annotations

import asyncio
import errno
import math
import signal
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

import uvicorn

from mailwright.errors import MailwrightError
from mailwright.service.app import create_app
from mailwright.service.drafting import Service
from mailwright.service.settings import ServiceSettings
from mailwright.writer import Writer

POLL_SECONDS: Final = 0.05
STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


def bind(host: str, port: int) -> socket.socket:
    """Return a bound TCP socket; a taken port is said before a model is loaded.

    Raises:
        MailwrightError: the address is in use, not allowed or not one of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise MailwrightError(f"cannot listen on {host}: {error.strerror}") from None
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen()  # with SO_REUSEADDR a second bind would succeed until then
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            reason = "is in use: stop what listens there or choose another with --port"
        else:
            reason = f"cannot be listened on ({error.strerror}): choose another with --host or --port"
        raise MailwrightError(f"port {port} on {host} {reason}") from None
    return listener


def tls_context(certificate: Path, key: Path | None = None) -> ssl.SSLContext:
    """Return the TLS context of a certificate chain and its key (None: the key is in the same PEM file).

    Raises:
        MailwrightError: a file is missing or unreadable, or the two do not belong together.
    """
    for path, option in ((certificate, "--tls-cert"), (key, "--tls-key")):
        if path is not None and not path.is_file():
            raise MailwrightError(f"{option}: there is no file {path}")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key, password=lambda: "")
    except ssl.SSLError as error:
        raise MailwrightError(
            f"{certificate} and its key cannot be used ({error.reason or 'not PEM, or a key with a password'}): "
            "give a PEM certificate chain and the unencrypted PEM key that belongs to it"
        ) from None
    except (OSError, ValueError) as error:
        raise MailwrightError(f"{certificate} and its key cannot be read: {error}") from None
    return context


def run_server(
    settings: ServiceSettings,
    writer: Writer,
    listener: socket.socket,
    *,
    tls: ssl.SSLContext | None = None,
    announce: Callable[[str], None],
) -> None:
    """Serve until SIGINT or SIGTERM; ``announce`` is called with the URL once the model answers.

    Raises:
        MailwrightError: the model could not be started.
    """
    app = create_app(settings, writer)
    service: Service = app.state.service
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=settings.drain_seconds,
        ssl_context_factory=None if tls is None else lambda _config, _default: tls,
    )
    url = _url(listener, settings.host, secure=tls is not None)
    asyncio.run(_serve(DrainingServer(config, service), service, listener, lambda: announce(url)))


async def _serve(
    server: DrainingServer, service: Service, listener: socket.socket, announce: Callable[[], None]
) -> None:
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not (server.started or serving.done()):
        await asyncio.sleep(POLL_SECONDS)
    if serving.done():
        await serving
    failure: MailwrightError | None = None
    try:
        await service.lifecycle.started()
    except MailwrightError as error:
        failure = error
        server.should_exit = True
    else:
        if not service.lifecycle.draining:
            announce()
    await serving
    if failure and not server.asked_to_stop:
        raise failure


class DrainingServer(uvicorn.Server):
    """A uvicorn server that, told to stop, answers 503 to new requests while the running ones finish."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service
        self.asked_to_stop = False

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take SIGINT and SIGTERM while serving; a process that they end in order exits with 0."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in STOP_SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop in order; at a second SIGINT, at once."""
        self.asked_to_stop = True
        self._service.lifecycle.draining = True
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Drain for at most ``drain_seconds``, then close."""
        service = self._service
        service.lifecycle.draining = True
        deadline = time.monotonic() + service.settings.drain_seconds
        while self._busy and not self.force_exit and time.monotonic() < deadline:
            await asyncio.sleep(POLL_SECONDS)
        left = max(0, math.ceil(deadline - time.monotonic()))  # for connections that are still open
        self.config.timeout_graceful_shutdown = left
        await super().shutdown(sockets)

    @property
    def _busy(self) -> bool:
        return self._service.admission.generating + self._service.admission.waiting > 0


def _url(listener: socket.socket, host: str, *, secure: bool) -> str:
    port = listener.getsockname()[1]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"{'https' if secure else 'http'}://{shown}:{port}"
