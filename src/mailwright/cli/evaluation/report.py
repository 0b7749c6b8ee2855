"""``mailwright evaluate MODEL ...``: draft, check, and write the report."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailwright.cli.progress import progress_over

if TYPE_CHECKING:
    from mailwright.evaluation.cases import Case
    from mailwright.evaluation.drafter import Mode
    from mailwright.evaluation.drafting import System
    from mailwright.evaluation.modelled import Settings
    from mailwright.evaluation.scoring import Scored


@dataclass(frozen=True)
class Wanted:
    """What a report is to hold; see the options of the command."""

    models: tuple[str, ...]
    modes: tuple[Mode, ...]
    settings: Settings
    engine: str
    drafts: int
    seed: int
    cases: list[Case]
    pairs: list[Case]
    against: Path | None
    trained_on: Path | None
    canaries: Path | None


def make_report(wanted: Wanted, folder: Path, *, force: bool, as_json: bool) -> int:
    """Draft what is missing, write the report into ``folder`` and print its headline."""
    from mailwright.evaluation.report import score_report, write_report
    from mailwright.evaluation.systems import systems_of

    systems = systems_of(wanted.models, wanted.modes, wanted.settings, wanted.engine)
    _draft(systems, wanted, folder, force=force)
    names = [(system.name, system.drafter.mode) for system in systems]
    total = len(systems) * len(wanted.cases) * wanted.drafts
    with progress_over(total, "checking") as progress:
        scored = score_report(folder, names, progress.show)
    other = (str(wanted.against), score_report(wanted.against)) if wanted.against else None
    further: dict[str, Any] = {}
    if wanted.pairs:
        further["bits"] = _bits(systems, wanted.pairs, folder)
    if wanted.trained_on:
        further["privacy"] = _privacy(scored, wanted.trained_on, wanted.canaries)
    summary = write_report(folder, scored, other=other, further=further, foot=_foot(wanted))
    if as_json:
        print(json.dumps(summary, ensure_ascii=False))
    else:
        _print(summary, folder)
    return 0


def _draft(systems: list[System], wanted: Wanted, folder: Path, *, force: bool) -> None:
    from mailwright.evaluation.drafting import draft_all
    from mailwright.evaluation.journal import Journal

    settings = {"seed": wanted.seed, "drafts": wanted.drafts}
    total = len(systems) * len(wanted.cases) * wanted.drafts
    with (
        Journal.open(folder, wanted.cases, settings, force=force) as journal,
        progress_over(total, "drafting") as progress,
    ):
        work = draft_all(systems, wanted.cases, journal, count=wanted.drafts, seed=wanted.seed, told=progress.show)
        asyncio.run(work)


def _bits(systems: Iterable[System], pairs: list[Case], folder: Path) -> list[dict[str, Any]]:
    """Return bits per byte of each model; what is known of these pairs and weights is not computed again."""
    from mailwright.evaluation.cases import digest_of
    from mailwright.evaluation.likelihood import Bits, bits_of_pairs, summarise_bits

    kept = folder / "bits.json"
    known: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    found = {}
    for system in systems:
        loaded = getattr(system.drafter, "model", None)
        if loaded is None or system.name in found:
            continue
        key = f"{loaded.weights['sha256']} {asdict(loaded.layout)} {digest_of(pairs)}"
        if key not in known:
            with progress_over(len(pairs), "reading") as progress:
                bits = bits_of_pairs(loaded.path, loaded.layout, pairs, progress.show)
            known[key] = [asdict(entry) for entry in bits]
            kept.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
        bits = [Bits(**entry) for entry in known[key]]
        found[system.name] = {"model": system.name, "pairs": len(bits), **summarise_bits(bits)}
    return list(found.values())


def _privacy(scored: list[Scored], data: Path, canaries: Path | None) -> list[dict[str, Any]]:
    from mailwright.corpus.dataset import read_split
    from mailwright.evaluation.report import privacy_of

    planted = [line.strip() for line in canaries.read_text("utf-8").splitlines()] if canaries else []
    bodies = [example.email_body for example in read_split(data, "train") if "#" not in example.id]
    with progress_over(len(scored), "comparing") as progress:
        return privacy_of(scored, bodies, [line for line in planted if line], progress.show)


def _foot(wanted: Wanted) -> str:
    from mailwright import __version__

    settings = ", ".join(f"{name} {value}" for name, value in asdict(wanted.settings).items())
    return f"mailwright {__version__}; {wanted.drafts} drafts a brief, seed {wanted.seed}; {settings}."


def _print(summary: dict[str, Any], folder: Path) -> None:
    from mailwright.evaluation.text_table import bits_lines, headline_lines, privacy_lines

    lines = headline_lines(summary) + bits_lines(summary) + privacy_lines(summary)
    print("\n".join(lines).rstrip())
    print(f"report: {folder / 'index.html'}", file=sys.stderr)
