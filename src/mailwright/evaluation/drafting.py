"""Systems and cases -> drafts in a journal; what is there already is not drawn again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import aclosing
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
    done = failed = 0
    for system in systems:
        mode = system.drafter.mode
        journal.claim(system.name, mode, system.drafter.identity)
        missing = [(case, _missing(system, case, journal, count)) for case in cases]
        missing = [(case, numbers) for case, numbers in missing if numbers]
        done += len(cases) * count - sum(len(numbers) for _, numbers in missing)
        told(done, failed)
        if not missing:
            continue
        async with system.drafter as drafter:
            for case, numbers in missing:
                left = iter(numbers)
                async with aclosing(drafter.draft(case.brief, seed_of(case.id, seed), numbers)) as drafts:
                    async for draft in drafts:
                        journal.put(Entry(system.name, mode, case.id, next(left), draft))
                        done, failed = done + 1, failed + bool(draft.error)
                        told(done, failed)


def _missing(system: System, case: Case, journal: Journal, count: int) -> list[int]:
    keys = [(system.name, system.drafter.mode, case.id, number) for number in range(count)]
    return [key[-1] for key in keys if key not in journal.entries]


def seed_of(identifier: str, base: int) -> int:
    """Return the seed of a case, below ``SEEDS``: it depends on its id and on ``base`` alone."""
    digest = hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).digest()
    return (int.from_bytes(digest[:8]) + base) % SEEDS
