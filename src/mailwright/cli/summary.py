"""What a batch came to, counted line by line."""

from dataclasses import dataclass
from typing import Any


@dataclass
class Summary:
    """Counts over settled lines; ``completion_tokens`` too."""

    written: int = 0
    failed: int = 0
    drafts: int = 0
    ready: int = 0
    points: int = 0
    covered: int = 0
    inventing: int = 0
    completion_tokens: int = 0

    def add(self, record: dict[str, Any]) -> None:
        """Count one line as it stands in the drafts or in the errors."""
        if "error" in record:
            self.failed += 1
            return
        self.written += 1
        self.completion_tokens += record["usage"]["completion_tokens"]
        for draft in record["drafts"]:
            self.drafts += 1
            self.ready += draft["ready"]
            self.points += len(draft["coverage"])
            self.covered += sum(point["covered"] for point in draft["coverage"])
            self.inventing += bool(draft["unsupported"])

    @property
    def settled(self) -> int:
        """Lines that are done, well or badly."""
        return self.written + self.failed

    def lines(self) -> list[str]:
        """Return the counts in words."""
        return [
            f"lines written {self.written}, failed {self.failed}",
            f"drafts ready {_share(self.ready, self.drafts)}",
            f"points covered {_share(self.covered, self.points)}",
            f"drafts with unsupported facts {_share(self.inventing, self.drafts)}",
        ]


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "0 of 0"
