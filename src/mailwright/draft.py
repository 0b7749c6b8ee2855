"""Draft: subject and body of an e-mail, and what the checks found in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Span = tuple[int, int]
FactKind = Literal["number", "amount", "date", "weekday", "time", "link", "address", "phone", "identifier", "name"]
ProblemKind = Literal[
    "greeting",
    "closing",
    "sender",
    "placeholder",
    "wrapper",
    "echo",
    "length",
    "repetition",
    "said_twice",
    "verbatim",
    "off_topic",
    "contradiction",
    "subject",
    "cut_off",
    "language",
    "doubt",
]
FinishReason = Literal["stop", "length", "cancelled"]


@dataclass(frozen=True)
class Coverage:
    """Whether key point number ``point`` (from 0) is in the body, and the words that carry it.

    ``span`` is a pair of character offsets into the body, None if nothing carries the point or if the point
    is a wish that is fulfilled by absence. ``missing`` names the hard items that the body lacks.
    """

    point: int
    covered: bool
    span: Span | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnsupportedFact:
    """A fact of the body that the brief does not give."""

    text: str
    kind: FactKind
    span: Span


@dataclass(frozen=True)
class Problem:
    """Anything else that keeps a draft from being ready; ``span`` is where, if it is somewhere."""

    kind: ProblemKind
    message: str
    span: Span | None = None


@dataclass(frozen=True)
class Findings:
    """All that the checks say of one draft."""

    coverage: tuple[Coverage, ...]
    unsupported: tuple[UnsupportedFact, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether every check holds."""
        return not self.unsupported and not self.problems and all(item.covered for item in self.coverage)

    @property
    def faithful(self) -> bool:
        """Whether every point is covered and no fact is unsupported, whatever else may be wrong."""
        return not self.unsupported and not self.missing_points

    @property
    def missing_points(self) -> tuple[int, ...]:
        """The numbers (from 0) of the points that the body does not cover."""
        return tuple(item.point for item in self.coverage if not item.covered)


@dataclass(frozen=True)
class Draft:
    """One e-mail, ready to be shown: spans in its findings are character offsets into ``body``.

    ``surprisal`` is how unlikely the model holds what it wrote, in nats, 0 or more; ``confidence`` how likely a
    careful reader would send it unchanged, 0 to 1, to judge by that; None where nobody measured it for the model.
    """

    subject: str
    body: str
    findings: Findings
    index: int = 0
    finish_reason: FinishReason = "stop"
    seed: int = 0
    surprisal: float | None = None
    confidence: float | None = None

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """One entry a key point, in the order of the brief."""
        return self.findings.coverage

    @property
    def unsupported(self) -> tuple[UnsupportedFact, ...]:
        """Facts that the brief does not give."""
        return self.findings.unsupported

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What else is wrong."""
        return self.findings.problems

    @property
    def ready(self) -> bool:
        """Whether every check holds and the model is not in doubt, so that the draft can be sent unchanged."""
        return self.findings.ready

    def to_dict(self) -> dict[str, Any]:
        """Return the draft as the HTTP API and the files show it."""
        return {
            "index": self.index,
            "subject": self.subject,
            "body": self.body,
            "coverage": [_without_empty(item, "missing") for item in self.coverage],
            "unsupported": [
                {"text": fact.text, "kind": fact.kind, "span": list(fact.span)} for fact in self.unsupported
            ],
            "problems": [
                {"kind": item.kind, "message": item.message, "span": list(item.span) if item.span else None}
                for item in self.problems
            ],
            "ready": self.ready,
            "surprisal": None if self.surprisal is None else round(self.surprisal, 2),
            "confidence": None if self.confidence is None else round(self.confidence, 3),
            "finish_reason": self.finish_reason,
            "seed": self.seed,
        }


def _without_empty(item: Coverage, optional: str) -> dict[str, Any]:
    record: dict[str, Any] = {
        "point": item.point,
        "covered": item.covered,
        "span": list(item.span) if item.span else None,
        "missing": list(item.missing),
    }
    if not record[optional]:
        del record[optional]
    return record
