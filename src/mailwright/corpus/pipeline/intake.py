"""The first pass: sources read, mails cleaned and spooled, everything counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mailwright.corpus.cleaning import Cascade, Dropped
from mailwright.corpus.leakage.assignment import Basis, basis_of
from mailwright.corpus.pipeline.progress import Watcher
from mailwright.corpus.pipeline.spool import Spool
from mailwright.corpus.sources.reading import Source, SourceError, Unreadable
from mailwright.corpus.tally import Step


@dataclass
class Intake:
    """What the sources came to.

    Attributes:
        reading: how many mails could be read, and why others could not.
        described: what each source says of itself, by its name, with its counts.
        owners: the owners of each source's mails that were kept.
        official: sources whose mails come with splits.
    """

    reading: Step = field(default_factory=lambda: Step("reading", "mails that can be read"))
    described: dict[str, dict[str, Any]] = field(default_factory=dict)
    owners: dict[str, set[str]] = field(default_factory=dict)
    official: set[str] = field(default_factory=set)

    def basis(self, source: str) -> Basis:
        """Return what the splits of a source go by."""
        return basis_of(source in self.official, len(self.owners[source]))


def take_in(sources: Sequence[Source], cascade: Cascade, spool: Spool, watch: Watcher) -> Intake:
    """Read all sources, let the cascade judge each mail, and add those that pass to the spool.

    Raises:
        SourceError: a source cannot be read, or two have one name.
    """
    intake = Intake()
    total = _total(sources)
    done = 0
    for source in sources:
        if source.name in intake.described:
            raise SourceError(f"two sources are called {source.name!r}: give one of them another name")
        intake.described[source.name] = about = source.describe()
        intake.owners[source.name] = set()
        counts: Counter[str] = Counter()
        for item in source.read():
            done += 1
            watch("reading", done, total)
            if isinstance(item, Unreadable):
                intake.reading.count(item.reason)
                counts["unreadable"] += 1
                continue
            intake.reading.count()
            counts["mails"] += 1
            judged = cascade.judge(item)
            if isinstance(judged, Dropped):
                continue
            spool.add(judged)
            intake.owners[source.name].add(judged.owner)
            if judged.split is not None:
                intake.official.add(source.name)
        about |= {"mails": counts["mails"], "unreadable": counts["unreadable"]}
    watch("reading", done, done)
    spool.seal()
    return intake


def _total(sources: Sequence[Source]) -> int | None:
    totals = [source.total() for source in sources]
    known = [total for total in totals if total is not None]
    return sum(known) if len(known) == len(totals) else None
