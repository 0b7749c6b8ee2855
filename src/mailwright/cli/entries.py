"""The lines of a file of briefs, read one at a time, and the fingerprint of such a file."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from mailwright.cli.briefs import MAX_BYTES, RecordError, parse_record

SEEDS: Final = 2**30  # well below the Writer's MAX_SEED
_BLOCK: Final = 1 << 20


@dataclass(frozen=True)
class Entry:
    """One line of the input: a record, or the reason why there is none.

    ``line`` counts from 1; ``id`` is the record's own, or ``line-N`` where it gives none.
    """

    line: int
    id: str | int
    record: dict[str, Any]
    error: str = ""


@dataclass(frozen=True)
class Fingerprint:
    """What identifies the content of a file, and how many lines of it say something."""

    bytes: int
    sha256: str
    lines: int


def read_entries(path: Path) -> Iterator[Entry]:
    """Yield the lines of a JSON Lines file that are not blank.

    Memory is bounded by the longest line allowed and by eight bytes (and their place in a set) for each id,
    which is what it takes to notice an id that comes twice.
    """
    seen: dict[int, int] = {}
    with path.open("rb") as file:
        for number, line in enumerate(_lines(file), start=1):
            if not line.strip():
                continue
            entry = _entry(number, line)
            digest = _digest(entry.id)
            if first := seen.get(digest):
                entry = Entry(number, entry.id, {}, f"id {entry.id!r} was given in line {first} already")
            else:
                seen[digest] = number
            yield entry


def seed_of(identifier: str | int, base: int) -> int:
    """Return the seed of one line, below 2**30: it depends on the id and on ``base`` alone."""
    return (_digest(identifier) + base) % SEEDS


def fingerprint(path: Path, size: int | None = None) -> Fingerprint:
    """Return the fingerprint of a file, or of its first ``size`` bytes."""
    digest, length, lines, blank = hashlib.sha256(), 0, 0, True
    with path.open("rb") as file:
        while block := file.read(_BLOCK if size is None else min(_BLOCK, size - length)):
            digest.update(block)
            length += len(block)
            first, *rest = block.split(b"\n")
            blank = blank and not first.strip()
            for piece in rest:
                lines += not blank
                blank = not piece.strip()
    return Fingerprint(length, digest.hexdigest(), lines + (not blank))


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(MAX_BYTES + 1):
        rest = line
        while rest and not rest.endswith(b"\n"):  # the tail of a line that is too long is passed over
            rest = file.readline(_BLOCK)
        yield line


def _entry(number: int, line: bytes) -> Entry:
    fallback = f"line-{number}"
    try:
        record = parse_record(line)
    except RecordError as error:
        return Entry(number, fallback, {}, f"line {number} {error}")
    identifier = record.get("id")
    if identifier is None:
        return Entry(number, fallback, record)
    if isinstance(identifier, bool) or not isinstance(identifier, str | int):
        return Entry(number, fallback, {}, f"line {number}: id must be a string or a whole number")
    return Entry(number, identifier, record)


def _digest(identifier: str | int) -> int:
    text = str(identifier).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(text).digest()[:8])
