"""Which candidates become drafts: the fewest faults first, of equals the likeliest, no two near-identical.

Where a model misreads a point it is seldom sure of its words, so of candidates without a fault that the checks can
see, the one of which it holds a token likeliest, on average, makes sense more often than any other (measured:
``docs/thinking.md``). Where an engine tells no likelihoods, it is the one that the others resemble most: minimum
Bayes risk decoding, as in Kumar and Byrne (2004), https://aclanthology.org/N04-1022, with shared pairs of words as
the gain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mailwright.draft import Findings, FinishReason, ProblemKind

NEAR_IDENTICAL: Final = 0.8
_NO_TEXT: Final = 1_000
_MISSING_POINT: Final = 3
_UNSUPPORTED_FACT: Final = 2
_WEIGHTS: Final[Mapping[ProblemKind, int]] = {
    "echo": 6,
    "repetition": 6,
    "wrapper": 4,
    "placeholder": 4,
    "cut_off": 4,
    "off_topic": 2,
}


@dataclass(frozen=True)
class Candidate:
    """One text that the model wrote, read and checked; ``number`` counts from 0 within one call."""

    number: int
    subject: str
    body: str
    findings: Findings
    finish_reason: FinishReason
    log_probability: float | None = None
    tokens: int = 0

    @property
    def likelihood(self) -> float:
        """Mean log probability of a token, 0 or less; 0 where the engine does not tell."""
        return (self.log_probability or 0.0) / max(1, self.tokens)

    @property
    def faults(self) -> int:
        """Weighted sum of what the checks found; 0 if nothing. A body without text is worse than any other."""
        if not self.body.strip():
            return _NO_TEXT
        findings = self.findings
        return (
            _MISSING_POINT * len(findings.missing_points)
            + _UNSUPPORTED_FACT * len(findings.unsupported)
            + sum(_WEIGHTS.get(problem.kind, 1) for problem in findings.problems)
        )


def choose(candidates: Sequence[Candidate], n: int) -> list[Candidate]:
    """Return up to ``n`` candidates, best first, leaving out those near-identical to a better one."""
    chosen: list[Candidate] = []
    typical = dict(
        zip((item.number for item in candidates), typicality([item.body for item in candidates]), strict=True)
    )
    triples = {item.number: _grams(item.body, 3) for item in candidates}
    for candidate in sorted(
        candidates, key=lambda item: (item.faults, -item.likelihood, -typical[item.number], item.number)
    ):
        own = triples[candidate.number]
        if len(chosen) < n and not any(_alike(own, triples[other.number]) for other in chosen):
            chosen.append(candidate)
    return chosen


def fill(chosen: Sequence[Candidate], candidates: Sequence[Candidate], n: int) -> list[Candidate]:
    """Return ``chosen``, made up to ``n`` with the best of the others, different texts first."""
    others = sorted(
        (item for item in candidates if item not in chosen),
        key=lambda item: (any(item.body == other.body for other in chosen), item.faults, item.number),
    )
    return [*chosen, *others][:n]


def typicality(texts: Sequence[str]) -> list[float]:
    """Return of each text the mean share (Jaccard, 0 to 1) of word pairs that it has in common with the others."""
    pairs = [_grams(text, 2) for text in texts]
    return [
        sum(len(own & other) / len(own | other) for j, other in enumerate(pairs) if j != i) / max(1, len(pairs) - 1)
        for i, own in enumerate(pairs)
    ]


def near_identical(one: str, other: str) -> bool:
    """Whether two texts share at least ``NEAR_IDENTICAL`` of their word triples (Jaccard)."""
    return _alike(_grams(one, 3), _grams(other, 3))


def _alike(first: set[tuple[str, ...]], second: set[tuple[str, ...]]) -> bool:
    return len(first & second) >= NEAR_IDENTICAL * len(first | second)


def _grams(text: str, size: int) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return {tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1))}
