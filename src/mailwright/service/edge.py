"""The outermost layer: request id, access, metrics, one log line an answer, and nothing that escapes."""

from __future__ import annotations

import asyncio
import json
import re
import time
import uuid
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mailwright.service.access import Access
from mailwright.service.connection import ClientGoneError
from mailwright.service.lifecycle import Lifecycle
from mailwright.service.metrics import Metrics
from mailwright.service.problems import Problem, problem_response, unavailable

CLIENT_GONE: Final = 499  # nginx's code for a client that left; it is logged, never sent
MAX_PATH: Final = 200
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

log = structlog.get_logger("mailwright.service")


@dataclass
class _Exchange:
    """One request and what has been answered so far."""

    scope: Scope
    send: Send
    request_id: str
    reader: str = ""  # the origin of a web page that may read the answer
    began: float = field(default_factory=time.perf_counter)
    status: int = 0
    streaming: bool = False
    finished: bool = False

    async def forward(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self.request_id
            headers["X-Content-Type-Options"] = "nosniff"
            if self.reader:  # also of answers that the application never saw
                headers.setdefault("Access-Control-Allow-Origin", self.reader)
                headers.add_vary_header("Origin")
            self.streaming = headers.get("content-type", "").startswith("text/event-stream")
        elif message["type"] == "http.response.body":
            self.finished = not message.get("more_body", False)
        await self.send(message)

    async def answer(self, problem: Problem) -> None:
        """Send the problem, as an event if a stream of events is open."""
        if not self.status:
            path, method = self.scope["path"], self.scope["method"]
            response = problem_response(problem, path, method, self.request_id)
            await response(self.scope, _nothing, self.forward)
        elif not self.finished:
            event = f"event: error\ndata: {json.dumps(problem.document(self.request_id))}\n\n" * self.streaming
            await self.forward({"type": "http.response.body", "body": event.encode(), "more_body": False})


class Edge:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, *, access: Access, lifecycle: Lifecycle, metrics: Metrics) -> None:
        self._app = app
        self._access = access
        self._lifecycle = lifecycle
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        origin = headers.get("origin", "")
        exchange = _Exchange(scope, send, request_id, origin if self._access.is_listed(origin) else "")
        try:
            self._access.check(scope["method"], scope["path"], headers)
            await self._app(scope, receive, exchange.forward)
        except Problem as problem:
            await exchange.answer(problem)
        except (ClientGoneError, ClientDisconnect):
            pass  # nobody is there to be answered; the log line says 499
        except asyncio.CancelledError:
            if not self._lifecycle.draining:
                raise
            await exchange.answer(unavailable("the service has stopped before this was finished"))
        except Exception as error:
            log.error("failed", error=type(error).__name__, request_id=request_id)
            log.debug("failed", exc_info=error)
            await exchange.answer(Problem(500, "internal", "the request failed for a reason on our side"))
        finally:
            self._record(exchange)

    def _record(self, exchange: _Exchange) -> None:
        scope = exchange.scope
        seconds = time.perf_counter() - exchange.began
        status = exchange.status if exchange.finished else CLIENT_GONE
        route: Any = scope.get("route")
        self._metrics.count_request(scope["method"], getattr(route, "path", "other"), status, seconds)
        path = scope.get("raw_path") or scope["path"].encode("utf-8", "backslashreplace")
        log.info(
            "answered",
            method=scope["method"][:16],
            path=path.decode("ascii", "backslashreplace")[:MAX_PATH],
            status=status,
            duration_ms=round(seconds * 1000, 1),
            request_id=exchange.request_id,
        )


async def _nothing() -> Message:
    return {"type": "http.disconnect"}
