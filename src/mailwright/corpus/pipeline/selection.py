"""The second pass: the mails put into splits, without duplicates, without a thread or owner in two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mailwright.corpus.leakage.assignment import Shares
from mailwright.corpus.leakage.border import KEEPERS
from mailwright.corpus.leakage.claims import Claims
from mailwright.corpus.leakage.neighbours import Neighbours
from mailwright.corpus.mail import Mail, Split
from mailwright.corpus.pipeline.intake import Intake
from mailwright.corpus.pipeline.progress import Watcher
from mailwright.corpus.pipeline.spool import Spool
from mailwright.corpus.tally import Step

TWICE = "the same mail again"
THREAD = "thread or owner in a split that goes before"


@dataclass(frozen=True)
class Selection:
    """Which mails go where.

    Attributes:
        positions: of the mails of each split in the spool, in the order in which they came.
        steps: how many mails passed, and why others did not.
        neighbours: what was found of duplicates.
    """

    positions: dict[Split, Sequence[int]]
    steps: tuple[Step, Step]
    neighbours: Neighbours


def select(spool: Spool, intake: Intake, shares: Shares, watch: Watcher) -> Selection:
    """Put the mails of a spool into splits; test keeps what two splits want, then validation."""
    splits = _splits(spool, intake, shares)
    neighbours = Neighbours(spool.signatures, spool.digests, splits, lambda position: spool.mail(position).body)
    identities, claims = spool.identities, Claims()
    apart = Step("threads", "mails whose thread and owner lie in one split")
    alike = Step("duplicates", "mails that resemble none kept before")
    positions: dict[Split, Sequence[int]] = {}
    seen: set[int] = set()
    done = 0
    for number, split in enumerate(KEEPERS):
        kept = []
        for position in np.flatnonzero(splits == number).tolist():
            done += 1
            watch("comparing", done, len(spool))
            if not claims.admit(split, keys_of(spool.mail(position), intake)):
                apart.count(THREAD)
                continue
            apart.count()
            identity = int(identities[position])
            reason = TWICE if identity in seen else neighbours.admit(position)
            if alike.count(reason):
                seen.add(identity)
                kept.append(position)
        positions[split] = kept
    return Selection(positions, (apart, alike), neighbours)


def keys_of(mail: Mail, intake: Intake) -> list[str]:
    """Return what must not lie in two splits: the thread and, where splits go by owners, the owner."""
    keys = [f"thread {mail.thread}"] if mail.thread else []
    if intake.basis(mail.source) == "owner":
        keys.append(f"owner {mail.owner}")
    return keys


def _splits(spool: Spool, intake: Intake, shares: Shares) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """Return the places in ``KEEPERS`` of the splits to which the mails would go."""
    splits = np.zeros(len(spool), np.uint8)
    for position, mail in enumerate(spool.mails(range(len(spool)))):
        match intake.basis(mail.source):
            case "official":
                split = mail.split or "train"
            case "owner":
                split = shares.split_of(mail.owner)
            case _:
                split = shares.split_of(mail.thread or mail.id)
        splits[position] = KEEPERS.index(split)
    return splits
