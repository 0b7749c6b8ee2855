"""JSON briefs as they lie in files: read with bounds, and with the place named in every error."""

import json
import sys
from pathlib import Path
from typing import Any, Final, NoReturn

from mailwright.cli.usage import UsageError
from mailwright.errors import MailwrightError

MAX_BYTES: Final = 1_000_000  # one brief; its longest field allows 16,000 characters


class RecordError(MailwrightError):
    """Text that is not one JSON object."""


def parse_record(line: bytes) -> dict[str, Any]:
    """Return the JSON object in ``line``.

    Raises:
        RecordError: it is too long, no UTF-8, no JSON or no object.
    """
    if len(line) > MAX_BYTES:
        raise RecordError(f"is longer than {MAX_BYTES} bytes")
    try:
        record = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise RecordError(f"is not UTF-8 (byte {error.start})") from error
    except json.JSONDecodeError as error:
        raise RecordError(f"is not JSON: {error.msg} (line {error.lineno}, column {error.colno})") from error
    except RecursionError as error:
        raise RecordError("is nested too deeply") from error
    except ValueError as error:  # an integer of thousands of digits
        raise RecordError(f"is not JSON that can be read: {error}") from error
    if not isinstance(record, dict):
        raise RecordError(f"is not a JSON object but {_kind(record)}")
    return record


def _kind(value: object) -> str:
    names = {list: "a list", str: "a string", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "null")


def _refuse_constant(name: str) -> NoReturn:
    raise RecordError(f"is not JSON: {name} is no JSON value")


def read_record(place: str) -> dict[str, Any]:
    """Return the one JSON object in the file ``place`` (``-``: standard input); it may be a JSON Lines file of one.

    Raises:
        RecordError: names the file, and the line in a JSON Lines file.
        UsageError: the file holds several briefs.
    """
    label, text = _read(place)
    if len(text) > MAX_BYTES:
        raise RecordError(f"{label} is longer than {MAX_BYTES} bytes")
    try:
        return parse_record(text)
    except RecordError as whole:
        lines = [(number, line) for number, line in enumerate(text.split(b"\n"), start=1) if line.strip()]
        if not lines:
            raise RecordError(f"{label} is empty: give a JSON brief") from whole
        if not lines[0][1].rstrip().endswith(b"}"):  # one object over several lines
            raise RecordError(f"{label} {whole}") from whole
    for number, line in lines:
        try:
            record = parse_record(line)
        except RecordError as error:
            raise RecordError(f"{label} line {number} {error}") from error
    if len(lines) > 1:
        raise UsageError(f"{label} holds {len(lines)} briefs: write them with mailwright batch")
    return record


def read_text(place: str) -> str:
    """Return the UTF-8 text of the file ``place`` (``-``: standard input).

    Raises:
        RecordError: it is too long or not UTF-8.
    """
    label, data = _read(place)
    if len(data) > MAX_BYTES:
        raise RecordError(f"{label} is longer than {MAX_BYTES} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordError(f"{label} is not UTF-8 (byte {error.start})") from error


def _read(place: str) -> tuple[str, bytes]:
    if place == "-":
        return "standard input", sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(place).open("rb") as file:
        return place, file.read(MAX_BYTES + 1)
