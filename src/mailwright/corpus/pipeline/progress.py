"""How a build tells how far it is."""

from __future__ import annotations

from typing import Protocol


class Watcher(Protocol):
    """Is told how far a build is."""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """``done`` of ``total`` (None if unknown) are through ``stage``, which is a present participle."""
        ...


def no_one(stage: str, done: int, total: int | None) -> None:
    """Watch nothing."""
