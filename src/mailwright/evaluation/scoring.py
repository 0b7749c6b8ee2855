"""A draft and what is measured of it: the findings of the checks and the numbers made of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailwright.checks import check_draft
from mailwright.checks.text import words
from mailwright.evaluation.resemblance import chrf, rouge_l, self_bleu

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mailwright.draft import Findings
    from mailwright.evaluation.cases import Case
    from mailwright.evaluation.drafter import Mode, Written
    from mailwright.evaluation.journal import Entry

DRAFTS_OF_SELF_BLEU = 4
FRAME = frozenset({"greeting", "closing", "sender", "placeholder", "wrapper", "echo"})
DEGENERATE = frozenset({"repetition", "said_twice", "verbatim"})


@dataclass(frozen=True)
class Scored:
    """One draft with its findings and its measures, by the names of ``metrics.METRICS``; NaN: not defined."""

    model: str
    mode: Mode
    case: Case
    number: int
    written: Written
    findings: Findings
    measures: Mapping[str, float]


def score_all(
    entries: Sequence[Entry], cases: Sequence[Case], told: Callable[[int, int], None] | None = None
) -> list[Scored]:
    """Return the drafts of ``entries`` with their measures, in the order of entries.

    Args:
        entries: drafts; those of cases that are not among ``cases`` are left out.
        cases: what they were written for.
        told: is told how many drafts are scored, and 0.
    """
    by_id = {case.id: case for case in cases}
    chosen = [entry for entry in entries if entry.case in by_id]
    alike = _self_bleus(chosen)
    scored = []
    for position, entry in enumerate(chosen, start=1):
        case = by_id[entry.case]
        findings = findings_of(case, entry.written)
        measures = measure(case, entry.written, findings)
        measures["self_bleu"] = alike.get(entry.key, math.nan)
        scored.append(Scored(entry.model, entry.mode, case, entry.number, entry.written, findings, measures))
        if told:
            told(position, 0)
    return scored


def findings_of(case: Case, written: Written) -> Findings:
    """Return what the checks find in a draft."""
    return check_draft(case.brief, written.subject, written.body, finish_reason=written.finish_reason)


def measure(case: Case, written: Written, findings: Findings) -> dict[str, float]:
    """Return the measures of one draft that need no other draft; docs/metrics.md defines them."""
    kinds = {problem.kind for problem in findings.problems}
    given = sum(1 for point in case.brief.points for _ in words(point))
    length = len(written.body.split())
    return {
        "coverage": sum(item.covered for item in findings.coverage) / len(findings.coverage),
        "complete": float(not findings.missing_points),
        "invented": float(bool(findings.unsupported)),
        "facts_invented": float(len(findings.unsupported)),
        "off_topic": float("off_topic" in kinds),
        "frame": float(not kinds & FRAME),
        "length": float("length" not in kinds),
        "sound": float(not kinds & DEGENERATE),
        "usable": float(findings.ready),
        "words": float(length),
        "expansion": length / given if given else math.nan,
        "seconds": written.seconds if written.prompt_tokens else math.nan,
        "tokens": float(written.completion_tokens) if written.prompt_tokens else math.nan,
        "rouge_l": rouge_l(written.body, case.body) if case.body else math.nan,
        "chrf": chrf(written.body, case.body) if case.body else math.nan,
    }


def faults(scored: Scored) -> list[str]:
    """Return what failed, one word each, in a fixed order: ``coverage``, ``facts`` and the kinds of problems."""
    found = ["coverage"] if scored.findings.missing_points else []
    found += ["facts"] if scored.findings.unsupported else []
    return found + sorted({problem.kind for problem in scored.findings.problems})


def _self_bleus(entries: Iterable[Entry]) -> dict[tuple[str, Mode, str, int], float]:
    """Return self-BLEU at the first draft of each case of which there are enough drafts."""
    groups: dict[tuple[str, Mode, str], dict[int, Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.model, entry.mode, entry.case), {})[entry.number] = entry
    found = {}
    for group in groups.values():
        if all(number in group for number in range(DRAFTS_OF_SELF_BLEU)):
            bodies = [group[number].written.body for number in range(DRAFTS_OF_SELF_BLEU)]
            found[group[0].key] = self_bleu(bodies)
    return found
