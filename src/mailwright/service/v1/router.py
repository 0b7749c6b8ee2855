"""The native routes."""

from __future__ import annotations

from fastapi import APIRouter

from mailwright.service.drafting import Service
from mailwright.service.openapi import problem_responses, request_body
from mailwright.service.v1.handler import EmailHandler
from mailwright.service.v1.schema import EmailAnswer, EmailRequest


def v1_router(service: Service) -> APIRouter:
    """Return ``POST /v1/emails``."""
    router = APIRouter(prefix="/v1", tags=["E-mails"])
    success = {
        "model": EmailAnswer,
        "description": "The drafts. With `stream` it is `text/event-stream`: `token` events (`index`, `candidate`, "
        "`text`: a preview), one `draft` event each with its findings, then `done`, or one `error`.",
    }
    router.add_api_route(
        "/emails",
        EmailHandler(service).answer,
        methods=["POST"],
        summary="Write e-mails from a brief",
        description="Give `key_points`, or a `prompt` from which the brief is read. Each key point is traced to "
        "the words that carry it, and each fact of a draft back to the brief.",
        response_model=None,
        responses={200: success, **problem_responses(400, 401, 403, 413, 422, 429, 503)},
        openapi_extra=request_body(EmailRequest),
    )
    return router
