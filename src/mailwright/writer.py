"""Writer: Brief -> drafts that were checked, ranked and, where something was missing, drawn again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Self

from mailwright.brief import Brief
from mailwright.draft import Draft
from mailwright.engines.base import EngineSettings


@dataclass(frozen=True)
class Sampling:
    """How drafts are drawn.

    Attributes:
        n: drafts wanted, 1 to 16.
        temperature: 0 to 2; 0 is greedy, so that candidates do not differ.
        top_p: nucleus sampling, in (0, 1].
        max_tokens: most new tokens of one draft, 16 to 4096.
        seed: the same seed, brief, model and machine give the same drafts; None draws one.
    """

    n: int = 1
    temperature: float = 0.7
    top_p: float = 0.95
    max_tokens: int = 400
    seed: int | None = None


@dataclass(frozen=True)
class Usage:
    """Tokens of one call; rejected candidates count too."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True)
class TokenEvent:
    """Text of candidate ``candidate`` for draft ``index``: what is shown while the model writes."""

    index: int
    candidate: int
    text: str


@dataclass(frozen=True)
class DraftEvent:
    """Draft number ``draft.index``, final, with its findings; it replaces what was shown for it."""

    draft: Draft


@dataclass(frozen=True)
class DoneEvent:
    """All drafts were delivered."""

    usage: Usage


WriterEvent = TokenEvent | DraftEvent | DoneEvent


@dataclass(frozen=True)
class ModelInfo:
    """What a Writer writes with."""

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

    @classmethod
    def load(
        cls, model: str = "default", *, engine: str = "auto", settings: EngineSettings | None = None
    ) -> Self:
        """Return a Writer for a bundle's name or folder or a GGUF file; the weights are fetched if need be.

        The engine is started by the first use or by ``start``.
        """
        raise NotImplementedError

    @property
    def model(self) -> ModelInfo:
        """The model in use."""
        raise NotImplementedError

    @property
    def ready(self) -> bool:
        """Whether the engine answers."""
        raise NotImplementedError

    async def start(self) -> None:
        """Load and warm the model."""
        raise NotImplementedError

    async def close(self) -> None:
        """End the engine's worker."""
        raise NotImplementedError

    async def validate(self, brief: Brief, sampling: Sampling) -> int:
        """Return the prompt's length in tokens.

        Raises:
            LanguageError: the model does not list the brief's language; the message names a bundle that does.
            PromptTooLongError: prompt and new tokens exceed the context.
        """
        raise NotImplementedError

    def stream(self, brief: Brief, sampling: Sampling = Sampling()) -> AsyncIterator[WriterEvent]:
        """Yield tokens while they come, each draft with its findings once it is final, and a DoneEvent last.

        Closing the iterator cancels the generation.
        """
        raise NotImplementedError

    async def awrite(self, brief: Brief, sampling: Sampling = Sampling()) -> tuple[list[Draft], Usage]:
        """Return ``sampling.n`` drafts, the best first, and the tokens used."""
        raise NotImplementedError

    def write(
        self,
        brief: Brief,
        *,
        n: int = 1,
        temperature: float = 0.7,
        max_tokens: int = 400,
        seed: int | None = None,
    ) -> Sequence[Draft]:
        """Return ``n`` drafts, the best first."""
        raise NotImplementedError
