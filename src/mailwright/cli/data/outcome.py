"""What a build came to, for whoever ran it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mailwright.cli.show import printable


def show_outcome(folder: Path, facts: Mapping[str, Any], *, as_json: bool) -> None:
    """Print what lies in a data set that was just made: its cascade, splits and leakage.

    Args:
        folder: the data set.
        facts: what its manifest says, splits included.
        as_json: print one JSON object instead of lines.
    """
    rows = {split: entry["rows"] for split, entry in facts["splits"].items()}
    if as_json:
        kept = ("name", "private", "sources", "cascade", "duplicates", "leakage", "pii", "languages", "notes")
        record = {key: facts[key] for key in kept if key in facts}
        print(json.dumps({"folder": str(folder), "rows": rows, **record}, ensure_ascii=False))
        return
    for step in facts["cascade"]:
        print(f"{step['step']:14}{step['kept']:>9,} kept{_dropped(step)}")
    print(
        f"{printable(str(folder), line=True)}: " + ", ".join(f"{split} {count:,}" for split, count in rows.items())
    )


def _dropped(step: Mapping[str, Any]) -> str:
    if not step["dropped"]:
        return ""
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in list(step["reasons"].items())[:3])
    more = len(step["reasons"]) - 3
    return f", {step['dropped']:,} dropped: {reasons}" + (f" and {more} other reasons" if more > 0 else "")
