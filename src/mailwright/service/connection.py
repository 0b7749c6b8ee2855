"""Work that ends with the connection it is for, and streams of server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, aclosing
from typing import Any, Final, TypeVar

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

Result = TypeVar("Result")
Event = tuple[str, dict[str, Any]]
PATIENCE_SECONDS: Final = 30.0  # a client that reads nothing for so long does not hold a place any longer


class ClientGoneError(Exception):
    """The client has closed the connection; nobody waits for an answer."""


async def until_gone(receive: Receive, work: Coroutine[Any, Any, Result]) -> Result:
    """Return the result of ``work``; cancel it when the client goes.

    Args:
        receive: the request's channel, its body already read.
        work: a coroutine that frees what it holds when it is cancelled.

    Raises:
        ClientGoneError: the client was gone first.
    """
    working = asyncio.ensure_future(work)
    watching = asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait((working, watching), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ClientGoneError
    finally:
        for task in (working, watching):
            task.cancel()
        await asyncio.wait((working, watching))


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class EventStream(Response):
    """Server-sent events out of a generator that runs only while it holds a place.

    Args:
        place: entered before the first byte is sent, so that its errors still become problem documents.
        events: yields pairs of an event's name and its JSON data; closed when the client goes.
    """

    media_type = "text/event-stream"

    def __init__(
        self,
        place: Callable[[], AbstractAsyncContextManager[None]],
        events: Callable[[], AsyncGenerator[Event, None]],
    ) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._place = place
        self._events = events

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events until they or the client end."""
        await until_gone(receive, self._pump(send))

    async def _pump(self, send: Send) -> None:
        async with self._place(), aclosing(self._events()) as events:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            async for name, data in events:
                try:
                    async with asyncio.timeout(PATIENCE_SECONDS):
                        await _send_body(send, encode_event(name, data), more=True)
                except TimeoutError:
                    raise ClientGoneError from None
        await _send_body(send, b"", more=False)


def encode_event(name: str, data: dict[str, Any]) -> bytes:
    """Return one event in the wire format of server-sent events (WHATWG HTML, 9.2.6)."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode("utf-8", "replace")


def _send_body(send: Send, body: bytes, *, more: bool) -> Awaitable[None]:
    return send({"type": "http.response.body", "body": body, "more_body": more})
