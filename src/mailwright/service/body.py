"""Reading a request's body: bounded in size and time, JSON only, every fault with its reason."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, Final

from starlette.requests import Request

from mailwright.service.problems import FieldError, Problem, printable
from mailwright.service.settings import ServiceSettings

DISCARDED: Final = 16
_SINGLE_BYTE: Final = frozenset({"iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252"})


async def read_object(request: Request, settings: ServiceSettings, *, strict: bool = True) -> dict[str, Any]:
    """Return the JSON object that the body holds, whatever its content type says.

    Args:
        request: the request, its body not yet read.
        settings: ``body_limit`` and ``body_seconds`` bound the body.
        strict: refuse a key that stands twice in one object; else the last one wins.

    Raises:
        Problem: 400 for what is not JSON, 408 and 413 for a late or a large body, 422 for JSON that is no object.
    """
    try:
        async with asyncio.timeout(settings.body_seconds):
            raw = await _read(request.stream(), request.headers.get("content-length", ""), settings.body_limit)
    except TimeoutError:
        raise Problem(
            408, "slow-body", "the body did not arrive in time", headers={"Connection": "close"}
        ) from None
    text = _decode(raw, request.headers.get("content-type", ""))
    value = _parse(text, strict=strict)
    if not isinstance(value, dict):
        raise Problem.of_fields([FieldError("body", "must be a JSON object")])
    return value


async def _read(stream: AsyncIterator[bytes], announced: str, limit: int) -> bytes:
    """Return the body; what is somewhat too large is read to its end, so that its sender sees the answer."""
    problem = Problem(
        413, "body-too-large", f"the body has more than {limit} bytes", headers={"Connection": "close"}
    )
    patience = limit * DISCARDED
    if announced.isascii() and announced.isdigit() and (len(announced) > 18 or int(announced) > patience):
        raise problem
    parts = bytearray()
    size = 0
    async for part in stream:
        size += len(part)
        if size > patience:
            raise problem
        if size <= limit:
            parts += part
    if size > limit:
        raise problem
    return bytes(parts)


def _decode(raw: bytes, content_type: str) -> str:
    _, _, charset = content_type.lower().partition("charset=")
    try:
        return raw.decode(json.detect_encoding(raw))
    except UnicodeDecodeError as error:
        if charset.strip(' "') in _SINGLE_BYTE:
            return raw.decode("cp1252", "replace")
        raise Problem(400, "not-text", f"the body is not valid UTF-8 at byte {error.start}") from None


def _parse(text: str, *, strict: bool) -> Any:
    if not text.strip():
        raise Problem(400, "not-json", "the body is empty: send a JSON object")
    try:
        return json.loads(text, object_pairs_hook=_unique if strict else None)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Problem(400, "not-json", f"the body is not JSON: {error.msg} at {place}") from None
    except RecursionError:
        raise Problem(400, "too-deep", "the body is nested too deeply") from None
    except ValueError:  # Python's bound on the digits of an integer
        raise Problem(400, "not-json", "the body holds a number with too many digits") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise Problem.of_fields([FieldError(printable(key), "is given twice: keep one")])
        result[key] = value
    return result
