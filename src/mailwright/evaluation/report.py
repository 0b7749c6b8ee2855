"""A report's folder -> numbers, table and page. Findings are made anew, so that one set of checks judges all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mailwright.evaluation.journal import read_entries, read_report_cases
from mailwright.evaluation.page import build_page
from mailwright.evaluation.results import write_results, write_summary
from mailwright.evaluation.scoring import score_all
from mailwright.evaluation.summary import against, by_key, summarise

if TYPE_CHECKING:
    from pathlib import Path

    from mailwright.evaluation.drafter import Mode
    from mailwright.evaluation.scoring import Scored

Told = Callable[[int, int], None]


def score_report(
    folder: Path, systems: Sequence[tuple[str, Mode]] | None = None, told: Told | None = None
) -> list[Scored]:
    """Return the drafts of a report with their findings and measures.

    Args:
        folder: the report.
        systems: names and modes that are wanted, in the order wanted; all that are there if None.
        told: is told how many drafts are checked, and 0.

    Raises:
        EvaluationError: there is no report, or it cannot be read.
    """
    entries = read_entries(folder)
    if systems is not None:
        order = {system: place for place, system in enumerate(systems)}
        entries = [entry for entry in entries if (entry.model, entry.mode) in order]
        entries.sort(key=lambda entry: order[entry.model, entry.mode])
    return score_all(entries, read_report_cases(folder), told)


def write_report(
    folder: Path,
    scored: Sequence[Scored],
    *,
    other: tuple[str, Sequence[Scored]] | None = None,
    further: Mapping[str, Any] | None = None,
    foot: str = "",
) -> dict[str, Any]:
    """Write ``results.parquet``, ``summary.json`` and ``index.html``; return the summary.

    Args:
        folder: of the report.
        scored: its drafts.
        other: name and drafts of a report to compare with.
        further: what else the summary says: ``bits`` and ``privacy``.
        foot: what stands at the page's end.

    Raises:
        MailwrightError: a package of the extra ``eval`` is not installed.
    """
    summary = summarise(scored) | dict(further or {})
    if other is not None:
        name, theirs = other
        summary["against"] = {"report": name, "differences": against(scored, theirs)}
    write_results(scored, folder / "results.parquet")
    write_summary(summary, folder / "summary.json")
    (folder / "index.html").write_text(build_page(scored, summary, foot), encoding="utf-8")
    return summary


def privacy_of(
    scored: Sequence[Scored], bodies: Sequence[str], canaries: Sequence[str], told: Told | None = None
) -> list[dict[str, Any]]:
    """Return what each system's drafts give away of training mails; see ``privacy``."""
    from mailwright.evaluation.privacy import TrainingMails, leaks, summarise_leaks

    mails = TrainingMails(bodies)
    found, done = [], 0
    for key, drafts in by_key(scored).items():
        leaked = []
        for leak in leaks(drafts, mails, canaries):
            leaked.append(leak)
            done += 1
            if told:
                told(done, 0)
        found.append({"system": key.system, "language": key.language, **summarise_leaks(leaked, len(mails))})
    return found
