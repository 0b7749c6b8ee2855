"""Claims: a thread or an owner belongs to the split that comes first for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from mailwright.corpus.leakage.border import KEEPERS
from mailwright.corpus.mail import Split


class Claims:
    """Remembers which split each key (of a thread, of an owner) lies in; 16 hashed bytes a key, not the keys."""

    def __init__(self) -> None:
        self._splits: dict[bytes, int] = {}

    def __len__(self) -> int:
        return len(self._splits)

    def admit(self, split: Split, keys: Iterable[str]) -> bool:
        """Return whether no key lies in another split; if so, the keys are claimed for this one."""
        number = KEEPERS.index(split)
        hashes = [hashlib.blake2b(key.encode(), digest_size=16).digest() for key in keys]
        if any(self._splits.get(key, number) != number for key in hashes):
            return False
        self._splits.update(dict.fromkeys(hashes, number))
        return True
