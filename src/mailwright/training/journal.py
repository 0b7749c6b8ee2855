"""log.jsonl: every step and evaluation of a run, one JSON object a line; cut back to where a run goes on from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Final, Self

LOG: Final = "log.jsonl"


class Journal:
    """Appends to the log of a run; a line is whole before the next begins. Use it as a context manager."""

    def __init__(self, path: Path, *, after_step: int = 0) -> None:
        """Open a log.

        Args:
            path: of the file.
            after_step: what was logged of later steps is cut off, for those are made again.
        """
        kept = [entry for entry in read_log(path) if entry.get("step", 0) <= after_step]
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.tmp")
        temporary.write_text("".join(_line(entry) for entry in kept), encoding="utf-8")
        temporary.replace(path)
        self._file: IO[str] = path.open("a", encoding="utf-8")

    def put(self, entry: Mapping[str, Any]) -> None:
        """Append an entry."""
        self._file.write(_line(entry))
        self._file.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def read_log(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the entries of a log; a last line that was cut off is passed over."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            try:
                yield json.loads(line)
            except ValueError:
                return


def _line(entry: Mapping[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False) + "\n"
