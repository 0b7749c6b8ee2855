"""JSON Lines, read one line at a time; a line that holds no record says why."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, NoReturn

from mailwright.errors import MailwrightError

MAX_LINE_BYTES: Final = 1 << 20  # far above any e-mail; bounds the memory that a broken file can take


class CorpusError(MailwrightError):
    """A line of a corpus file that is no valid record; ``field`` is empty where the whole line is meant."""

    def __init__(self, path: Path, line: int, field: str, reason: str) -> None:
        super().__init__(f"{path}:{line}: {field + ' ' if field else ''}{reason}")
        self.path = path
        self.line = line
        self.field = field
        self.reason = reason


@dataclass(frozen=True)
class Line:
    """One line that is not blank, counted from 1: its JSON object, or what is wrong with it."""

    number: int
    record: dict[str, Any]
    problem: str = ""


def read_lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a JSON Lines file that are not blank; one whose name ends in ``.gz`` is unpacked.

    Raises:
        OSError: the file cannot be opened, read or unpacked.
    """
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        number = 0
        while raw := _read_line(file, MAX_LINE_BYTES + 1):
            number += 1
            if len(raw) > MAX_LINE_BYTES:
                while raw and not raw.endswith(b"\n"):
                    raw = _read_line(file, MAX_LINE_BYTES)
                yield Line(number, {}, f"is longer than {MAX_LINE_BYTES:,} bytes")
            elif raw.strip():
                yield _parse(number, raw)


def count_lines(path: Path) -> int:
    """Return how many lines ``read_lines`` yields."""
    return sum(1 for _ in read_lines(path))


def _read_line(file: IO[bytes] | gzip.GzipFile, most: int) -> bytes:
    try:
        return file.readline(most)
    except (EOFError, zlib.error) as error:
        raise OSError(f"the packed file is damaged: {error}") from error


def _parse(number: int, raw: bytes) -> Line:
    if raw.startswith(b"\xef\xbb\xbf"):
        return Line(number, {}, "starts with a byte order mark: save the file as plain UTF-8")
    try:
        record = json.loads(raw.decode().rstrip("\r\n"), object_pairs_hook=_object, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        return Line(number, {}, f"is not UTF-8: byte 0x{raw[error.start]:02x} at position {error.start}")
    except json.JSONDecodeError as error:
        return Line(number, {}, f"is not JSON: {error.msg} at position {error.pos}")
    except RecursionError:
        return Line(number, {}, "is nested too deeply")
    except ValueError as error:
        return Line(number, {}, f"is not JSON: {error}")
    if not isinstance(record, dict):
        return Line(number, {}, f"holds a JSON {_NAMES[type(record)]}, not an object")
    return Line(number, record)


def _object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(members)
    if len(record) < len(members):
        names = [name for name, _ in members]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the field {twice!r} is given twice")
    return record


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


_NAMES: Final = {list: "list", str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}
