"""The seed's request -> its answer."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mailwright.errors import EngineError
from mailwright.service.body import read_object
from mailwright.service.connection import until_gone
from mailwright.service.drafting import Service
from mailwright.service.seed.schema import SeedAnswer, SeedRequest, SeedText
from mailwright.writer import Sampling


class SeedHandler:
    """Answers ``POST /``."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def answer(self, request: Request) -> Response:
        """Return ``n_gen`` messages for the free-text prompt."""
        wish = SeedRequest.model_validate(await read_object(request, self._service.settings, strict=False))
        answer = await until_gone(request.receive, self._write(wish))
        return JSONResponse(answer.model_dump(), headers={"Cache-Control": "no-store"})

    async def _write(self, wish: SeedRequest) -> SeedAnswer:
        service = self._service
        sampling = Sampling(n=wish.n_gen, temperature=wish.temperature, max_tokens=wish.token_count)
        brief = await service.admit({"prompt": wish.prompt}, sampling)
        async with service.admission.place():
            try:
                drafts, usage = await service.writer.awrite(brief, sampling)
            except EngineError:
                service.lifecycle.begin()
                raise
        service.metrics.count_usage(usage)
        for draft in drafts:
            service.metrics.count_draft(ready=draft.ready)
        texts = [SeedText(id=number, text=draft.body) for number, draft in enumerate(drafts)]
        return SeedAnswer(generated_text=texts)
