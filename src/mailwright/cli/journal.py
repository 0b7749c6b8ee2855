"""The files of a batch: drafts, errors and the run's settings, so written that a kill at any moment loses nothing.

Each input line ends as one whole line of the output or of the errors, and is on the disk before the next one is
written. What a kill can leave is therefore the beginning of one line, which is cut off when the run goes on.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Self

from mailwright.cli.entries import Entry, fingerprint
from mailwright.cli.summary import Summary
from mailwright.errors import MailwrightError

FORMAT: Final = 1
_ADVICE: Final = "name another file, or start anew with --force"


class ResumeError(MailwrightError):
    """A run that cannot go on with the files it finds."""


@dataclass(frozen=True)
class Places:
    """Where a batch reads and writes."""

    source: Path
    out: Path

    @property
    def errors(self) -> Path:
        """One line for each input line that failed."""
        return self.out.with_name(f"{self.out.stem}.errors.jsonl")

    @property
    def run(self) -> Path:
        """What the run was started with."""
        return self.out.with_name(f"{self.out.name}.run.json")


class Journal:
    """The open output of a batch; a context manager.

    ``done`` is the number of the last input line that is settled, 0 at the start; ``summary`` counts all
    settled lines, those of earlier runs included.
    """

    def __init__(self, places: Places, out: BinaryIO, errors: BinaryIO) -> None:
        self.places = places
        self.done = 0
        self.summary = Summary()
        self._out = out
        self._errors = errors

    @classmethod
    def open(cls, places: Places, settings: dict[str, Any], *, force: bool = False) -> Self:
        """Open the files, new or to go on with.

        Args:
            places: the files.
            settings: what the texts depend on; JSON values.
            force: throw away what an earlier run wrote.

        Raises:
            ResumeError: what is there belongs to another run, or another process is writing it.
        """
        out = _open(places.out)
        try:
            _lock(out, places.out)
            errors = _open(places.errors)
        except BaseException:
            out.close()
            raise
        journal = cls(places, out, errors)
        try:
            if force:
                places.run.unlink(missing_ok=True)  # first, so that a kill here leaves no run to go on with
                out.truncate(0)
                errors.truncate(0)
            journal._claim(settings)
        except BaseException:
            journal.close()
            raise
        return journal

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
        gap, again = False, 0
        out_end = errors_end = 0
        for entry in entries:
            if drafts.record is None and errors.record is None:
                break
            if drafts.record is not None and drafts.record.get("id") == entry.id and not entry.error:
                cursor = drafts
            elif errors.record is not None and errors.record.get("line") == entry.line:
                cursor = errors
            else:
                gap = True
                continue
            if gap:
                again += 1
            else:
                self.done = entry.line
                self.summary.add(cursor.record or {})
            cursor.advance()
            if not gap:
                out_end, errors_end = drafts.start, errors.start
        for cursor in (drafts, errors):
            if cursor.record is not None:
                raise ResumeError(
                    f"{cursor.path} line {cursor.line} does not follow {self.places.source}: {_ADVICE}"
                )
        for file, end in ((self._out, out_end), (self._errors, errors_end)):
            file.seek(end)
            file.truncate()
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

    def _claim(self, settings: dict[str, Any]) -> None:
        """Check the run file against this run, or write it."""
        source = fingerprint(self.places.source)
        if self.places.run.exists():
            before = _read_run(self.places.run)
            _compare(self.places.out, before["settings"], settings)
            size = before["input"]["bytes"]
            if fingerprint(self.places.source, size).sha256 != before["input"]["sha256"]:
                raise ResumeError(
                    f"{self.places.out} was begun with another content of {self.places.source}: {_ADVICE}"
                )
        elif self._out.seek(0, os.SEEK_END) or self._errors.seek(0, os.SEEK_END):
            raise ResumeError(f"{self.places.out} exists and no run file tells what wrote it: {_ADVICE}")
        run = {"format": FORMAT, "settings": settings, "input": asdict(source)}
        fresh = self.places.run.with_name(self.places.run.name + ".new")
        fresh.write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")
        fresh.replace(self.places.run)


class _Cursor:
    """The whole lines of one file, one at a time: ``start`` is where the current one begins."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self.path, self.line, self.start = path, 0, 0
        self.record: dict[str, Any] | None = None
        file.seek(0)
        self._records = self._read(file)
        self.advance()

    def advance(self) -> None:
        self.record = next(self._records, None)

    def _read(self, file: BinaryIO) -> Iterator[dict[str, Any]]:
        for text in iter(file.readline, b""):
            if not text.endswith(b"\n"):
                return
            self.line += 1
            try:
                record = json.loads(text)
            except ValueError as error:
                raise ResumeError(f"{self.path} line {self.line} is not what a batch wrote: {_ADVICE}") from error
            if not isinstance(record, dict):
                raise ResumeError(f"{self.path} line {self.line} is not what a batch wrote: {_ADVICE}")
            yield record
            self.start += len(text)


def _open(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666), "r+b")


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


def _read_run(path: Path) -> dict[str, Any]:
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
        known = run["format"] == FORMAT and {"bytes", "sha256"} <= set(run["input"])
        settings = run["settings"]
    except (ValueError, KeyError, TypeError) as error:
        raise ResumeError(f"{path} cannot be read: {_ADVICE}") from error
    if not known or not isinstance(settings, dict):
        raise ResumeError(f"{path} is of another version of mailwright: {_ADVICE}")
    return {"settings": settings, "input": run["input"]}


def _compare(out: Path, before: dict[str, Any], now: dict[str, Any]) -> None:
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            raise ResumeError(
                f"{out} was begun with {name} {before.get(name)}, not {now.get(name)}: "
                f"use the same options, {_ADVICE}"
            )
