"""The files of a batch: drafts and errors, so written that a kill at any moment loses nothing.

Each input line ends as one whole line of the output or of the errors, and is on the disk before the next one is
written. What a kill can leave is therefore the beginning of one line, which is cut off when the run goes on.
"""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Self

from mailwright.cli.entries import Entry, fingerprint
from mailwright.cli.runfile import ADVICE, Places, ResumeError, check_run, write_run
from mailwright.cli.summary import Summary


class Journal:
    """The open output of a batch; a context manager.

    ``total`` counts the lines of the input that are not blank, ``done`` is the number of the last input line that
    is settled, 0 at the start; ``summary`` counts all settled lines, those of earlier runs included.
    """

    def __init__(self, places: Places, out: BinaryIO, errors: BinaryIO) -> None:
        self.places = places
        self.total = 0
        self.done = 0
        self.summary = Summary()
        self._out = out
        self._errors = errors

    @classmethod
    def open(cls, places: Places, settings: dict[str, Any], *, force: bool = False) -> Self:
        """Open the files, new or to go on with; without an output file a run is new whatever else lies there.

        Args:
            places: the files.
            settings: what the texts depend on; JSON values.
            force: throw away what an earlier run wrote.

        Raises:
            ResumeError: what is there belongs to another run, or another process is writing it.
        """
        anew = force or not places.out.exists()
        out = _open(places.out)
        try:
            _lock(out, places.out)
            errors = _open(places.errors)
        except BaseException:
            out.close()
            raise
        journal = cls(places, out, errors)
        try:
            journal._begin(settings, anew)
        except BaseException:
            journal.close()
            raise
        return journal

    def _begin(self, settings: dict[str, Any], anew: bool) -> None:
        if anew:
            self.places.run.unlink(missing_ok=True)  # first, so that a kill here leaves no run to go on with
            self._out.truncate(0)
            self._errors.truncate(0)
        elif self._out.seek(0, os.SEEK_END) or self._errors.seek(0, os.SEEK_END):
            check_run(self.places, settings)
        source = fingerprint(self.places.source)
        self.total = source.lines
        write_run(self.places, settings, source)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files; an errors file without a line is removed."""
        empty = self._errors.seek(0, os.SEEK_END) == 0
        self._out.close()
        self._errors.close()
        if empty:
            self.places.errors.unlink(missing_ok=True)

    def recover(self, entries: Iterable[Entry]) -> int:
        """Read back what is settled, cut off what is not, and return how many whole lines were cut off.

        A whole line is cut off only where a line before it is missing, as when the disk lost the end of one of
        the two files: it is written again.

        Raises:
            ResumeError: the files do not follow the input.
        """
        drafts, errors = _Cursor(self._out, self.places.out), _Cursor(self._errors, self.places.errors)
        keep, gap, again = (0, 0), False, 0
        for entry in entries:
            if drafts.record is None and errors.record is None:
                break
            cursor = _settling(entry, drafts, errors)
            if cursor is None:
                gap = True
                continue
            record = cursor.advance()
            if gap:
                again += 1
                continue
            self.done = entry.line
            self.summary.add(record)
            keep = drafts.start, errors.start
        for cursor, end in zip((drafts, errors), keep, strict=True):
            cursor.cut(end, self.places.source)
        return again

    def put(self, line: int, record: dict[str, Any]) -> None:
        """Settle input line ``line``: a record with ``error`` goes to the errors, any other to the drafts."""
        file = self._errors if "error" in record else self._out
        # A lone surrogate, which JSON can name but UTF-8 cannot hold, becomes JSON's own escape.
        file.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
        file.flush()
        os.fsync(file.fileno())
        self.done = line
        self.summary.add(record)


class _Cursor:
    """The whole lines of one file, one at a time: ``start`` is where the current one begins."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file = file
        self._path = path
        self._line = 0
        self._records = self._read()
        self.start = 0
        self.record = next(self._records, None)

    def advance(self) -> dict[str, Any]:
        """Go on to the next line; return the one that is left."""
        left = self.record
        self.record = next(self._records, None)
        return left or {}

    def cut(self, end: int, source: Path) -> None:
        """Cut the file off at ``end``, unless lines are left over that do not belong to ``source``."""
        if self.record is not None:
            raise ResumeError(f"{self._path} line {self._line} does not follow {source}: {ADVICE}")
        self._file.seek(end)
        self._file.truncate()

    def _read(self) -> Iterator[dict[str, Any]]:
        self._file.seek(0)
        for text in iter(self._file.readline, b""):
            if not text.endswith(b"\n"):
                return
            self._line += 1
            try:
                record = json.loads(text)
                Summary().add(record)
            except (ValueError, KeyError, TypeError) as error:
                raise ResumeError(f"{self._path} line {self._line} is not what a batch wrote: {ADVICE}") from error
            yield record
            self.start += len(text)


def _settling(entry: Entry, drafts: _Cursor, errors: _Cursor) -> _Cursor | None:
    """Return the cursor that stands at the line written for ``entry``, if one does."""
    if drafts.record is not None and drafts.record.get("id") == entry.id and not entry.error:
        return drafts
    if errors.record is not None and errors.record.get("line") == entry.line:
        return errors
    return None


def _open(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600), "r+b")


def _lock(file: BinaryIO, path: Path) -> None:
    """Keep a second batch off the file until this process ends; where the system has no such lock, do nothing."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ResumeError(f"{path} is being written by another batch") from error
