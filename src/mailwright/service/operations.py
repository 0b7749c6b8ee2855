"""Routes for those who run the service: health, version, metrics, and the way to the docs."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

import mailwright
from mailwright.service.drafting import Service
from mailwright.service.openapi import problem_responses
from mailwright.service.problems import unavailable

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def operations_router(service: Service) -> APIRouter:
    """Return ``/health/live``, ``/health/ready``, ``/version``, ``/metrics`` and ``GET /``."""
    router = APIRouter(tags=["Operations"])

    @router.get("/health/live", summary="Whether the process answers")
    async def live() -> dict[str, str]:
        return {"status": "live"}

    @router.get("/health/ready", summary="Whether requests are served", responses=problem_responses(503))
    async def ready() -> dict[str, str]:
        if service.lifecycle.reason:
            raise unavailable(service.lifecycle.reason)
        return {"status": "ready"}

    @router.get("/version", summary="What answers here")
    async def version() -> dict[str, Any]:
        model = service.writer.model
        described = {
            "name": model.name,
            "version": model.version,
            "engine": model.engine,
            "languages": list(model.languages),
            "context_length": model.context_length,
        }
        return {"version": mailwright.__version__, "model": described}

    @router.get("/metrics", summary="Figures for Prometheus", response_class=Response)
    async def metrics() -> Response:
        return Response(service.metrics.render(), media_type=METRICS_TYPE)

    @router.get("/", include_in_schema=False)
    async def root() -> Response:
        return RedirectResponse("/docs")

    return router
