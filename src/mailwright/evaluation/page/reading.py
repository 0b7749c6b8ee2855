"""The section in which every draft can be read: points and facts coloured, the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from mailwright.evaluation.scoring import faults
from mailwright.evaluation.summary import Key
from mailwright.report.blocks import mail
from mailwright.report.marked import Mark, marked
from mailwright.report.page import Section, section
from mailwright.report.template import render
from mailwright.report.theme import SERIES
from mailwright.writer.ranking import Candidate

if TYPE_CHECKING:
    from mailwright.evaluation.scoring import Scored

PACKAGE: Final = "mailwright.evaluation.page"


def reading(scored: Sequence[Scored]) -> Section:
    """Return all drafts, worst first, each folded away, with buttons that filter by system and fault."""
    drafts = [
        _entry(item) for item in sorted(scored, key=lambda item: (-severity(item), item.case.id, item.number))
    ]
    systems = list(dict.fromkeys(_system(item) for item in scored))
    kinds = sorted({kind for entry in drafts for kind in entry["faults"]})
    content = render("drafts.html", package=PACKAGE, drafts=drafts, systems=systems, kinds=kinds)
    lead = "The worst first. Tints show what carries each point, waves what the brief does not give."
    return section("Drafts", content, lead=lead)


def severity(item: Scored) -> int:
    """Return how bad a draft is, as the Writer ranks its candidates."""
    written = item.written
    return Candidate(0, written.subject, written.body, item.findings, written.finish_reason).faults


def _system(item: Scored) -> str:
    return Key(item.model, item.mode, item.case.language).system


def _entry(item: Scored) -> dict[str, Any]:
    covered = {entry.point: entry for entry in item.findings.coverage}
    points = [
        {
            "text": point,
            "look": f"c{1 + number % len(SERIES)}" if covered[number].covered else "bad",
            "sign": str(number + 1),
            "missing": "" if covered[number].covered else ", ".join(covered[number].missing) or "not said",
        }
        for number, point in enumerate(item.case.brief.points)
    ]
    return {
        "system": _system(item),
        "case": item.case.id,
        "number": item.number + 1,
        "severity": severity(item),
        "faults": faults(item),
        "error": item.written.error,
        "brief": item.case.brief,
        "points": points,
        "unsupported": item.findings.unsupported,
        "problems": item.findings.problems,
        "mail": mail(marked(item.written.body, _marks(item)), item.written.subject),
    }


def _marks(item: Scored) -> list[Mark]:
    marks = [
        Mark(
            entry.span,
            f"c{1 + entry.point % len(SERIES)}",
            item.case.brief.points[entry.point],
            str(entry.point + 1),
        )
        for entry in item.findings.coverage
        if entry.covered and entry.span
    ]
    marks += [Mark(fact.span, "bad", f"not in the brief: {fact.kind}") for fact in item.findings.unsupported]
    marks += [Mark(entry.span, "warn", entry.message) for entry in item.findings.problems if entry.span]
    return marks
