"""The sections of a report that show numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from mailwright.evaluation.metrics import HEADLINE, METRICS, Metric
from mailwright.evaluation.page.plots import TITLES, group_plot, language_plot, metric_plot
from mailwright.evaluation.privacy import FEW, LONG
from mailwright.evaluation.text_table import shown, system_name
from mailwright.report.blocks import Cell, CellValue, figure, note, side_by_side, table
from mailwright.report.page import Section, section

Entry = Mapping[str, Any]


def headline(systems: Sequence[Entry]) -> Section:
    """Return the headline table of each language and the plots of the first one's chief metrics."""
    blocks: list[Markup] = []
    for language, entries in by_language(systems).items():
        if len(blocks) == 1:
            blocks.append(note("Other languages are reported apart; coverage is judged by words alone there."))
        blocks.append(metric_table(entries, HEADLINE, f"{language}, {entries[0]['briefs']} briefs"))
    first = next(iter(by_language(systems).values()))
    plots = [metric_plot(first, metric.name, metric.title.capitalize()) for metric in HEADLINE[:4]]
    blocks.append(side_by_side(*(figure(plot) for plot in plots)))
    lead = "Means over drafts; below them 95 % intervals from resampling whole briefs (bootstrap)."
    return section("Headline", *blocks, lead=lead)


def metric_table(entries: Sequence[Entry], metrics: Sequence[Metric], caption: str) -> Markup:
    """Return a table with a row a system and a column a metric."""
    heads = ["model", "drafts", *(metric.title for metric in metrics)]
    best = {metric.name: _best(entries, metric) for metric in metrics}
    rows: list[list[CellValue]] = []
    for entry in entries:
        cells = [_cell(entry["metrics"].get(metric.name), metric, best[metric.name]) for metric in metrics]
        rows.append([system_name(entry), entry["drafts"], *cells])
    return table(heads, rows, caption)


def groups(systems: Sequence[Entry]) -> Section:
    """Return plots of the usable rate by tone, length and number of points; by language if there are several."""
    languages = by_language(systems)
    first = next(iter(languages.values()))
    plots = [figure(group_plot(first, grouping)) for grouping in TITLES]
    if len(languages) > 1:
        plots.append(figure(language_plot(systems)))
    return section("Where it works", side_by_side(*plots), lead="The usable rate by what the briefs ask for.")


def secondary(systems: Sequence[Entry]) -> Section:
    """Return the numbers below the line."""
    metrics = [metric for metric in METRICS if not metric.headline]
    blocks = []
    for language, entries in by_language(systems).items():
        present = [metric for metric in metrics if any(metric.name in entry["metrics"] for entry in entries)]
        blocks.append(metric_table(entries, present, language))
    lead = "For readers of papers, and what drafts cost. ROUGE-L and chrF notice no changed digit."
    return section("Other numbers", *blocks, lead=lead)


def failures(systems: Sequence[Entry]) -> Section:
    """Return in how many drafts each check failed, a column a system."""
    kinds: dict[str, int] = {}
    for entry in systems:
        for kind, count in entry["faults"].items():
            kinds[kind] = kinds.get(kind, 0) + count
    names = [f"{system_name(entry)} ({entry['language']})" for entry in systems]
    rows: list[list[CellValue]] = [
        [kind, *(_share_cell(entry["faults"].get(kind, 0), entry["drafts"]) for entry in systems)]
        for kind in sorted(kinds, key=lambda kind: (-kinds[kind], kind))
    ]
    content = table(["check", *names], rows) if rows else note("No check failed in any draft.", "good")
    return section("What failed", content, lead="Share of drafts in which each check found something.")


def comparisons(entries: Sequence[Entry], title: str, lead: str) -> Section:
    """Return differences between pairs of systems, those that are certain coloured."""
    rows: list[list[CellValue]] = []
    for entry in entries:
        cells = [_difference_cell(entry["metrics"].get(metric.name), metric) for metric in HEADLINE]
        rows.append([f"{entry['one']} − {entry['other']}", entry["language"], *cells])
    heads = ["difference", "language", *(metric.title for metric in HEADLINE)]
    return section(title, table(heads, rows), lead=lead)


def bits(entries: Sequence[Entry]) -> Section:
    """Return how well each model predicts good mails, with their own brief and with another one."""
    heads = ["model", "pairs", "own brief", "another brief", "gap", "own brief is better"]
    rows: list[list[CellValue]] = []
    for entry in entries:
        cells = [_number_cell(entry[name]) for name in ("right", "wrong", "gap")]
        share = entry["right_is_lower"]["value"]
        rows.append([entry["model"], entry["pairs"], *cells, Cell(f"{100 * share:.1f} %", share, share)])
    lead = "Bits per byte of mails that careful writers sent, held out from training: lower is less surprised."
    return section("Bits per byte", table(heads, rows), lead=lead)


def privacy(entries: Sequence[Entry]) -> Section:
    """Return what drafts give away of the mails that a model was trained on."""
    names = ("drafts", "longest_run", "run_95th_percentile", "drafts_with_long_run", "drafts_with_fact")
    heads = ["model", "language", "drafts", "longest run", "95 % below", "long runs", "facts", "canaries"]
    rows = [
        [entry["system"], entry["language"], *(entry[name] for name in names), entry["drafts_with_canary"]]
        for entry in entries
    ]
    lead = (
        f"Runs are words in a row that a draft shares with at most {FEW} training mails and not with its brief; "
        f"long ones have {LONG} words. Facts are invented ones that stand in a training mail."
    )
    return section("Training mails", table(heads, rows), lead=lead)


def by_language(systems: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Return the systems of each language, in their order."""
    found: dict[str, list[Entry]] = {}
    for entry in systems:
        found.setdefault(entry["language"], []).append(entry)
    return found


def _best(entries: Sequence[Entry], metric: Metric) -> float | None:
    values = [float(entry["metrics"][metric.name]["value"]) for entry in entries if metric.name in entry["metrics"]]
    if len(values) < 2 or len(set(values)) < 2 or metric.better == "neither":
        return None
    return max(values) if metric.better == "higher" else min(values)


def _cell(value: Mapping[str, float] | None, metric: Metric, best: float | None) -> CellValue:
    if value is None:
        return None
    bar = value["value"] if metric.unit == "share" else None
    scale = 100 if metric.unit == "share" else 1
    digits = 0 if metric.unit == "share" else 2
    interval = f"{scale * value['low']:.{digits}f} to {scale * value['high']:.{digits}f}"
    text = _two_lines(shown(value["value"], metric), interval)
    return Cell(text, value["value"], bar, "good" if value["value"] == best else "")


def _two_lines(value: str, interval: str) -> Markup:
    return Markup('{}<br><small class="muted">{}</small>').format(value, interval)


def _number_cell(value: Entry) -> Cell:
    interval = f"{value['low']:.3f} to {value['high']:.3f}"
    return Cell(_two_lines(f"{value['value']:.3f}", interval), value["value"])


def _share_cell(count: int, drafts: int) -> Cell:
    share = count / drafts if drafts else 0.0
    return Cell(f"{100 * share:.1f} %", share, share)


def _difference_cell(value: Mapping[str, float] | None, metric: Metric) -> CellValue:
    if value is None:
        return None
    certain = value["low"] > 0 or value["high"] < 0
    good = (value["value"] > 0) == (metric.better == "higher")
    look = ("good" if good else "bad") if certain and metric.better != "neither" else "muted"
    sign = "+" if value["value"] > 0 else ""
    interval = f"{100 * value['low']:+.0f} to {100 * value['high']:+.0f}".replace("+0", "0").replace("-0", "0")
    return Cell(_two_lines(f"{sign}{shown(value['value'], metric)}", interval), value["value"], look=look)
