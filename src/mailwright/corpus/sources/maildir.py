"""A Maildir: one folder of one mailbox, as Dovecot, Courier, mutt and KMail keep it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mailwright.corpus.mail import Mail
from mailwright.corpus.sources.compose import Composer
from mailwright.corpus.sources.digest import sha256_of_files
from mailwright.corpus.sources.files import read_beginning
from mailwright.corpus.sources.reading import SourceError, Unreadable

_UNWANTED_FLAGS: Final = {"T": "is marked as deleted", "D": "is marked as a draft"}


@dataclass(frozen=True)
class Maildir:
    """Mails of a Maildir folder, read and unread ones; a folder below it (``.Sent``) is a source of its own.

    Attributes:
        path: the folder that holds ``cur`` and ``new``.
        owner: whose mailbox it is, an address; empty if unknown.
        name: how the manifest calls it; the folder's name if not given.
    """

    path: Path
    owner: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name or self.path.name.strip(".") or "maildir")

    def read(self) -> Iterator[Mail | Unreadable]:
        """Yield each mail, or why it cannot be read, ordered by the unique part of the files' names."""
        composer = Composer(self.name, self.owner)
        for unique, path in self._files():
            flags = path.name.partition(":2,")[2]
            reason = next((said for flag, said in _UNWANTED_FLAGS.items() if flag in flags), "")
            if reason:
                yield Unreadable(unique, reason)
                continue
            try:
                raw, size = read_beginning(path)
            except OSError as error:
                yield Unreadable(unique, f"cannot be opened ({error.strerror})")
            else:
                yield composer.read(unique, raw, size)

    def describe(self) -> dict[str, Any]:
        """Return name, kind, number and bytes of the files, and a digest of them that flags do not change."""
        digest, files, size = sha256_of_files(self._files(), forgiving=True)
        return {"name": self.name, "kind": "maildir", "files": files, "bytes": size, "digest": digest}

    def total(self) -> int:
        """Return how many mails there are."""
        return len(self._files())

    def _files(self) -> list[tuple[str, Path]]:
        """Return the unique names of the mails and where they lie, in order."""
        found = []
        try:
            for folder in ("cur", "new"):
                with os.scandir(self.path / folder) as entries:
                    found += [
                        (os.fsencode(entry.name.partition(":")[0]).decode("utf-8", "replace"), Path(entry.path))
                        for entry in entries
                        if entry.is_file() and not entry.name.startswith(".")
                    ]
        except OSError as error:
            raise SourceError(f"{self.path} is no Maildir: it has no readable {folder} folder") from error
        return sorted(found)
