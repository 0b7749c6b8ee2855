"""What the validator says of a record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Level = Literal["error", "warning"]
Remark = tuple[Level, str, str]
"""Level, field and message: what a rule yields, without the place."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong (error) or worth a look (warning) with a record.

    Attributes:
        level: an error breaks a rule; a warning may be right as it is.
        path: the file.
        line: counted from 1; 0 where the file as a whole is meant.
        id: the record's, if it has one.
        field: the record's field; empty where the whole record is meant.
        message: what is wrong.
    """

    level: Level
    path: Path
    line: int
    id: str
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        subject = " ".join(part for part in (self.id, self.field) if part)
        return f"{place}: {self.level}: {subject + ' ' if subject else ''}{self.message}"
