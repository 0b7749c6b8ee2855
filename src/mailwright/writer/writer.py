"""Writer: Brief -> drafts that were checked, ranked and, where something was missing, drawn again."""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing
from dataclasses import dataclass, replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from mailwright.brief import Brief
from mailwright.draft import Draft, Problem
from mailwright.engines.base import Engine, EngineSettings, ModelFile
from mailwright.errors import LanguageError, PromptTooLongError
from mailwright.prompt import PromptFormat
from mailwright.writer.drawing import Drawing, Plan
from mailwright.writer.events import MAX_SEED, DoneEvent, DraftEvent, Sampling, Usage, WriterEvent

if TYPE_CHECKING:
    from mailwright.models.manifest import Confidence

T = TypeVar("T")


@dataclass(frozen=True)
class ModelInfo:
    """What a Writer writes with; ``languages`` are BCP 47 primary tags, ``context_length`` is in tokens."""

    name: str
    version: str
    engine: str
    languages: tuple[str, ...]
    context_length: int


class Writer:
    """Writes e-mails from briefs with one loaded model; use it as a (sync or async) context manager or close it.

    All coroutines of one Writer belong to one event loop; the synchronous ``write`` runs a loop of its own in a
    thread, so a Writer is used either synchronously or asynchronously.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        name: str,
        version: str = "0",
        languages: tuple[str, ...] = ("en",),
        layout: PromptFormat | None = None,
        plan: Plan | None = None,
        confidence: Confidence | None = None,
    ) -> None:
        """Make a Writer of its parts; ``load`` finds them by a model's name."""
        self._engine = engine
        self._name = name
        self._version = version
        self._languages = languages
        self._layout = layout or PromptFormat()
        self._plan = plan or Plan()
        self._confidence = confidence
        self._loop: asyncio.AbstractEventLoop | None = None

    @classmethod
    def load(
        cls,
        model: str = "default",
        *,
        engine: str = "auto",
        settings: EngineSettings | None = None,
        plan: Plan | None = None,
    ) -> Self:
        """Return a Writer for a bundle's name or folder or a GGUF file; the weights are fetched if need be.

        The engine is started by the first use or by ``start``.

        Raises:
            ModelError: there is no such model, or its weights cannot be had or trusted.
        """
        from mailwright.engines.select import select_engine
        from mailwright.models import home, resolve

        bundle = resolve(model)
        file = ModelFile(path=bundle.weights, architecture=bundle.architecture, label=bundle.name)
        settings = settings or EngineSettings()
        settings = replace(
            settings,
            cache_folder=settings.cache_folder or home() / "engines",
            context_length=min(settings.context_length, bundle.context_length),
        )
        chosen, _ = select_engine(file, settings, engine)
        return cls(
            chosen,
            name=bundle.name,
            version=bundle.version,
            languages=bundle.languages,
            layout=bundle.prompt_format,
            plan=plan,
            confidence=bundle.confidence,
        )

    @property
    def model(self) -> ModelInfo:
        """The model in use; its context length is 0 until the engine was started."""
        context = self._engine.context_length if self._engine.ready else 0
        return ModelInfo(self._name, self._version, self._engine.name, self._languages, context)

    @property
    def ready(self) -> bool:
        """Whether the engine answers."""
        return self._engine.ready

    async def start(self) -> None:
        """Load and warm the model, and the checks with it."""
        await self._engine.start()
        await asyncio.to_thread(_warm)

    async def close(self) -> None:
        """End the engine's worker."""
        await self._engine.close()

    async def validate(self, brief: Brief, sampling: Sampling | None = None) -> int:
        """Return the prompt's length in tokens.

        Raises:
            LanguageError: the model does not list the brief's language; the message names a bundle that does.
            PromptTooLongError: prompt and new tokens exceed the context.
        """
        problem = self._language_problem(brief)
        if problem:
            raise LanguageError(problem.message)
        sampling = sampling or Sampling()
        if not self._engine.ready:
            await self._engine.start()
        tokens = await self._engine.count_tokens(self._layout.render(brief))
        if tokens + sampling.max_tokens > self._engine.context_length:
            raise PromptTooLongError(tokens, sampling.max_tokens, self._engine.context_length)
        return tokens

    async def stream(self, brief: Brief, sampling: Sampling | None = None) -> AsyncGenerator[WriterEvent, None]:
        """Yield tokens while they come, each draft with its findings once it is final, and a DoneEvent last.

        Closing the generator cancels what the engine still writes.

        Raises:
            PromptTooLongError: prompt and new tokens exceed the context.
            EngineError: the engine failed.
        """
        sampling = sampling or Sampling()
        if not self._engine.ready:
            await self.start()
        seed = secrets.randbelow(MAX_SEED) if sampling.seed is None else sampling.seed
        problem = self._language_problem(brief)
        notes = [problem] if problem else []
        drawing = Drawing(self._engine, self._layout, brief, sampling, seed, notes, self._confidence)
        async with aclosing(drawing.run(self._plan)) as events:
            async for event in events:
                yield event

    async def awrite(self, brief: Brief, sampling: Sampling | None = None) -> tuple[list[Draft], Usage]:
        """Return ``sampling.n`` drafts, the best first, and the tokens used; raises as ``stream`` does."""
        drafts: list[Draft] = []
        usage = Usage()
        async with aclosing(self.stream(brief, sampling)) as events:
            async for event in events:
                if isinstance(event, DraftEvent):
                    drafts.append(event.draft)
                elif isinstance(event, DoneEvent):
                    usage = event.usage
        return drafts, usage

    def write(
        self,
        brief: Brief,
        *,
        n: int = 1,
        temperature: float = 0.4,
        max_tokens: int = 400,
        seed: int | None = None,
    ) -> list[Draft]:
        """Return ``n`` drafts (1 to 16), the best first; see ``Sampling`` for the parameters."""
        sampling = Sampling(n=n, temperature=temperature, max_tokens=max_tokens, seed=seed)
        return self._run(self.awrite(brief, sampling))[0]

    def __enter__(self) -> Self:
        self._run(self.start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run(self.close())
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._loop = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            # A daemon: a script that never closes its Writer still ends.
            threading.Thread(target=_serve, args=(self._loop,), name="mailwright-writer", daemon=True).start()
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _language_problem(self, brief: Brief) -> Problem | None:
        if brief.language.partition("-")[0] in self._languages:
            return None
        from mailwright.models import bundles_for_language

        others = [name for name in bundles_for_language(brief.language) if name != self._name]
        hint = f"use the model {others[0]}" if others else f"write in {' or '.join(self._languages)}"
        written = ", ".join(self._languages)
        return Problem("language", f"is {brief.language!r}, but {self._name} writes {written}: {hint}")


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()
    loop.close()


def _warm() -> None:
    """Load what reads wishes and checks drafts."""
    from mailwright.brief.network import see
    from mailwright.checks import check_draft

    see("warm up the reader")
    check_draft(
        Brief(points=["warm up the checks"], language="en"), "Warm", "Hello,\n\nWarm up the checks.\n\nBest,"
    )
