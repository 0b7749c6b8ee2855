"""A reader's choices, counted against the key."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailwright.evaluation.blind.key import read_key
from mailwright.evaluation.bootstrap import wilson
from mailwright.evaluation.cases import EvaluationError

if TYPE_CHECKING:
    from collections.abc import Sequence

CHOICES = ("left", "right", "tie")


def count_choices(files: Sequence[Path], key: Path) -> dict[str, Any]:
    """Return how often each system was preferred: its share of the choices that were no tie, with Wilson intervals.

    Args:
        files: what readers saved; the same reader's file twice counts once.
        key: ``key.json`` of the page.

    Raises:
        EvaluationError: a file holds no choices, or they are of another page.
    """
    sides = read_key(key)
    wins: Counter[str] = Counter({system: 0 for pair in sides.values() for system in sorted(pair.values())})
    ties, readers = 0, set()
    for path in files:
        record = _read(path)
        if record["reader"] in readers:
            continue
        readers.add(record["reader"])
        for pair, choice in record["choices"].items():
            if pair not in sides or choice not in CHOICES:
                raise EvaluationError(f"{path}: the choice {choice!r} of pair {pair!r} is not one of this page")
            if choice == "tie":
                ties += 1
            else:
                wins[sides[pair][choice]] += 1
    decided = sum(wins.values())
    systems = {}
    for system, count in sorted(wins.items(), key=lambda entry: (-entry[1], entry[0])):
        low, high = wilson(count, decided)
        systems[system] = {
            "preferred": count,
            "share": count / decided if decided else 0.0,
            "low": low,
            "high": high,
        }
    return {"readers": len(readers), "decided": decided, "ties": ties, "systems": systems}


def _read(path: Path) -> dict[str, Any]:
    try:
        record: Any = json.loads(path.read_text("utf-8"))
        if isinstance(record["choices"], dict) and isinstance(record["reader"], str):
            return dict(record)
    except (ValueError, KeyError, TypeError) as error:
        raise EvaluationError(f"{path} holds no choices: save them on the page") from error
    raise EvaluationError(f"{path} holds no choices: save them on the page")
