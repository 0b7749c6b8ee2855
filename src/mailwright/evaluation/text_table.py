"""The headline table as plain text, for terminals and logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailwright.evaluation.metrics import HEADLINE, Metric

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def headline_lines(summary: Mapping[str, Any]) -> list[str]:
    """Return the lines of a table for each language: a row a system, values with their 95 % intervals."""
    lines: list[str] = []
    for language in dict.fromkeys(entry["language"] for entry in summary["systems"]):
        entries = [entry for entry in summary["systems"] if entry["language"] == language]
        rows = [[f"{language}: {entries[0]['briefs']} briefs", *(metric.title for metric in HEADLINE)]]
        rows += [[system_name(entry), *(_cell(entry, metric) for metric in HEADLINE)] for entry in entries]
        widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
        lines += ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
        lines.append("")
    return [line.rstrip() for line in lines]


def system_name(entry: Mapping[str, Any]) -> str:
    """Return how tables name a system of a summary."""
    return str(entry["model"]) if entry["mode"] == "single" else f"{entry['model']} + writer"


def shown(value: float, metric: Metric) -> str:
    """Return a metric's value as tables show it."""
    if metric.unit == "share":
        return f"{100 * value:.1f} %"
    return f"{value:.2f} s" if metric.unit == "seconds" else f"{value:.2f}"


def shown_interval(entry: Mapping[str, float], metric: Metric) -> str:
    """Return value and interval: ``12.3 % [8, 17]``."""
    if metric.unit == "share":
        return f"{shown(entry['value'], metric)} [{100 * entry['low']:.0f}, {100 * entry['high']:.0f}]"
    return f"{shown(entry['value'], metric)} [{entry['low']:.2f}, {entry['high']:.2f}]"


def _cell(entry: Mapping[str, Any], metric: Metric) -> str:
    value = entry["metrics"].get(metric.name)
    return shown_interval(value, metric) if value else "-"


def bits_lines(summary: Mapping[str, Any]) -> list[str]:
    """Return a line a model: bits per byte with the right and with a wrong brief; none if they were not asked."""
    lines = []
    for entry in summary.get("bits", ()):
        right, wrong = (
            f"{entry[name]['value']:.3f} [{entry[name]['low']:.3f}, {entry[name]['high']:.3f}]"
            for name in ("right", "wrong")
        )
        share = f"{100 * entry['right_is_lower']['value']:.0f} % of {entry['pairs']} pairs"
        lines.append(
            f"{entry['model']}: {right} bits/byte, with a wrong brief {wrong}; own brief better in {share}"
        )
    return [*lines, ""] if lines else []


def privacy_lines(summary: Mapping[str, Any]) -> list[str]:
    """Return a line a system: what its drafts give away of training mails; none where that was not asked for."""
    return [
        f"{entry['system']} ({entry['language']}): longest run shared with few of {entry['training_mails']} mails "
        f"{entry['longest_run']} words, long runs in {entry['drafts_with_long_run']}, facts in "
        f"{entry['drafts_with_fact']}, canaries in {entry['drafts_with_canary']} of {entry['drafts']} drafts"
        for entry in summary.get("privacy", ())
    ]
