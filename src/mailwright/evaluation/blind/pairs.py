"""Two reports -> pairs of drafts of the same brief, in an order and on sides that tell nothing."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mailwright.evaluation.cases import EvaluationError
from mailwright.evaluation.journal import read_entries, read_report_cases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailwright.brief import Brief
    from mailwright.evaluation.journal import Entry


@dataclass(frozen=True)
class Side:
    """One draft of a pair; ``system`` is hidden from the reader."""

    system: str
    subject: str
    body: str


@dataclass(frozen=True)
class BlindPair:
    """Two drafts of one brief; which system is left was drawn by lot."""

    id: str
    brief: Brief
    left: Side
    right: Side


def pair_reports(one: str, other: str, *, seed: int = 0, most: int | None = None) -> list[BlindPair]:
    """Return a pair for each brief that both have drafts of; equal texts are left out.

    Args:
        one: a report's folder, or ``FOLDER:SYSTEM`` where it holds several (``report:base`` or
            ``report:base+writer``).
        other: the same.
        seed: of order, sides, and which draft is taken of several.
        most: take at most so many pairs.

    Raises:
        EvaluationError: a folder is no report, holds several systems and none is named, or nothing is shared.
    """
    first, second = _drafts(one), _drafts(other)
    briefs = {case.id: case.brief for case in read_report_cases(_place(one)[0])}
    chance = random.Random(seed)
    pairs = []
    for case in sorted(set(first) & set(second) & set(briefs)):
        ours, theirs = _choose(first[case], chance), _choose(second[case], chance)
        if ours.body != theirs.body:
            left, right = (ours, theirs) if chance.random() < 0.5 else (theirs, ours)
            pairs.append(BlindPair(_id(case, seed), briefs[case], left, right))
    if not pairs:
        raise EvaluationError(f"{one} and {other} share no brief with different drafts: evaluate both on one file")
    chance.shuffle(pairs)
    return pairs[:most]


def _drafts(report: str) -> dict[str, list[Side]]:
    place, wanted = _place(report)
    entries = [entry for entry in read_entries(place) if not entry.written.error]
    systems = list(dict.fromkeys(_system(entry) for entry in entries))
    if not wanted:
        if len(systems) != 1:
            named = ", ".join(f"{place}:{system}" for system in systems)
            raise EvaluationError(f"{place} holds {len(systems)} systems: name one of {named}")
        wanted = systems[0]
    if wanted not in systems:
        raise EvaluationError(f"{place} holds no system {wanted!r}, but {', '.join(systems)}")
    drafts: dict[str, list[Side]] = {}
    for entry in sorted(entries, key=lambda entry: entry.number):
        if _system(entry) == wanted:
            side = Side(report, entry.written.subject, entry.written.body)
            drafts.setdefault(entry.case, []).append(side)
    return drafts


def _place(report: str) -> tuple[Path, str]:
    """Return folder and system of ``FOLDER`` or ``FOLDER:SYSTEM``; a folder's name may hold colons."""
    folder, _, system = report.rpartition(":")
    return (Path(report), "") if Path(report).is_dir() or not folder else (Path(folder), system)


def _choose(sides: Sequence[Side], chance: random.Random) -> Side:
    return sides[chance.randrange(len(sides))]


def _system(entry: Entry) -> str:
    return entry.model if entry.mode == "single" else f"{entry.model}+writer"


def _id(case: str, seed: int) -> str:
    """Return what the page calls a pair: it tells neither brief nor system."""
    return hashlib.sha256(f"{seed}:{case}".encode()).hexdigest()[:12]
