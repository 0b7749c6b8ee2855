from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mailwright.cli import main
from mailwright.corpus.dataset import count_examples


def run(*words: str | Path) -> int:
    return main(["data", "mix", *map(str, words)])


@pytest.fixture
def part(small_sets: Any, tmp_path: Path) -> Path:
    rows = [
        (split, row)
        for number, (split, row) in enumerate(small_sets.examples(16, email_body=""))
        if number % 4 != 3
    ]
    folder: Path = small_sets.write_set(tmp_path / "part", rows)
    return folder


def test_weights_stand_behind_their_option(part: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(part, "-o", tmp_path / "mixed", "--weights", "3", "--json", "--no-card") == 0
    record = json.loads(capsys.readouterr().out)
    assert record["rows"]["train"] == 3 * count_examples(part, "train") == 36
    assert record["private"]
    assert record["folder"] == str(tmp_path / "mixed")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["-o", "x"], 2, "no data set is named"),
        (["part", "-o", "x", "--weights", "1", "2"], 2, "--weights has 2 numbers for 1 data sets"),
        (["part", "-o", "x", "--weights", "-1"], 2, "--weights"),
        (["part", "-o", "part"], 2, "would be read and written at once"),
        (["nowhere", "-o", "x"], 1, "nowhere is no data set"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(
    words: list[str], code: int, told: str, part: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(*words) == code
    err = capsys.readouterr().err
    assert told in err
    assert err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["part"]
