"""Cleaned mails on disk, with what is needed to compare them: memory does not grow with their number."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Final, Self

import numpy as np
import numpy.typing as npt

from mailwright.brief import Person
from mailwright.corpus.leakage.grams import digest_of
from mailwright.corpus.leakage.hashing import hash_of
from mailwright.corpus.leakage.signatures import PERMUTATIONS, signature_of
from mailwright.corpus.mail import Mail

_RECORD: Final = np.dtype(
    [
        ("offset", np.uint64),
        ("identity", np.uint64),
        ("digest", np.uint64),
        ("signature", np.uint32, (PERMUTATIONS,)),
    ]
)


class Spool:
    """Mails in the order in which they were added, in files that are gone when the process ends, however it ends.

    Use it as a context manager: first add, then ``seal``, then read. Memory: none for adding; the records (408
    bytes a mail) are mapped from disk.
    """

    def __init__(self, parent: Path) -> None:
        """Begin a spool beside what is made of it: a folder for temporary files may lie in memory.

        Args:
            parent: an existing folder; the spool takes room on its disk, without a name that others could open.
        """
        self._texts: IO[bytes] = TemporaryFile(dir=parent)  # noqa: SIM115 - __exit__ closes both
        self._records: IO[bytes] = TemporaryFile(dir=parent)  # noqa: SIM115
        self._index: npt.NDArray[Any] = np.empty(0, _RECORD)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._index = np.empty(0, _RECORD)  # unmaps the file
        self._texts.close()
        self._records.close()

    def add(self, mail: Mail) -> None:
        """Append a mail."""
        record = np.zeros((), _RECORD)
        record["offset"] = self._texts.tell()
        record["identity"] = hash_of(mail.id)
        record["digest"] = digest_of(mail.body)
        record["signature"] = signature_of(mail.body)
        self._texts.write(_to_line(mail))
        self._records.write(record.tobytes())

    def seal(self) -> None:
        """End adding; from now on mails can be read."""
        self._texts.flush()
        self._records.flush()
        size = self._records.tell() // _RECORD.itemsize
        if size:
            self._index = np.memmap(self._records, _RECORD, mode="r", shape=(size,))

    def __len__(self) -> int:
        return int(self._index.size)

    @property
    def signatures(self) -> npt.NDArray[np.uint32]:
        """(mails, permutations) of the bodies, on disk."""
        column: npt.NDArray[np.uint32] = self._index["signature"]
        return column

    @property
    def digests(self) -> npt.NDArray[np.uint64]:
        """(mails,) ``digest_of`` the bodies."""
        return np.array(self._index["digest"])

    @property
    def identities(self) -> npt.NDArray[np.uint64]:
        """(mails,) a number for each id."""
        return np.array(self._index["identity"])

    def mail(self, position: int) -> Mail:
        """Return the mail that was added as number ``position``, from 0."""
        self._texts.seek(int(self._index[position]["offset"]))
        return _from_line(self._texts.readline())

    def mails(self, positions: Iterable[int]) -> Iterator[Mail]:
        """Yield the mails at some positions in that order."""
        for position in positions:
            yield self.mail(position)


def _to_line(mail: Mail) -> bytes:
    record = asdict(replace(mail, date=None))
    record["date"] = mail.date.isoformat() if mail.date else None
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _from_line(line: bytes) -> Mail:
    record = json.loads(line)
    date = record.pop("date")
    sender, to = record.pop("sender"), record.pop("to")
    return Mail(
        **record,
        date=datetime.fromisoformat(date) if date else None,
        sender=Person(**sender),
        to=tuple(Person(**person) for person in to),
    )
