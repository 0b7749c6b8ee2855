"""The folder of a report and its journal: every draft is on the disk before the next one is written.

A folder holds ``briefs.jsonl`` (the cases), ``run.json`` (what the texts depend on), ``drafts.jsonl`` (the journal:
one line a draft) and what is made of them. Texts alone are kept there: findings are computed whenever a report is
made, so that two reports are always judged by the same checks.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Self

from mailwright.corpus.lines import read_lines
from mailwright.evaluation.cases import Case, EvaluationError, digest_of, read_cases
from mailwright.evaluation.drafter import Mode, Written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FORMAT: Final = 1
ADVICE: Final = "name another folder, or start anew with --force"


@dataclass(frozen=True)
class Entry:
    """One draft of a report: which system wrote it, for which case, and as which of its drafts (from 0)."""

    model: str
    mode: Mode
    case: str
    number: int
    written: Written

    @property
    def key(self) -> tuple[str, Mode, str, int]:
        """What identifies the draft in its report."""
        return self.model, self.mode, self.case, self.number


class Journal:
    """The open journal of a report; a context manager. One process writes it at a time."""

    def __init__(self, folder: Path, file: BinaryIO, run: dict[str, Any]) -> None:
        self.folder = folder
        self.entries: dict[tuple[str, Mode, str, int], Entry] = {}
        self._file = file
        self._run = run

    @classmethod
    def open(cls, folder: Path, cases: Sequence[Case], settings: Mapping[str, Any], *, force: bool = False) -> Self:
        """Open a report's journal, new or to go on with.

        Args:
            folder: made if it is not there.
            cases: what is drafted; a report goes on only with the same.
            settings: what every text depends on; JSON values; a report goes on only with the same.
            force: throw away what an earlier run wrote.

        Raises:
            EvaluationError: what is there belongs to another run, or another process writes it.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # briefs and drafts may be private
        path = folder / "drafts.jsonl"
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600), "r+b")
        try:
            _lock(file, path)
            run = {"format": FORMAT, "briefs": digest_of(cases), "settings": dict(settings), "systems": {}}
            if force:
                file.truncate(0)
                (folder / "run.json").unlink(missing_ok=True)
            elif (folder / "run.json").exists():
                run = _checked(folder / "run.json", run)
            elif file.seek(0, os.SEEK_END):
                raise EvaluationError(f"{path} exists and no run.json tells what wrote it: {ADVICE}")
            journal = cls(folder, file, run)
            journal._recover()
            journal._write_run()
            _write_cases(folder, cases)
        except BaseException:
            file.close()
            raise
        return journal

    def claim(self, model: str, mode: Mode, identity: Mapping[str, Any]) -> None:
        """Say what a system is before it writes.

        Raises:
            EvaluationError: an earlier run knew another model by this name.
        """
        systems, name = self._run["systems"], f"{model} {mode}"
        known = systems.get(name)
        if known is not None and known != json.loads(json.dumps(identity)):
            changed = [key for key in sorted({*known, *identity}) if known.get(key) != identity.get(key)]
            raise EvaluationError(
                f"{self.folder} holds drafts of another {model} ({', '.join(changed)} differ): "
                f"call this one OTHERNAME={model}, {ADVICE}"
            )
        if known is None:
            systems[name] = dict(identity)
            self._write_run()

    def put(self, entry: Entry) -> None:
        """Append a draft."""
        # A lone surrogate, which JSON can name but UTF-8 cannot hold, becomes JSON's own escape.
        line = json.dumps(_record(entry), ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
        self._file.write(line)
        self._file.flush()
        os.fsync(self._file.fileno())
        self.entries[entry.key] = entry

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _recover(self) -> None:
        """Read back the whole lines and cut off what a kill left of one."""
        self._file.seek(0)
        end = 0
        for line in iter(self._file.readline, b""):
            if not line.endswith(b"\n"):
                break
            end += len(line)
        self._file.truncate(end)
        self._file.seek(end)
        self.entries = {entry.key: entry for entry in read_entries(self.folder)}

    def _write_run(self) -> None:
        _replace(self.folder / "run.json", json.dumps(self._run, indent=1, ensure_ascii=False) + "\n")


def read_entries(folder: Path) -> list[Entry]:
    """Return the drafts of a report in the order in which they were written.

    Raises:
        EvaluationError: there is no report, or a line is not what one writes.
    """
    path = folder / "drafts.jsonl"
    if not path.is_file():
        raise EvaluationError(f"{folder} is no report: it has no drafts.jsonl")
    entries = []
    for line in read_lines(path):
        try:
            fields = dict(line.record)
            model, mode, case, number = (fields.pop(name) for name in ("model", "mode", "case", "number"))
            entries.append(Entry(model, mode, case, number, Written(**fields)))
        except (KeyError, TypeError) as error:
            raise EvaluationError(f"{path}:{line.number}: is not what an evaluation wrote: {ADVICE}") from error
    return entries


def read_report_cases(folder: Path) -> list[Case]:
    """Return the cases of a report.

    Raises:
        EvaluationError: there is no report.
    """
    if not (folder / "briefs.jsonl").is_file():
        raise EvaluationError(f"{folder} is no report: it has no briefs.jsonl")
    return read_cases([folder / "briefs.jsonl"])


def _record(entry: Entry) -> dict[str, Any]:
    return {
        "model": entry.model,
        "mode": entry.mode,
        "case": entry.case,
        "number": entry.number,
        **asdict(entry.written),
    }


def _checked(path: Path, wanted: dict[str, Any]) -> dict[str, Any]:
    try:
        run = json.loads(path.read_text("utf-8"))
        settings, systems = run["settings"], run["systems"]
        known = run["format"] == FORMAT and isinstance(settings, dict) and isinstance(systems, dict)
    except (ValueError, KeyError, TypeError) as error:
        raise EvaluationError(f"{path} cannot be read: {ADVICE}") from error
    if not known:
        raise EvaluationError(f"{path} is of another version of mailwright: {ADVICE}")
    if run["briefs"] != wanted["briefs"]:
        raise EvaluationError(f"{path.parent} was begun with other briefs: {ADVICE}")
    for name in sorted({*settings, *wanted["settings"]}):
        if settings.get(name) != wanted["settings"].get(name):
            raise EvaluationError(
                f"{path.parent} was begun with {name} {settings.get(name)}, not {wanted['settings'].get(name)}: "
                f"use the same options, {ADVICE}"
            )
    return dict(run)


def _write_cases(folder: Path, cases: Iterable[Case]) -> None:
    lines = [json.dumps(case.to_dict(), ensure_ascii=False) + "\n" for case in cases]
    _replace(folder / "briefs.jsonl", "".join(lines))


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, encoding="utf-8", errors="backslashreplace")
    fresh.replace(path)


def _lock(file: BinaryIO, path: Path) -> None:
    """Keep a second process off the file until this one ends; where the system has no such lock, do nothing."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # lockf would end when the file is read by another handle
    except BlockingIOError as error:
        raise EvaluationError(f"{path} is being written by another evaluation") from error
