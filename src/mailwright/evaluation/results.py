"""Scored drafts as files: ``results.parquet``, a row a draft, and ``summary.json``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mailwright.errors import MailwrightError
from mailwright.evaluation.metrics import METRICS
from mailwright.evaluation.scoring import faults

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mailwright.evaluation.scoring import Scored


def write_results(scored: Sequence[Scored], path: Path) -> None:
    """Write one row a draft: what it is, its text, its measures, what failed, and the findings as JSON.

    Raises:
        MailwrightError: polars is not installed.
    """
    try:
        import polars
    except ImportError as error:
        raise MailwrightError("polars is not installed: pip install 'mailwright[eval]'") from error
    rows = [_row(item) for item in scored]
    schema = dict.fromkeys((metric.name for metric in METRICS), polars.Float64)
    polars.DataFrame(rows, schema_overrides=schema, infer_schema_length=None).write_parquet(path)


def write_summary(summary: Mapping[str, Any], path: Path) -> None:
    """Write the numbers of a report."""
    path.write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _row(item: Scored) -> dict[str, Any]:
    brief = item.case.brief
    findings = item.findings
    return {
        "model": item.model,
        "mode": item.mode,
        "brief": item.case.id,
        "number": item.number,
        "language": item.case.language,
        "tone": brief.tone,
        "asked_length": brief.length,
        "points": len(brief.points),
        "is_reply": bool(brief.received),
        "subject": item.written.subject,
        "body": item.written.body,
        "finish_reason": item.written.finish_reason,
        "surprisal": item.written.surprisal,
        "error": item.written.error,
        "prompt_tokens": item.written.prompt_tokens,
        **{metric.name: _or_none(item.measures[metric.name]) for metric in METRICS},
        "faults": faults(item),
        "missing_points": [brief.points[number] for number in findings.missing_points],
        "unsupported": [f"{fact.kind}: {fact.text}" for fact in findings.unsupported],
        "problems": [f"{problem.kind}: {problem.message}" for problem in findings.problems],
    }


def _or_none(value: float) -> float | None:
    return value if value == value else None
