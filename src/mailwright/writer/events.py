"""What goes into a Writer beside the brief, and what comes out while it works."""

from __future__ import annotations

from dataclasses import dataclass

from mailwright.draft import Draft
from mailwright.errors import MailwrightError

MAX_SEED = 2**31 - 2**16
_RANGES = (
    ("n", 1, 16),
    ("temperature", 0.0, 2.0),
    ("top_p", 0.01, 1.0),
    ("max_tokens", 1, 4096),
    ("seed", 0, MAX_SEED),
)


@dataclass(frozen=True)
class Sampling:
    """How drafts are drawn.

    Attributes:
        n: drafts wanted, 1 to 16.
        temperature: 0 to 2; 0 is greedy, so that candidates do not differ. Cool samples make more sense; what is
            drawn again is drawn at 0.7 or more.
        top_p: nucleus sampling, 0.01 to 1.
        max_tokens: most new tokens of one draft, 1 to 4096.
        seed: up to ``MAX_SEED``; the same seed, brief, model and machine give the same drafts; None draws one.
    """

    n: int = 1
    temperature: float = 0.4
    top_p: float = 0.95
    max_tokens: int = 400
    seed: int | None = None

    def __post_init__(self) -> None:
        for name, low, high in _RANGES:
            value = getattr(self, name)
            if value is not None and not low <= value <= high:  # also refuses NaN
                raise SamplingError(name, f"is {value}: use {low} to {high}")


class SamplingError(MailwrightError):
    """A sampling parameter out of its range; ``field`` names it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field} {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True)
class Usage:
    """Tokens of one call; rejected candidates count too."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True)
class TokenEvent:
    """The next text of candidate ``candidate`` for draft ``index``: what is shown while the model writes.

    A later candidate number for the same index means that its text replaces what was shown.
    """

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
