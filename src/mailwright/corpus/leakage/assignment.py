"""Which split a mail goes to: the official one, or one drawn by a stable hash of its thread or owner."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from mailwright.corpus.mail import Split
from mailwright.errors import MailwrightError

Basis = Literal["official", "owner", "thread"]
"""What a source's splits go by: its own, the owner of the mailbox, the thread."""


@dataclass(frozen=True)
class Shares:
    """How much of a source without official splits goes where; the rest is for training.

    Attributes:
        test: 0 to 0.5.
        validation: 0 to 0.5.
        seed: another seed draws other threads or owners.
    """

    test: float = 0.05
    validation: float = 0.05
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("test", "validation"):
            if not 0 <= getattr(self, name) <= 0.5:
                raise MailwrightError(f"the share {name} is {getattr(self, name)}: use one from 0 to 0.5")

    def split_of(self, key: str) -> Split:
        """Return the split of all mails that share a key; the same key gives the same split in every data set."""
        digest = hashlib.sha256(f"{self.seed}:{key}".encode()).digest()
        place = int.from_bytes(digest[:8], "big") / 2**64
        if place < self.test:
            return "test"
        return "validation" if place < self.test + self.validation else "train"


def basis_of(official: bool, owners: int) -> Basis:
    """Return what the splits of a source go by.

    Args:
        official: whether its mails come with splits.
        owners: how many owners its mails have.
    """
    if official:
        return "official"
    return "owner" if owners > 1 else "thread"
