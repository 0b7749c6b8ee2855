"""Drafts that passed every check -> pairs: what a model learns from its own best work.

Known as rejection sampling fine-tuning (Yuan et al. 2023, arXiv 2308.01825). The checks do not see everything, so
what comes out is worth a look before it is learnt from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from mailwright.brief import brief_from_dict
from mailwright.corpus.leakage.grams import grams_of, jaccard
from mailwright.corpus.lines import CorpusError, Line, read_lines
from mailwright.corpus.records import pair_problems
from mailwright.corpus.tally import Step
from mailwright.errors import BriefError

ALIKE: Final = 0.7
NOT_READY: Final = "a check found a fault"
SAME: Final = "much like another draft of the brief"
ENOUGH: Final = "more than are kept of a brief"
NO_PAIR: Final = "a brief that is no pair: a signature, more than 8 points, or a field that pairs lack"


@dataclass
class Harvest:
    """The pairs that come of a file of drafts, one by one as they are iterated over.

    Attributes:
        briefs: the file of briefs that was written from.
        drafts: what ``mailwright batch`` made of it.
        name: the pairs' ids begin with it, 2 to 8 small letters.
        keep: most drafts of one brief; the best first, as the drafts lie in the file.
        step: counts the drafts that became pairs, and why others did not.
    """

    briefs: Path
    drafts: Path
    name: str = "learnt"
    keep: int = 2
    step: Step = field(default_factory=lambda: Step("drafts", "drafts that passed every check and differ"))

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Yield pairs as they lie in JSON Lines.

        Raises:
            CorpusError: a line is broken, or the drafts are not of these briefs in this order.
        """
        number = 0
        briefs = read_lines(self.briefs)
        for line in read_lines(self.drafts):
            _must_be_sound(self.drafts, line)
            written = line.record.get("drafts")
            if not isinstance(written, list):
                raise CorpusError(self.drafts, line.number, "drafts", "is missing: is this a file of drafts?")
            brief = self._brief_of(line, briefs)
            for draft in self._chosen(written):
                number += 1
                pair = _pair(brief, draft, f"{self.name}-{number:05}")
                if pair is not None:
                    yield pair
                self.step.count("" if pair is not None else NO_PAIR)

    def _brief_of(self, wanted: Line, briefs: Iterator[Line]) -> dict[str, Any]:
        """The brief with the id of a line of drafts; those before it failed and have none."""
        for line in briefs:
            _must_be_sound(self.briefs, line)
            if line.record.get("id", f"line-{line.number}") == wanted.record.get("id"):
                return line.record
        reason = f"is {wanted.record.get('id')!r}, which does not follow in {self.briefs}"
        raise CorpusError(self.drafts, wanted.number, "id", reason)

    def _chosen(self, drafts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        chosen: list[dict[str, Any]] = []
        for draft in drafts:
            if not passed_checks(draft):
                self.step.count(NOT_READY)
            elif any(_alike(draft, other) for other in chosen):
                self.step.count(SAME)
            elif len(chosen) == self.keep:
                self.step.count(ENOUGH)
            else:
                chosen.append(draft)
        return chosen


def passed_checks(draft: dict[str, Any]) -> bool:
    """Whether every check holds; the model's own doubt is none of them, and what it doubts is worth learning."""
    if draft.get("ready"):
        return True
    kinds = {problem.get("kind") for problem in draft.get("problems", ())}
    covered = all(point.get("covered") for point in draft.get("coverage", ()))
    return kinds == {"doubt"} and covered and not draft.get("unsupported")


def _must_be_sound(path: Path, line: Line) -> None:
    if line.problem:
        raise CorpusError(path, line.number, "", line.problem)


def _alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return jaccard(grams_of(str(one["body"])), grams_of(str(other["body"]))) >= ALIKE


def _pair(record: dict[str, Any], draft: dict[str, Any], identifier: str) -> dict[str, Any] | None:
    try:
        brief = brief_from_dict(record)
    except BriefError:
        return None
    pair = {
        "id": identifier,
        "lang": brief.language.partition("-")[0],
        "kind": "reply" if brief.received else "new",
        "domain": record.get("domain") or "general",
        "from": str(brief.sender),
        "to": ", ".join(map(str, brief.to)),
        "subject": brief.subject,
        "key_points": list(brief.points),
        "tone": brief.tone,
        "length": brief.length,
        "context": brief.received,
        "prompt": record.get("prompt") or "; ".join(brief.points),
        "email_subject": draft["subject"],
        "email_body": draft["body"],
    }
    return None if brief.signature or pair_problems(pair) else pair
