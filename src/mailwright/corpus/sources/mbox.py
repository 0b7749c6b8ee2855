"""An mbox file, Gmail's Takeout included, read as a stream of whatever length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from mailwright.corpus.mail import Mail
from mailwright.corpus.mime.message import MAX_BYTES
from mailwright.corpus.sources.compose import UNWANTED_LABELS, Composer
from mailwright.corpus.sources.digest import sha256_of
from mailwright.corpus.sources.reading import SourceError, Unreadable

_DATED: Final = re.compile(
    rb"From .*\b[A-Z][a-z]{2},? +(?:[A-Z][a-z]{2} +\d{1,2}|\d{1,2} [A-Z][a-z]{2}).* \d{1,2}:\d\d"
)
_HEADER: Final = re.compile(rb"[!-9;-~]+:")
_QUOTED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)
_LONGEST_READ: Final = 1 << 16
_BLOCK: Final = 1 << 20


@dataclass(frozen=True)
class Mbox:
    """Mails of an mbox file.

    A mail begins at a line ``From `` with a date, or at one below an empty line and above a header: bodies that
    some programs leave unquoted hold such words too. ``>From `` is unquoted (mboxrd).

    Attributes:
        path: the file.
        owner: whose mailbox it is, an address; empty if unknown.
        name: how the manifest calls it; the file's name if not given.
        unwanted: labels of Gmail, lower case, whose mails are left out and counted.
    """

    path: Path
    owner: str = ""
    name: str = ""
    unwanted: frozenset[str] = UNWANTED_LABELS

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name or self.path.stem)

    def read(self) -> Iterator[Mail | Unreadable]:
        """Yield each mail, or why it cannot be read, in the order of the file."""
        composer = Composer(self.name, self.owner, unwanted=self.unwanted)
        with self._open() as file:
            for offset, raw, size in separate(file):
                place = f"byte {offset}"
                if raw.startswith(b"From "):
                    yield composer.read(place, *_message(raw, size))
                else:
                    yield Unreadable(place, "stands before the first line that begins with From: no mail")

    def describe(self) -> dict[str, Any]:
        """Return name, kind, and size and SHA-256 of the file."""
        self._open().close()
        digest, size = sha256_of(self.path)
        return {"name": self.name, "kind": "mbox", "bytes": size, "digest": digest}

    def total(self) -> int:
        """Return how many dated lines begin with ``From ``: the number of mails in nearly all files."""
        found, rest = 0, b"\n"
        with self._open() as file:
            while block := file.read(_BLOCK):
                block = rest + block
                found += sum(1 for _ in re.finditer(rb"(?<=\n)From [^\n]*\d:\d\d[^\n]*\n", block))
                rest = block[block.rfind(b"\n") :][-_LONGEST_READ:]
        return found

    def _open(self) -> IO[bytes]:
        try:
            return self.path.open("rb", buffering=_BLOCK)
        except OSError as error:
            raise SourceError(f"cannot read {self.path}: {error.strerror}: name an mbox file") from error


def separate(file: IO[bytes]) -> Iterator[tuple[int, bytes, int]]:
    """Yield offset, beginning (up to ``MAX_BYTES``) and whole size of each mail of an mbox file.

    The line ``From `` is part of both; what stands before the first one comes as a mail without it.
    """
    offset = position = kept = 0
    lines: list[bytes] = []
    below_blank = at_start = True
    while line := file.readline(_LONGEST_READ):
        if line[:5] == b"From " and at_start and (_DATED.match(line) or (below_blank and _heads(file))):
            if position > offset:
                yield offset, b"".join(lines), position - offset
            offset, kept = position, 0
            lines.clear()
        position += len(line)
        if kept < MAX_BYTES:
            lines.append(line)
            kept += len(line)
        below_blank = line in (b"\n", b"\r\n")
        at_start = line.endswith(b"\n")
    if position > offset:
        yield offset, b"".join(lines), position - offset


def _heads(file: IO[bytes]) -> bool:
    """Whether a header follows."""
    place = file.tell()
    line = file.readline(_LONGEST_READ)
    file.seek(place)
    return bool(_HEADER.match(line))


def _message(raw: bytes, size: int) -> tuple[bytes, int]:
    """Return a message, its first line gone and quoted ones restored, and its whole size."""
    message = raw.partition(b"\n")[2]
    rest = size - len(raw)
    if b">From " in message:
        message = _QUOTED.sub(rb"\1", message)
    return message, len(message) + rest
