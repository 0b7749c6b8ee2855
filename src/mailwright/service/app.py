"""The application is a function of its settings and its writer: no state elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import FastAPI
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

import mailwright
from mailwright.errors import MailwrightError
from mailwright.service.access import Access
from mailwright.service.docs import POLICY, docs_page
from mailwright.service.drafting import Service
from mailwright.service.edge import Edge
from mailwright.service.lifecycle import Lifecycle
from mailwright.service.metrics import Metrics
from mailwright.service.operations import operations_router
from mailwright.service.problems import Problem, answer_problem
from mailwright.service.queue import Admission
from mailwright.service.seed.router import seed_router
from mailwright.service.settings import ServiceSettings
from mailwright.service.v1.router import v1_router
from mailwright.writer import Writer

DESCRIPTION: Final = (
    "Writes the e-mail from its points, on your own machine. Nothing lost, nothing invented: each key point is "
    "traced to the words that carry it, and each fact of a draft back to the brief."
)


def create_app(settings: ServiceSettings, writer: Writer) -> FastAPI:
    """Return the application; its lifespan starts the writer in the background and closes it at the end.

    ``app.state.service`` holds the parts, for the process that runs it.
    """
    admission = Admission(settings.concurrency, settings.queue_size)
    lifecycle = Lifecycle(writer)
    service = Service(settings, writer, admission, lifecycle, Metrics(admission, lifecycle))
    app = FastAPI(
        title="mailwright",
        version=mailwright.__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.service = service
    for router in (seed_router, v1_router, operations_router):
        app.include_router(router(service))
    _add_docs(app)
    for error in (Problem, ValidationError, HTTPException, MailwrightError):
        app.add_exception_handler(error, _answer)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.cors_origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "X-API-Key", "X-Request-ID"],
            expose_headers=["Retry-After", "X-Request-ID"],
        )
    app.add_middleware(Edge, access=Access(settings), lifecycle=lifecycle, metrics=service.metrics)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    lifecycle: Lifecycle = app.state.service.lifecycle
    lifecycle.begin()
    try:
        yield
    finally:
        await lifecycle.close()


async def _answer(request: Request, error: Exception) -> Response:
    return answer_problem(request, error)


def _add_docs(app: FastAPI) -> None:
    async def docs(_: Request) -> Response:
        page = await asyncio.to_thread(docs_page, app.openapi())
        return HTMLResponse(page, headers={"Content-Security-Policy": POLICY})

    app.add_route("/docs", docs, include_in_schema=False)
