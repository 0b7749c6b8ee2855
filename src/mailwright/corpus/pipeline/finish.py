"""The end of each way to a data set: what was written is read again, proved not to leak, and gets its card."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from mailwright.corpus.card import write_card
from mailwright.corpus.dataset import DataSetError, DataSetWriter
from mailwright.corpus.leakage.proof import prove
from mailwright.corpus.pipeline.progress import Watcher

_MUST_BE_NONE = ("near_duplicates_across_splits", "threads_in_two_splits", "owners_in_two_splits")


def finish(
    writer: DataSetWriter,
    facts: dict[str, Any],
    watch: Watcher,
    *,
    owners_apart: Collection[str] = (),
    card: bool = True,
) -> None:
    """Put the facts into the manifest, with the proof that no split knows another, and write the card if wanted.

    Raises:
        DataSetError: what was written leaks; the data set is not put in place then.
    """
    writer.facts = facts
    writer.flush()
    facts["leakage"] = prove(writer.work, owners_apart, watch)
    for name in _MUST_BE_NONE:
        if facts["leakage"][name]:
            raise DataSetError(f"{facts['leakage'][name]} {name.replace('_', ' ')}: the data set was not made")
    writer.flush()
    if card:
        write_card(writer.work, watch=watch)
