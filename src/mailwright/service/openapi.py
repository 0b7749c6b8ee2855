"""Request bodies in the OpenAPI document: routes read them on their own, so they declare them on their own."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "example": "urn:mailwright:problem:invalid-request"},
        "title": {"type": "string", "example": "Unprocessable Content"},
        "status": {"type": "integer", "example": 422},
        "detail": {"type": "string", "example": "key_points[3] is empty: remove it or say something"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "reason": {"type": "string"}},
            },
        },
        "request_id": {"type": "string"},
    },
}


def request_body(model: type[BaseModel]) -> dict[str, Any]:
    """Return the ``requestBody`` of a route that takes ``model`` as JSON, with the model's examples."""
    schema = model.model_json_schema()
    examples = schema.pop("examples", [])
    named = {f"example {number}": {"value": example} for number, example in enumerate(examples, 1)}
    content: dict[str, Any] = {"schema": schema}
    if named:
        content["examples"] = named
    return {"requestBody": {"required": True, "content": {"application/json": content}}}


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI entries of routes that answer problem documents with these statuses."""
    texts = {
        400: "Not JSON",
        401: "No key",
        403: "Wrong key or foreign origin",
        413: "Too long for the model's context, or too large a body",
        422: "A field is wrong, or under `strict` no draft passed",
        429: "The queue is full: see Retry-After",
        503: "Not ready, or draining",
    }
    content = {"application/problem+json": {"schema": PROBLEM_SCHEMA}}
    return {status: {"description": texts[status], "content": content} for status in statuses}
