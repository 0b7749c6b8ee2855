"""What the routes that write e-mails share: the parts of the service, and the way from a record to a brief."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from mailwright.brief import Brief, brief_from_dict
from mailwright.errors import BriefError, EngineError, LanguageError
from mailwright.service.lifecycle import Lifecycle
from mailwright.service.metrics import Metrics
from mailwright.service.problems import FieldError, Problem
from mailwright.service.queue import Admission
from mailwright.service.settings import ServiceSettings
from mailwright.writer import Sampling, Writer

MAX_PROMPT: Final = 16_000
READ_AT_ONCE: Final = 2  # requests that are turned into briefs at the same time, so that the model keeps its cores
_API_NAMES: Final = {"sender": "from", "points": "key_points"}


@dataclass(frozen=True)
class Service:
    """The parts that handlers work with."""

    settings: ServiceSettings
    writer: Writer
    admission: Admission
    lifecycle: Lifecycle
    metrics: Metrics
    _reading: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(READ_AT_ONCE))

    async def admit(self, record: Mapping[str, Any], sampling: Sampling) -> Brief:
        """Return the brief of a request that can be served; nothing has been queued or generated yet.

        Raises:
            Problem: 422 naming the field; 503 while the model is not ready.
            PromptTooLongError: prompt and new tokens exceed the context.
            EngineError: the worker died over it.
        """
        try:
            async with self._reading:
                brief = await asyncio.to_thread(brief_from_dict, record)  # detecting a language takes its time
        except BriefError as error:
            raise self._named(error, record) from None
        self.lifecycle.require_ready()
        try:
            await self.writer.validate(brief, sampling)
        except LanguageError:
            raise
        except BriefError as error:
            raise self._named(error, record) from None
        except EngineError:
            self.lifecycle.begin()
            raise
        return brief

    @staticmethod
    def _named(error: BriefError, record: Mapping[str, Any]) -> Problem:
        """Name the field as the request does: a prompt's points are its own."""
        name, bracket, rest = error.field.partition("[")
        name = _API_NAMES.get(name, name)
        if name == "key_points" and not record.get("key_points"):
            if (record.get("prompt") or "").strip():
                return Problem.of_fields([FieldError("prompt", error.reason)])
            if "key_points" not in record:
                return Problem.of_fields([FieldError("prompt", "is empty: say what the e-mail is to tell")])
        return Problem.of_fields([FieldError(name + bracket + rest, error.reason)])
