"""One call of the Writer: rounds of drawing, checking and choosing, within a bounded number of candidates."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from anyio import to_thread

from mailwright.brief import Brief
from mailwright.checks import check_draft
from mailwright.draft import Draft, FinishReason, Problem
from mailwright.engines.base import Engine, Request
from mailwright.errors import PromptTooLongError
from mailwright.prompt import PromptFormat
from mailwright.writer.events import DoneEvent, DraftEvent, Sampling, TokenEvent, Usage, WriterEvent
from mailwright.writer.ranking import Candidate, choose, fill

if TYPE_CHECKING:
    from mailwright.models.manifest import Confidence

_LIVELY = 0.7  # a temperature at which samples of one prompt differ


@dataclass(frozen=True)
class Plan:
    """How many candidates are drawn: ``first`` at least in the first round, ``most`` at least in all rounds.

    With ``n`` drafts wanted the first round draws ``n`` and a third more, and all rounds together twice ``n``,
    where that is more.
    """

    first: int = 6
    most: int = 8
    rounds: int = 3

    def first_round(self, n: int) -> int:
        """Return how many candidates the first round draws."""
        return max(self.first, n + n // 3)

    def all_rounds(self, n: int) -> int:
        """Return how many candidates all rounds may draw together."""
        return max(self.most, 2 * n)


class Drawing:
    """The state of one call: what was drawn so far, and what is still missing."""

    def __init__(
        self,
        engine: Engine,
        layout: PromptFormat,
        brief: Brief,
        sampling: Sampling,
        seed: int,
        notes: Sequence[Problem],
        confidence: Confidence | None = None,
    ) -> None:
        self._engine = engine
        self._layout = layout
        self._brief = brief
        self._sampling = sampling
        self._seed = seed
        self._notes = tuple(notes)
        self._confidence = confidence
        self._candidates: list[Candidate] = []
        self._chosen: list[Candidate] = []
        self._usage = Usage()

    async def run(self, plan: Plan) -> AsyncGenerator[WriterEvent, None]:
        """Yield the events of the whole call."""
        n, count = self._sampling.n, plan.first_round(self._sampling.n)
        for number in range(plan.rounds):
            first = len(self._candidates)
            async with aclosing(self._draw(number, count)) as events:
                async for event in events:
                    yield event
            drawn = self._candidates[first:]
            self._chosen = await to_thread.run_sync(choose, tuple(self._candidates), n)
            open_drafts = n - sum(candidate.findings.ready for candidate in self._chosen)
            count = min(2 * open_drafts, plan.all_rounds(n) - len(self._candidates))
            if count <= 0 or not drawn or all(candidate.finish_reason == "length" for candidate in drawn):
                break
        for index, candidate in enumerate(fill(self._chosen, self._candidates, n)):
            yield DraftEvent(self._draft(index, candidate))
        yield DoneEvent(self._usage)

    async def _draw(self, number: int, count: int) -> AsyncGenerator[TokenEvent, None]:
        """Draw and check ``count`` candidates; round 0 draws for the brief, later ones for what is missing."""
        request, targets = self._request(number, count), self._targets(count)
        texts, reasons = [""] * count, ["stop"] * count
        tokens = [0] * count
        likely: list[float | None] = [None] * count
        first = len(self._candidates)
        try:
            prompt_tokens = await self._engine.count_tokens(request.prompt)
            async with aclosing(self._engine.stream(request)) as chunks:
                async for chunk in chunks:
                    texts[chunk.index] += chunk.text
                    reasons[chunk.index] = chunk.finish_reason or "stop"
                    tokens[chunk.index] += chunk.tokens
                    if chunk.log_probability is not None:
                        likely[chunk.index] = (likely[chunk.index] or 0.0) + chunk.log_probability
                    if chunk.text and chunk.index < len(targets):
                        yield TokenEvent(targets[chunk.index], first + chunk.index, chunk.text)
        except PromptTooLongError:
            if number == 0:
                raise
            return  # the prompt that names what is missing has no room: what there is must do
        self._usage = Usage(self._usage.prompt_tokens + prompt_tokens, self._usage.completion_tokens + sum(tokens))
        for index, text in enumerate(texts):
            finish: FinishReason = "length" if reasons[index] == "length" else "stop"
            candidate = await to_thread.run_sync(self._read, first + index, text, finish)
            self._candidates.append(replace(candidate, log_probability=likely[index], tokens=tokens[index]))

    def _request(self, number: int, count: int) -> Request:
        sampling = self._sampling
        failed = next((item for item in self._chosen if not item.findings.ready), None)
        missing = failed.findings.missing_points if failed else ()
        lively = sampling.temperature if number == 0 else max(sampling.temperature, _LIVELY)
        return Request(
            prompt=self._layout.render(self._brief, missing if number else ()),
            n=count,
            max_tokens=sampling.max_tokens,
            temperature=lively,
            top_p=sampling.top_p,
            seed=self._seed + len(self._candidates),
            stop=self._layout.stop,
            likelihoods=True,
        )

    def _targets(self, count: int) -> list[int]:
        """Return which drafts (by index) the first candidates of this round are shown for."""
        ready = sum(candidate.findings.ready for candidate in self._chosen)
        return list(range(ready, self._sampling.n))[:count]

    def _read(self, number: int, text: str, finish: FinishReason) -> Candidate:
        subject, body = self._layout.parse(self._brief, text)
        body = with_signature(body, self._brief)
        findings = check_draft(self._brief, subject, body, finish_reason=finish)
        if self._notes:
            findings = replace(findings, problems=(*findings.problems, *self._notes))
        return Candidate(number, subject, body, findings, finish)

    def _draft(self, index: int, candidate: Candidate) -> Draft:
        findings, trust = candidate.findings, self._confidence
        surprisal = None if candidate.log_probability is None else abs(candidate.log_probability)
        confidence = trust.of(surprisal) if trust and surprisal is not None else None
        if trust is not None and confidence is not None and confidence < trust.ready:
            message = f"the model is not sure of its words ({confidence:.0%}): read them before you send them"
            findings = replace(findings, problems=(*findings.problems, Problem("doubt", message)))
        return Draft(
            subject=candidate.subject,
            body=candidate.body,
            findings=findings,
            index=index,
            finish_reason=candidate.finish_reason,
            seed=self._seed,
            surprisal=surprisal,
            confidence=confidence,
        )


def with_signature(body: str, brief: Brief) -> str:
    """Return ``body`` ended by the brief's signature, in place of the sender's name where the model wrote it."""
    if not brief.signature or body.endswith(brief.signature):
        return body
    head, _, last = body.rstrip().rpartition("\n")
    names = {brief.sender.name.casefold(), brief.sender.name.casefold().partition(" ")[0]} - {""}
    names.add(brief.signature.split("\n")[0].casefold())
    kept = head if last.strip().casefold() in names else body.rstrip()
    return f"{kept}\n{brief.signature}".lstrip()
