from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailwright.cli.briefs import MAX_BYTES
from mailwright.cli.entries import fingerprint, read_entries, seed_of


def _lay(folder: Path, data: bytes) -> Path:
    path = folder / "in.jsonl"
    path.write_bytes(data)
    return path


def test_ids_are_given_or_derived_from_the_line(tmp_path: Path) -> None:
    path = _lay(tmp_path, b'\xef\xbb\xbf{"id": "a"}\n\n{"x": 1}\r\n{"id": 7}\n{"id": null}')
    assert [(entry.line, entry.id, entry.error) for entry in read_entries(path)] == [
        (1, "a", ""),
        (3, "line-3", ""),
        (4, 7, ""),
        (5, "line-5", ""),
    ]


def test_an_id_that_comes_twice_is_an_error_naming_the_first(tmp_path: Path) -> None:
    entries = list(read_entries(_lay(tmp_path, b'{"id": "7"}\n{"id": 7}\n{"id": "8"}\n')))
    assert [entry.error for entry in entries] == ["", "id 7 was given in line 1 already", ""]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"nonsense", "line 2 is not JSON"),
        (b"[]", "line 2 is not a JSON object but a list"),
        (b'"\xff"', "line 2 is not UTF-8"),
        (b'{"id": true}', "line 2: id must be a string or a whole number"),
        (b'{"id": [1]}', "line 2: id must be a string or a whole number"),
        (b"[" * 200_000, "line 2 is nested too deeply"),
        (b'{"id": "' + b"x" * MAX_BYTES + b'"}', f"line 2 is longer than {MAX_BYTES} bytes"),
        (b'{"id": "' + b"x" * 3 * MAX_BYTES + b'"}', f"line 2 is longer than {MAX_BYTES} bytes"),
    ],
)
def test_a_bad_line_is_an_error_between_good_ones(line: bytes, told: str, tmp_path: Path) -> None:
    entries = list(read_entries(_lay(tmp_path, b'{"id": 1}\n' + line + b'\n{"id": 3}\n')))
    assert [entry.line for entry in entries] == [1, 2, 3]
    assert told in entries[1].error
    assert [entries[0].error, entries[2].error] == ["", ""]


@given(st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_and_counted(tmp_path: Path, data: bytes) -> None:
    path = _lay(tmp_path, data)
    entries = list(read_entries(path))
    found = fingerprint(path)
    assert found.lines == len(entries)
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert fingerprint(path, len(data) // 2).sha256 == hashlib.sha256(data[: len(data) // 2]).hexdigest()


@given(st.one_of(st.text(alphabet=st.characters()), st.integers()), st.integers(0, 2**31))
def test_a_seed_follows_from_id_and_base_and_leaves_room(identifier: str | int, base: int) -> None:
    seed = seed_of(identifier, base)
    assert seed == seed_of(identifier, base)
    assert 0 <= seed < 2**30
    assert seed_of(identifier, base + 1) != seed


def test_seeds_of_different_ids_differ(tmp_path: Path) -> None:
    path = _lay(tmp_path, "".join(json.dumps({"id": f"b{i}"}) + "\n" for i in range(500)).encode())
    assert len({seed_of(entry.id, 0) for entry in read_entries(path)}) == 500
