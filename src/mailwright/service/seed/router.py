"""The seed's route."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from mailwright.service.drafting import Service
from mailwright.service.openapi import request_body
from mailwright.service.seed.handler import SeedHandler
from mailwright.service.seed.schema import SeedAnswer, SeedError, SeedRequest


def seed_router(service: Service) -> APIRouter:
    """Return ``POST /``."""
    router = APIRouter(tags=["Seed"])
    errors: dict[int | str, dict[str, Any]] = {status: {"model": SeedError} for status in (400, 413, 422, 429, 503)}
    router.add_api_route(
        "/",
        SeedHandler(service).answer,
        methods=["POST"],
        summary="Write e-mails from free text",
        description="The route of the project that mailwright grew from; its clients work unchanged.",
        response_model=None,
        responses={200: {"model": SeedAnswer}, **errors},
        openapi_extra=request_body(SeedRequest),
    )
    return router
