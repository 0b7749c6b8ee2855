"""What a pipeline keeps and drops at each step, in the order of the steps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Step:
    """One step's counts.

    Attributes:
        name: what the manifest calls it.
        what: what passes it, in a few words.
        kept: how many passed.
        reasons: why others did not, with counts.
    """

    name: str
    what: str
    kept: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def dropped(self) -> int:
        """How many did not pass."""
        return self.reasons.total()

    def count(self, reason: str = "") -> bool:
        """Count one thing: kept without a reason, dropped with one; return whether it was kept."""
        if reason:
            self.reasons[reason] += 1
        else:
            self.kept += 1
        return not reason

    def facts(self) -> dict[str, Any]:
        """Return the counts as a manifest lists them, the most frequent reason first."""
        reasons = sorted(self.reasons.items(), key=lambda item: (-item[1], item[0]))
        return {
            "step": self.name,
            "what": self.what,
            "kept": self.kept,
            "dropped": self.dropped,
            "reasons": dict(reasons),
        }
