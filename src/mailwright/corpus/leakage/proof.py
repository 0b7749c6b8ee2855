"""The proof that nothing leaks: a finished data set read again, with the figures that its manifest gives."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from mailwright.corpus.dataset import count_examples, read_split
from mailwright.corpus.leakage.border import KEEPERS, NEAR_DUPLICATE, Border
from mailwright.corpus.pipeline.progress import Watcher, no_one


def prove(
    folder: Path,
    owners_apart: Collection[str] = (),
    watch: Watcher = no_one,
) -> dict[str, Any]:
    """Return what a manifest says of leakage, counted on the rows that were written.

    Args:
        folder: a data set, or the folder in which one is being written, flushed.
        owners_apart: names of the sources whose owners lie in one split each.
        watch: is told how many rows are through.

    Raises:
        DataSetError: ``folder`` cannot be read.
    """
    border = Border()
    threads, owners = _Keys(), _Keys()
    near = done = 0
    total = sum(count_examples(folder, split) for split in KEEPERS)
    for split in KEEPERS:
        for example in read_split(folder, split):
            done += 1
            watch("proving", done, total)
            near += not border.admit(split, example.email_body)
            threads.note(split, example.thread)
            if example.source in owners_apart:
                owners.note(split, example.owner)
    return {
        "highest_jaccard_across_splits": round(border.highest, 4),
        "near_duplicates_across_splits": near,
        "threads_in_two_splits": threads.shared,
        "owners_in_two_splits": owners.shared,
        "checked": "the rows written, each e-mail with all of the splits before its own (test, validation, train), "
        f"by an inverted index of word 5-grams; near duplicates from {NEAR_DUPLICATE}",
    }


class _Keys:
    """Counts the keys that were seen in two splits; hashes are held, not the keys."""

    def __init__(self) -> None:
        self.shared = 0
        self._splits: dict[bytes, str] = {}

    def note(self, split: str, key: str) -> None:
        if not key:
            return
        digest = hashlib.blake2b(key.encode(), digest_size=16).digest()
        before = self._splits.setdefault(digest, split)
        if before not in (split, ""):
            self.shared += 1
            self._splits[digest] = ""
