from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mailwright.cli import main
from mailwright.corpus.dataset import count_examples
from mailwright.corpus.trained import record_training


@pytest.fixture
def sent(tmp_path: Path, small_sets: Any) -> Path:
    """A private data set: Bob takes part in one mail and is named in another."""
    rows = small_sets.examples(8)
    rows[0] = (rows[0][0], replace(rows[0][1], people=("bob@example.com",)))
    rows[1] = (rows[1][0], replace(rows[1][1], received="ask bob@example.com"))
    folder: Path = small_sets.write_set(tmp_path / "sent", rows)
    return folder


def test_a_person_goes_and_the_runs_that_saw_them_are_named(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record_training(sent, run="runs/style", bundle="runs/style/bundle")
    assert main(["data", "forget", str(sent), "--address", "Bob@Example.com"]) == 0
    first, second, run, last = capsys.readouterr().out.splitlines()
    assert first == "1 example of bob@example.com and 1 more naming the address removed, 6 left"
    assert "delete these bundles, or train them again" in second
    assert "runs/style  runs/style/bundle  (on these very examples)" in run
    assert "made from it again has these mails again" in last
    assert count_examples(sent, "train") == 4


def test_a_dry_run_only_counts(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["data", "forget", str(sent), "--address", "bob@example.com", "--dry-run"]
    assert main(words) == 0
    shown = capsys.readouterr().out
    assert "would be removed, 6 left" in shown
    assert "no training run is recorded" in shown
    assert main([*words, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["dry_run"], record["removed"], record["mentioned"], record["left"]) == (True, 1, 1, 6)
    assert count_examples(sent, "train") == 6


def test_nobody_found_is_no_error(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["data", "forget", str(sent), "--address", "x@example.com", "--address", "y@example.com"]
    assert main(words) == 0
    expected = "no example has to do with x@example.com or y@example.com: nothing was changed\n"
    assert capsys.readouterr().out == expected


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ([], 2, "nobody is named: give --address"),
        (["--address", "bob"], 1, "'bob' is no e-mail address"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    sent: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, message: str
) -> None:
    assert main(["data", "forget", str(sent), *words]) == code
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_the_folder_may_be_where_one_stands(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sent)
    assert main(["data", "forget", ".", "--address", "bob@example.com"]) == 0
    assert count_examples(sent, "train") == 4
