"""Errors as clients see them: RFC 9457 problem documents, or the shape that a route's clients expect."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from mailwright.errors import BriefError, EngineError, MailwrightError, PromptTooLongError
from mailwright.service.queue import QueueFullError

MAX_ERRORS: Final = 20
MAX_FIELD: Final = 80
_OPENAI_PATHS: Final = ("/v1/chat", "/v1/completions", "/v1/models")


@dataclass(frozen=True)
class FieldError:
    """One thing that is wrong with a request: where, and why."""

    field: str
    reason: str


@dataclass(eq=False)
class Problem(Exception):
    """An answer other than success; ``extra`` holds further members of the document."""

    status: int
    kind: str
    detail: str
    errors: Sequence[FieldError] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of_fields(cls, errors: Sequence[FieldError], status: int = 422) -> Problem:
        """Return the problem of a request with wrong fields; the first of them is the detail."""
        first = errors[0]
        return cls(status, "invalid-request", f"{first.field} {first.reason}".strip(), errors[:MAX_ERRORS])

    def document(self, request_id: str = "") -> dict[str, Any]:
        """Return the RFC 9457 document."""
        document: dict[str, Any] = {
            "type": f"urn:mailwright:problem:{self.kind}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            document["errors"] = [{"field": error.field, "reason": error.reason} for error in self.errors]
        if request_id:
            document["request_id"] = request_id
        return document | dict(self.extra)


def unavailable(detail: str, seconds: int = 5) -> Problem:
    """Return the 503 of a service that cannot answer now but may in some seconds."""
    return Problem(503, "not-ready", detail, headers={"Retry-After": str(seconds)})


def problem_of(error: MailwrightError) -> Problem:
    """Return what a client is told of one of our errors."""
    match error:
        case BriefError():
            return Problem.of_fields([FieldError(error.field, error.reason)])
        case PromptTooLongError():
            return Problem(413, "prompt-too-long", str(error))
        case QueueFullError():
            retry = {"Retry-After": str(error.retry_after)}
            return Problem(429, "queue-full", str(error), headers=retry)
        case EngineError():
            return unavailable("the model stopped answering and is being restarted: try again in a few seconds")
    return Problem(500, "internal", "the request failed for a reason on our side")


def problem_of_validation(error: ValidationError) -> Problem:
    """Return the 422 that names each wrong field, without echoing its value."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return Problem.of_fields([FieldError(_place(item["loc"]), _reason(item)) for item in found[:MAX_ERRORS]])


def problem_response(problem: Problem, path: str, method: str, request_id: str) -> Response:
    """Return the answer in the shape of the route: the seed's, OpenAI's or ``application/problem+json``."""
    content: dict[str, Any]
    media_type = "application/json"
    if path == "/" and method not in ("GET", "HEAD"):
        content = {"status": "error", "error": problem.detail}
    elif path.startswith(_OPENAI_PATHS):
        field_name = problem.errors[0].field if problem.errors else None
        kind = "invalid_request_error" if problem.status < 500 else "server_error"
        error = {"message": problem.detail, "type": kind, "param": field_name, "code": problem.kind}
        content = {"error": error}
    else:
        content, media_type = problem.document(request_id), "application/problem+json"
    headers = {**problem.headers, "Cache-Control": "no-store"}
    return Response(json.dumps(content), problem.status, headers, media_type)


def answer_problem(request: Request, error: Exception) -> Response:
    """Turn what a route raised into its answer (an exception handler of Starlette)."""
    match error:
        case Problem():
            problem = error
        case ValidationError():
            problem = problem_of_validation(error)
        case HTTPException():
            problem = Problem(error.status_code, "http", _http_detail(request, error), headers=error.headers or {})
        case MailwrightError():
            problem = problem_of(error)
        case _:
            raise error
    request_id = request.scope.get("state", {}).get("request_id", "")
    return problem_response(problem, request.url.path, request.method, request_id)


def _http_detail(request: Request, error: HTTPException) -> str:
    if error.status_code == 404:
        return "there is nothing at this path: see /docs for what there is"
    if error.status_code == 405:
        return f"this path does not answer {request.method[:MAX_FIELD]}: see /docs for what it does"
    return str(error.detail)


def _place(location: Sequence[int | str]) -> str:
    place = ""
    for part in location:
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else part
    return printable(place)


def printable(name: str) -> str:
    """Return a name that a client sent so that it can stand in a message: short, and no surrogates."""
    shown = name.encode("utf-8", "backslashreplace").decode()
    return shown if len(shown) <= MAX_FIELD else shown[:MAX_FIELD] + "…"


def _reason(item: Mapping[str, Any]) -> str:
    if item["type"] == "extra_forbidden":
        return "is not a field of this request: remove it or see /docs for the right name"
    if item["type"] == "missing":
        return "is required"
    message = str(item["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    return message[0].lower() + message[1:]
