"""Baselines that use no model: what a report must beat to say anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from mailwright.evaluation.drafter import Drafter, Mode, Written

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Mapping, Sequence

    from mailwright.brief import Brief


def glue(brief: Brief) -> str:
    """Return the points as they are, one sentence each, between a greeting and a closing."""
    sentences = [point[:1].upper() + point[1:] + ("" if point[-1] in ".!?" else ".") for point in brief.points]
    return _framed(brief, " ".join(sentences))


def echo(brief: Brief) -> str:
    """Return the brief as a form: what a model does that has not understood the task."""
    lines = [f"From: {brief.sender}", f"To: {', '.join(map(str, brief.to))}", "Key points:"]
    return "\n".join([*lines, *(f"- {point}" for point in brief.points)])


def _framed(brief: Brief, text: str) -> str:
    greeting = " and ".join(person.name for person in brief.to if person.name)
    ending = brief.signature or brief.sender.name
    return f"{f'Dear {greeting},' if greeting else 'Hello,'}\n\n{text}\n\nBest regards,\n{ending}".rstrip()


class Baseline:
    """A Drafter that makes every draft of a brief by one rule."""

    mode: Mode = "single"

    def __init__(self, name: str) -> None:
        """Make the baseline ``name``, one of ``BASELINES``."""
        self._name = name
        self._body = BASELINES[name]

    @property
    def identity(self) -> dict[str, Any]:
        """Its name."""
        return {"baseline": self._name}

    async def draft(self, brief: Brief, seed: int, numbers: Sequence[int]) -> AsyncGenerator[Written, None]:  # noqa: ARG002
        """Yield the one draft of ``brief`` for each number."""
        subject, body = brief.subject or brief.points[0], self._body(brief)
        for _ in numbers:
            yield Written(subject, body)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass


BASELINES: Final[Mapping[str, Callable[[Brief], str]]] = {"glue": glue, "echo": echo}

if TYPE_CHECKING:
    _: Drafter = Baseline("glue")
