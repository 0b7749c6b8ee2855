"""The native request -> its answer, whole or as a stream of events."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mailwright.brief import Brief
from mailwright.draft import Draft
from mailwright.errors import EngineError, MailwrightError
from mailwright.service.body import read_object
from mailwright.service.connection import Event, EventStream, until_gone
from mailwright.service.drafting import Service
from mailwright.service.problems import Problem, problem_of
from mailwright.service.v1.schema import EmailRequest
from mailwright.writer import DoneEvent, DraftEvent, TokenEvent


class EmailHandler:
    """Answers ``POST /v1/emails``."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def answer(self, request: Request) -> Response:
        """Return drafts with their findings, or stream them while they come."""
        wish = EmailRequest.model_validate(await read_object(request, self._service.settings))
        if wish.stream:
            brief = await until_gone(request.receive, self._admit(wish))
            request_id = request.scope["state"]["request_id"]
            return EventStream(self._service.admission.place, lambda: self._events(wish, brief, request_id))
        content = await until_gone(request.receive, self._write(wish))
        return JSONResponse(content, headers={"Cache-Control": "no-store"})

    async def _admit(self, wish: EmailRequest) -> Brief:
        return await self._service.admit(wish.brief_record, wish.sampling)

    async def _write(self, wish: EmailRequest) -> dict[str, Any]:
        service = self._service
        brief = await self._admit(wish)
        async with service.admission.place():
            try:
                drafts, usage = await service.writer.awrite(brief, wish.sampling)
            except EngineError:
                service.lifecycle.begin()
                raise
        service.metrics.count_usage(usage)
        wanted = [draft for draft in drafts if wish.policy == "flag" or draft.findings.faithful]
        if not wanted:
            raise strict_problem(drafts)
        for draft in wanted:
            service.metrics.count_draft(ready=draft.ready)
        return {
            "id": _new_id(),
            "model": service.writer.model.name,
            "drafts": [draft.to_dict() for draft in wanted],
            "usage": asdict(usage),
        }

    async def _events(self, wish: EmailRequest, brief: Brief, request_id: str) -> AsyncGenerator[Event, None]:
        service = self._service
        refused: list[Draft] = []
        delivered = 0
        try:
            async with aclosing(service.writer.stream(brief, wish.sampling)) as events:
                async for event in events:
                    match event:
                        case TokenEvent():
                            yield "token", asdict(event)
                        case DraftEvent(draft) if wish.policy == "flag" or draft.findings.faithful:
                            delivered += 1
                            service.metrics.count_draft(ready=draft.ready)
                            yield "draft", draft.to_dict()
                        case DraftEvent(draft):
                            refused.append(draft)
                        case DoneEvent(usage):
                            service.metrics.count_usage(usage)
                            if refused and not delivered:
                                raise strict_problem(refused)
                            done = {"id": _new_id(), "model": service.writer.model.name, "drafts": delivered}
                            yield "done", done | {"usage": asdict(usage)}
        except Problem as problem:
            yield "error", problem.document(request_id)
        except MailwrightError as error:
            if isinstance(error, EngineError):
                service.lifecycle.begin()
            yield "error", problem_of(error).document(request_id)


def strict_problem(drafts: Sequence[Draft]) -> Problem:
    """Return the 422 of a strict request none of whose drafts passed: findings, not texts."""
    hidden = ("subject", "body")
    findings = [{name: value for name, value in draft.to_dict().items() if name not in hidden} for draft in drafts]
    detail = "no draft covers every point without an unsupported fact: see the findings, or ask with policy 'flag'"
    return Problem(422, "no-draft-passed", detail, extra={"findings": findings})


def _new_id() -> str:
    return f"email-{uuid.uuid4().hex}"
