"""Drafter: what is evaluated. A baseline, a model drawn from once, or a model behind the Writer: one protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from mailwright.brief import Brief
    from mailwright.draft import FinishReason

Mode = Literal["single", "writer"]
"""``single``: one sample, taken as it comes. ``writer``: the best of several by the checks, as a user gets it."""


@dataclass(frozen=True, slots=True)
class Written:
    """One e-mail as a Drafter wrote it.

    Attributes:
        subject: the subject line.
        body: greeting, text, closing, sender.
        finish_reason: why the model stopped.
        prompt_tokens: read for this draft; 0 for a baseline.
        completion_tokens: drawn for this draft, rejected candidates included; 0 for a baseline.
        seconds: wall time of the call, shared evenly among the drafts that it gave.
        error: why there is no draft; then subject and body are empty.
        surprisal: how unlikely the model holds what it wrote, in nats; None where nobody said.
    """

    subject: str
    body: str
    finish_reason: FinishReason = "stop"
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    error: str = ""
    surprisal: float | None = None


class Drafter(Protocol):
    """Writes drafts of a brief; an asynchronous context manager."""

    @property
    def mode(self) -> Mode:
        """How its drafts are made."""
        ...

    @property
    def identity(self) -> dict[str, Any]:
        """What its texts depend on, as JSON can hold it: two Drafters of one identity write the same."""
        ...

    def draft(self, brief: Brief, seed: int, numbers: Sequence[int]) -> AsyncGenerator[Written, None]:
        """Yield the drafts of these numbers (from 0, ascending) as they are done.

        The same brief, seed and last number give the same drafts on one machine.
        """
        ...

    async def __aenter__(self) -> Drafter: ...

    async def __aexit__(self, *_: object) -> None: ...
