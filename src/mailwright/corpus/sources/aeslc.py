"""The Annotated Enron Subject Line Corpus, from JSON Lines (Zhang and Tetreault, ACL 2019; CC BY-NC-SA 4.0)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from mailwright.brief import Person
from mailwright.corpus.lines import count_lines, read_lines
from mailwright.corpus.mail import Mail, Split
from mailwright.corpus.mime.text import clean_line, clean_text
from mailwright.corpus.sources.digest import sha256_of_files
from mailwright.corpus.sources.identity import topic_of
from mailwright.corpus.sources.reading import SourceError, Unreadable

LICENCE: Final = "CC BY-NC-SA 4.0"
SPLITS: Final[dict[str, Split]] = {
    "train": "train",
    "dev": "validation",
    "validation": "validation",
    "test": "test",
}
"""Names of files and of splits; ``dev`` is the authors' own word."""

_ENDINGS: Final = (".jsonl", ".jsonl.gz")
_ID: Final = re.compile(r"(?P<owner>.+)_(?P<folder>inbox|sent)_\d+")


@dataclass(frozen=True)
class Aeslc:
    """Mails of AESLC, with their official splits.

    An id such as ``allen-p_inbox_20`` names mailbox and folder. In ``sent`` the owner is the author, in ``inbox``
    a recipient; sender and recipient have the mailbox's name in place of an address, and no name, for the corpus
    gives none. Bodies have one sentence a line, so ``lines_kept`` is false.

    Attributes:
        path: a folder of ``train``, ``dev`` (or ``validation``) and ``test``, each ``.jsonl`` or ``.jsonl.gz``, or
            one such file.
        name: how the manifest calls it.
    """

    path: Path
    name: str = "aeslc"

    def read(self) -> Iterator[Mail | Unreadable]:
        """Yield each mail, or why it cannot be read, split by split in the order of the files."""
        for split, path in self._files():
            try:
                for line in read_lines(path):
                    problem = line.problem or _problem(line.record)
                    if problem:
                        yield Unreadable(f"{path.name}:{line.number} ({problem})", "is no record of AESLC")
                    else:
                        yield aeslc_mail(self.name, split, line.record["id"], line.record)
            except OSError as error:
                raise SourceError(f"cannot read {path}: {error.strerror or error}") from error

    def describe(self) -> dict[str, Any]:
        """Return name, kind, licence, number and bytes of the files, and a digest of names and contents."""
        try:
            digest, files, size = sha256_of_files((path.name, path) for _, path in self._files())
        except OSError as error:
            raise SourceError(f"cannot read {self.path}: {error.strerror}") from error
        about = {"name": self.name, "kind": "aeslc", "licence": LICENCE}
        return {**about, "files": files, "bytes": size, "digest": digest}

    def total(self) -> int:
        """Return how many lines the files have."""
        try:
            return sum(count_lines(path) for _, path in self._files())
        except OSError as error:
            raise SourceError(f"cannot read {self.path}: {error.strerror or error}") from error

    def _files(self) -> list[tuple[Split, Path]]:
        """Return splits and files, train before validation before test."""
        if self.path.is_file():
            return [(SPLITS.get(self.path.name.partition(".")[0], "train"), self.path)]
        named = [(split, self.path / f"{name}{ending}") for name, split in SPLITS.items() for ending in _ENDINGS]
        found = [(split, path) for split, path in named if path.is_file()]
        if not found:
            raise SourceError(
                f"{self.path} is no folder with AESLC: it has no train.jsonl, train.jsonl.gz or the like"
            )
        if len({split for split, _ in found}) < len(found):
            raise SourceError(f"{self.path} has a split twice: leave one of {', '.join(p.name for _, p in found)}")
        return found


def aeslc_mail(source: str, split: Split, identifier: str, record: dict[str, Any]) -> Mail | Unreadable:
    """Return the mail of a record.

    Args:
        source: the source's name.
        split: the official split.
        identifier: of the record; an own one where the corpus comes without.
        record: ``subject`` and ``body``.
    """
    found = _ID.fullmatch(identifier)
    owner = found["owner"] if found else ""
    folder = found["folder"] if found else ""
    subject, body = clean_line(record["subject"]), clean_text(record["body"])
    if not body:
        return Unreadable(identifier, "has no text")
    mailbox = Person(email=owner)
    topic = topic_of(subject)
    thread = sha256(f"{owner}\0{topic}".encode()).hexdigest()[:16] if topic else identifier
    return Mail(
        id=identifier,
        source=source,
        owner=owner,
        thread=thread,
        date=None,
        subject=subject,
        sender=mailbox if folder == "sent" else Person(),
        to=(mailbox,) if folder == "inbox" else (),
        body=body,
        lines_kept=False,
        split=split,
    )


def _problem(record: dict[str, Any]) -> str:
    for name in ("id", "subject", "body"):
        if not isinstance(record.get(name), str):
            return f"{name} is no string"
    return "" if record["id"].strip() else "id is empty"
