"""A data set on a terminal: tables of splits, sources and what was dropped, and a few samples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mailwright.cli.show import printable
from mailwright.corpus.card.statistics import Statistics, by_value, mean, quantile
from mailwright.corpus.dataset import SPLITS
from mailwright.corpus.redaction import without_addresses
from mailwright.corpus.trained import trainings

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from mailwright.corpus.example import Example

PLAIN_WIDTH: Final = 120
"""Columns where the output goes into a file or pipe."""

_REASONS: Final = 3


def print_overview(folder: Path, manifest: Mapping[str, Any], statistics: Statistics, samples: int) -> None:
    """Print what is in a data set.

    Args:
        folder: the data set.
        manifest: as ``read_manifest`` returns it.
        statistics: of the same data set.
        samples: how many examples to show; with 0 of a private data set, addresses are left out of the rest too.
    """
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=PLAIN_WIDTH)
    told = manifest if samples or not manifest["private"] else without_addresses(manifest)
    private = ", private" if manifest["private"] else ""
    name = printable(str(told.get("name", folder.name)), line=True)
    console.print(f"{name}: {statistics.total:,} examples{private}", style="bold", markup=False)
    tables = [_splits(statistics)]
    if told.get("sources"):
        tables.append(_sources(told["sources"]))
    if told.get("cascade"):
        tables.append(_cascade(told["cascade"]))
    for table in tables:
        console.print()
        console.print(table)
    console.print()
    for name, counts in (("tones", statistics.tones), ("languages", statistics.languages)):
        console.print(f"{name}: {_listed(by_value(counts).items())}", markup=False)
    for key in ("duplicates", "leakage", "pii"):
        if told.get(key):
            figures = [(name, value) for name, value in told[key].items() if not isinstance(value, str)]
            console.print(f"{key}: {_listed(figures)}", markup=False)
    for run in trainings(folder):
        console.print(printable(f"trained on it: {run.run} {run.when} {run.bundle}", line=True), markup=False)
    for example in statistics.samples.choose(samples):
        _print_sample(example, console)


def _splits(statistics: Statistics) -> Table:
    table = _table("split", "examples", "replies", "words a mail (median)", "points a brief (mean)")
    for split in SPLITS:
        points = statistics.points.get(split, Counter[int]())
        replies = statistics.given[split, "mail being answered"]
        words = quantile(statistics.words_of(split), 0.5)
        cells = (f"{statistics.examples[split]:,}", f"{replies:,}", str(words), f"{mean(points):.1f}")
        table.add_row(split, *cells)
    return table


def _sources(sources: Iterable[Mapping[str, Any]]) -> Table:
    table = _table("source", "mails", "unreadable", "examples")
    for source in sources:
        cells = [_figure(source.get(key)) for key in ("mails", "unreadable", "examples")]
        table.add_row(printable(str(source.get("name", "")), line=True), *cells)
    return table


def _cascade(steps: Sequence[Mapping[str, Any]]) -> Table:
    table = _table("step", "kept", "dropped")
    table.add_column("why", overflow="fold")
    for step in steps:
        reasons = list(step["reasons"].items())
        more = f", {len(reasons) - _REASONS} other reasons" if len(reasons) > _REASONS else ""
        why = printable(_listed(reasons[:_REASONS]) + more, line=True)
        table.add_row(step["step"], f"{step['kept']:,}", f"{step['dropped']:,}", why)
    return table


def _table(first: str, *others: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim")
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right")
    return table


def _print_sample(example: Example, console: Console) -> None:
    from rich.rule import Rule
    from rich.text import Text

    console.print(Rule(printable(f"{example.id} · {example.tone} · {example.length}", line=True), style="dim"))
    for point in example.points:
        console.print(Text(f"• {printable(point, line=True)}", style="cyan"), soft_wrap=True)
    console.print()
    console.print(Text(f"Subject: {printable(example.email_subject, line=True)}", style="bold"), soft_wrap=True)
    console.print()
    console.print(Text(printable(example.email_body)), soft_wrap=True)


def _listed(entries: Iterable[tuple[str, object]]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {_figure(value)}" for name, value in entries)


def _figure(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else str(value)
