"""The report's page as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from mailwright.evaluation.metrics import HEADLINE
from mailwright.evaluation.page import numbers
from mailwright.evaluation.page.reading import reading
from mailwright.report.blocks import facts, listing
from mailwright.report.page import Section, page, section

if TYPE_CHECKING:
    from mailwright.evaluation.scoring import Scored

LEAD: Final = (
    "Every draft was traced back to its brief: each key point to the words that carry it, each name, number, date, "
    "link and amount to where it was given."
)


def build_page(scored: Sequence[Scored], summary: Mapping[str, Any], foot: str = "") -> str:
    """Return the HTML document of a report: one file that needs nothing else.

    Args:
        scored: all drafts.
        summary: their numbers, from ``summary.summarise`` and what was added to it.
        foot: the command and versions.
    """
    systems = summary["systems"]
    models = list(dict.fromkeys(entry["model"] for entry in systems))
    parts: list[Section] = [numbers.headline(systems)]
    if summary.get("differences"):
        lead = "Paired bootstrap over the same briefs; coloured where the 95 % interval leaves out zero."
        parts.append(numbers.comparisons(summary["differences"], "Differences", lead))
    if summary.get("against"):
        lead = f"This report minus {summary['against']['report']}, judged by the same checks."
        parts.append(numbers.comparisons(summary["against"]["differences"], "Against the other report", lead))
    if summary.get("bits"):
        parts.append(numbers.bits(summary["bits"]))
    if summary.get("privacy"):
        parts.append(numbers.privacy(summary["privacy"]))
    parts += [numbers.groups(systems), numbers.failures(systems), numbers.secondary(systems)]
    parts += [_definitions(), reading(scored)]
    head = facts(
        [
            ("models", len(models)),
            ("briefs", len({item.case.id for item in scored})),
            ("drafts", len(scored)),
            ("languages", len({item.case.language for item in scored})),
        ]
    )
    title = ", ".join(models[:3]) + (" and others" if len(models) > 3 else "")
    return page(title, *parts, kind="Evaluation", lead=LEAD, head=head, foot=foot)


def _definitions() -> Section:
    entries = [(metric.title, metric.meaning) for metric in HEADLINE]
    return section("What the numbers mean", Markup(listing(entries)))
