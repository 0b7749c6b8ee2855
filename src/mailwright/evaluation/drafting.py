"""Systems and cases -> drafts in a journal; what is there already is not drawn again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailwright.evaluation.journal import Entry, Journal

if TYPE_CHECKING:
    from mailwright.evaluation.cases import Case
    from mailwright.evaluation.drafter import Drafter

SEEDS: Final = 2**30
"""Seeds lie below this, well below the Writer's bound."""

Told = Callable[[int, int], None]
"""Is told how many drafts are there and how many of them failed."""


@dataclass(frozen=True)
class System:
    """A Drafter by the name that the report shows."""

    name: str
    drafter: Drafter


async def draft_all(
    systems: Sequence[System], cases: Sequence[Case], journal: Journal, *, count: int, seed: int, told: Told
) -> None:
    """Draw ``count`` drafts of every case by every system that the journal lacks, one system after the other.

    Requests follow each other, for an engine that serves several at once may round otherwise: so a run that was
    stopped and gone on with gives the texts of one that was not.

    Args:
        systems: each is opened only if it has something to write.
        cases: what to write.
        journal: where drafts go.
        count: drafts of a case.
        seed: base of the seeds, which derive from it and from the case's id.
        told: progress.

    Raises:
        MailwrightError: a model cannot be loaded, or its engine failed twice at one brief.
    """
    done = sum(
        (s.name, s.drafter.mode, c.id, n) in journal.entries for s in systems for c in cases for n in range(count)
    )
    failed = 0
    told(done, failed)
    for system in systems:
        journal.claim(system.name, system.drafter.mode, system.drafter.identity)
        keys = [(system.name, system.drafter.mode, case.id, number) for case in cases for number in range(count)]
        if all(key in journal.entries for key in keys):
            continue
        async with system.drafter as drafter:
            for case in cases:
                missing = [
                    number
                    for number in range(count)
                    if (system.name, drafter.mode, case.id, number) not in journal.entries
                ]
                if not missing:
                    continue
                drafts = await drafter.draft(case.brief, seed_of(case.id, seed), count)
                for number in missing:
                    journal.put(Entry(system.name, drafter.mode, case.id, number, drafts[number]))
                    failed += bool(drafts[number].error)
                done += len(missing)
                told(done, failed)


def seed_of(identifier: str, base: int) -> int:
    """Return the seed of a case, below ``SEEDS``: it depends on its id and on ``base`` alone."""
    digest = hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).digest()
    return (int.from_bytes(digest[:8]) + base) % SEEDS
