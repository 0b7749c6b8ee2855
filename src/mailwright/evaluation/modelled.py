"""Models as Drafters: one sample as it comes, or the best of several behind the Writer."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Self

from mailwright.engines.base import Request
from mailwright.errors import EngineError, PromptTooLongError
from mailwright.evaluation.drafter import Mode, Written
from mailwright.writer import Plan, Sampling, Writer
from mailwright.writer.drawing import with_signature

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence
    from pathlib import Path

    from mailwright.brief import Brief
    from mailwright.draft import FinishReason
    from mailwright.engines.base import Engine
    from mailwright.prompt import PromptFormat

SEEDS_APART = 64
"""The Writer draws its candidates with seeds that follow each other; so far apart begin those of two drafts."""


@dataclass(frozen=True)
class Settings:
    """How drafts are drawn.

    Attributes:
        temperature: of a single draft, 0 to 2.
        writer_temperature: of the Writer's candidates in the first round.
        top_p: nucleus sampling.
        max_tokens: most new tokens of one draft.
    """

    temperature: float = 0.3
    writer_temperature: float = 0.4
    top_p: float = 0.95
    max_tokens: int = 400


@dataclass(frozen=True)
class Loaded:
    """A model that can be drawn from, what its weights are, and where they lie."""

    engine: Engine
    layout: PromptFormat
    weights: dict[str, Any]
    path: Path
    languages: tuple[str, ...] = ("en",)


class SingleDrafter:
    """Takes every sample as it comes: what the model does by itself."""

    mode: Mode = "single"

    def __init__(self, model: Loaded, settings: Settings) -> None:
        """Make a Drafter of a model."""
        self.model = model
        self._settings = settings

    @property
    def identity(self) -> dict[str, Any]:
        """Weights, engine, prompt format and sampling."""
        chosen = asdict(self._settings)
        del chosen["writer_temperature"]
        return _identity(self.model) | chosen

    async def draft(self, brief: Brief, seed: int, numbers: Sequence[int]) -> AsyncGenerator[Written, None]:
        """Yield samples: number ``i`` has the seed ``seed + i``; all up to the last are drawn over one prompt."""
        settings, layout = self._settings, self.model.layout
        request = Request(
            prompt=layout.render(brief),
            n=max(numbers) + 1,
            max_tokens=settings.max_tokens,
            temperature=settings.temperature,
            top_p=settings.top_p,
            seed=seed,
            stop=layout.stop,
        )
        start = time.perf_counter()
        try:
            read = await self.model.engine.count_tokens(request.prompt)
            samples = await _samples(self.model.engine, request)
        except PromptTooLongError as error:
            for _ in numbers:
                yield Written("", "", error=str(error))
            return
        seconds = (time.perf_counter() - start) / request.n
        for number in numbers:
            text, reason, tokens = samples[number]
            subject, body = layout.parse(brief, text)
            yield Written(subject, with_signature(body, brief), reason, read, tokens, seconds)

    async def __aenter__(self) -> Self:
        await self.model.engine.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.model.engine.close()


class WriterDrafter:
    """Asks the Writer for one draft: up to ``plan.most`` candidates are drawn, checked and chosen from."""

    mode: Mode = "writer"

    def __init__(self, model: Loaded, settings: Settings, plan: Plan | None = None) -> None:
        """Make a Drafter of a model behind the Writer."""
        self.model = model
        self._settings = settings
        self._plan = plan or Plan()
        self._writer = Writer(
            model.engine, name="evaluated", languages=model.languages, layout=model.layout, plan=self._plan
        )

    @property
    def identity(self) -> dict[str, Any]:
        """Weights, engine, prompt format, sampling and plan."""
        chosen = asdict(self._settings)
        chosen["temperature"] = chosen.pop("writer_temperature")
        return _identity(self.model) | chosen | {"plan": asdict(self._plan)}

    async def draft(self, brief: Brief, seed: int, numbers: Sequence[int]) -> AsyncGenerator[Written, None]:
        """Yield drafts, each of its own call: what so many users get."""
        for number in numbers:
            yield await self._one(brief, seed + number * SEEDS_APART)

    async def _one(self, brief: Brief, seed: int) -> Written:
        settings = self._settings
        sampling = Sampling(1, settings.writer_temperature, settings.top_p, settings.max_tokens, seed)
        start = time.perf_counter()
        try:
            drafts, usage = await self._writer.awrite(brief, sampling)
        except PromptTooLongError as error:
            return Written("", "", error=str(error))
        draft, seconds = drafts[0], time.perf_counter() - start
        return Written(
            draft.subject,
            draft.body,
            draft.finish_reason,
            usage.prompt_tokens,
            usage.completion_tokens,
            seconds,
            surprisal=draft.surprisal,
        )

    async def __aenter__(self) -> Self:
        await self._writer.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._writer.close()


def load(model: str, engine: str = "auto") -> Loaded:
    """Return a bundle by name or folder, or a GGUF file, ready to be drawn from; it is fetched if need be.

    Raises:
        ModelError: there is no such model, or its weights cannot be had or trusted.
    """
    from mailwright.engines.base import EngineSettings, ModelFile
    from mailwright.engines.select import select_engine
    from mailwright.models import home, resolve
    from mailwright.models.facts import model_digest

    bundle = resolve(model)
    file = ModelFile(path=bundle.weights, architecture=bundle.architecture, label=bundle.name)
    context = min(EngineSettings().context_length, bundle.context_length)
    settings = EngineSettings(context_length=context, cache_folder=home() / "engines")
    chosen, _ = select_engine(file, settings, engine)
    weights = {
        "name": bundle.name,
        "version": bundle.version,
        "quantisation": bundle.quantisation,
        "sha256": bundle.sha256 or model_digest(bundle.weights),
    }
    return Loaded(chosen, bundle.prompt_format, weights, bundle.weights, bundle.languages)


def _identity(model: Loaded) -> dict[str, Any]:
    return {**model.weights, "engine": model.engine.name, "prompt_format": asdict(model.layout)}


async def _samples(engine: Engine, request: Request) -> list[tuple[str, FinishReason, int]]:
    """Return text, finish reason and tokens of each sample; an engine that died is asked once more."""
    try:
        return await _draw(engine, request)
    except EngineError:  # its worker is started anew for the next request
        await asyncio.sleep(0)
        return await _draw(engine, request)


async def _draw(engine: Engine, request: Request) -> list[tuple[str, FinishReason, int]]:
    texts, tokens = [""] * request.n, [0] * request.n
    reasons: list[FinishReason] = ["stop"] * request.n
    async with aclosing(engine.stream(request)) as chunks:
        async for chunk in chunks:
            texts[chunk.index] += chunk.text
            tokens[chunk.index] += chunk.tokens
            reasons[chunk.index] = chunk.finish_reason or "stop"
    return list(zip(texts, reasons, tokens, strict=True))
