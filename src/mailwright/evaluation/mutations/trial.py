"""The checks on trial: which faults they catch, and how often they accuse a faithful mail."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mailwright.checks import check_draft
from mailwright.evaluation.mutations.catalogue import FAULTS, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mailwright.draft import Findings
    from mailwright.evaluation.mutations.source import Source


@dataclass
class Trial:
    """What became of the copies with one kind of fault.

    Attributes:
        fault: which one.
        copies: how many there were.
        caught: in how many a check found something; it finds nothing in the faithful mail.
        by: how many each check caught: ``coverage``, ``facts``, and the kinds of problems.
        missed: mail's id and the faulty body of each that passed.
    """

    fault: Fault
    copies: int = 0
    caught: int = 0
    by: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Share of the copies that were caught, 0 to 1."""
        return self.caught / self.copies if self.copies else 0.0


def try_checks(
    sources: Sequence[Source],
    faults: Iterable[Fault] = FAULTS,
    told: Callable[[int, int], None] | None = None,
) -> list[Trial]:
    """Return what the checks make of copies of each mail with each fault, where the mail gives occasion.

    Mails that the checks accuse already, wrongly, are left out: their copies would fail whatever the fault.

    Args:
        sources: faithful mails.
        faults: what to try.
        told: is told how many mails are done, and how many of them were left out.
    """
    trials = [Trial(fault) for fault in faults]
    left_out = 0
    for position, source in enumerate(sources, start=1):
        if check_draft(source.brief, source.subject, source.body).ready:
            for trial in trials:
                _try(trial, source)
        else:
            left_out += 1
        if told:
            told(position, left_out)
    return trials


def _try(trial: Trial, source: Source) -> None:
    for body in trial.fault.copies(source):
        found = failed(check_draft(source.brief, source.subject, body))
        trial.copies += 1
        trial.caught += bool(found)
        trial.by.update(found)
        if not found:
            trial.missed.append((source.id, body))


def failed(findings: Findings) -> set[str]:
    """Return the checks that found something: ``coverage``, ``facts``, and the kinds of problems."""
    found: set[str] = {problem.kind for problem in findings.problems}
    if findings.missing_points:
        found.add("coverage")
    if findings.unsupported:
        found.add("facts")
    return found
