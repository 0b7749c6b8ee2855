"""Why a mail became no example."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a mail became no example: one of a few dozen short reasons, so that they can be counted."""

    reason: str
