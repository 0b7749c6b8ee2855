from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mailwright.cli import main
from mailwright.corpus.dataset import count_examples, read_manifest

CORPUS = Path(__file__).parents[3] / "corpus"


def run(*words: str | Path) -> int:
    return main(["data", "pairs", *map(str, words)])


def test_a_data_set_is_made_with_its_card(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(CORPUS / "pairs" / "short.jsonl", "-o", tmp_path / "set", "--json") == 0
    record = json.loads(capsys.readouterr().out)
    assert record["rows"] == {split: count_examples(tmp_path / "set", split) for split in record["rows"]}
    assert sum(record["rows"].values()) == 218
    assert record["leakage"]["near_duplicates_across_splits"] == 0
    assert (tmp_path / "set" / "card.html").stat().st_size > 10_000
    assert read_manifest(tmp_path / "set")["sources"][0]["name"] == "short"


def test_the_fixed_test_split_lies_beside_the_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = (CORPUS / "test_ids.txt").read_text().split()
    assert (
        run(CORPUS / "pairs" / "ops.jsonl", CORPUS / "pairs" / "prompts.jsonl", "-o", tmp_path / "set", "--no-card")
        == 0
    )
    out = capsys.readouterr().out.splitlines()
    test = sum(name.startswith("ops-") for name in listed) + 190
    assert out[-1].startswith(f"{tmp_path / 'set'}: train ")
    assert out[-1].endswith(f"test {test}")
    assert not (tmp_path / "set" / "card.html").exists()


def test_ones_own_pairs_are_private_if_one_says_so(tmp_path: Path) -> None:
    source = tmp_path / "mine.jsonl"
    source.write_text("".join((CORPUS / "pairs" / "short.jsonl").read_text("utf-8").splitlines(keepends=True)[:20]))
    assert run(source, "-o", tmp_path / "set", "--private") == 0
    assert read_manifest(tmp_path / "set")["private"]
    assert (tmp_path / "set").stat().st_mode & 0o777 == 0o700


def test_no_pair_to_learn_from_resembles_a_dev_brief() -> None:
    """A model that saw a paraphrase of what it is judged on looks better than it is."""
    wanted = {record["id"]: words_of(record) for record in read_lines(CORPUS / "dev_briefs.jsonl")}
    alike = [
        (record["id"], brief)
        for file in sorted((CORPUS / "pairs").glob("*.jsonl"))
        if file.stem != "prompts"  # held out as a whole
        for record in read_lines(file)
        for brief, words in wanted.items()
        if 10 * len(words & (own := words_of(record))) >= 3 * len(words | own)
    ]
    assert alike == []


def read_lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def words_of(record: dict[str, Any]) -> set[str]:
    return set(re.findall(r"\w{3,}", " ".join(record["key_points"]).lower()))


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["-o", "x"], 2, "no file is given"),
        (["a.jsonl"], 2, "--out"),
        (["a.jsonl", "-o", "x", "--validation", "0.9"], 2, "--validation is 0.9"),
        (["nowhere.jsonl", "-o", "x"], 1, "nowhere.jsonl: No such file"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(
    words: list[str], code: int, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(*words) == code
    err = capsys.readouterr().err
    assert told in err
    assert err.count("\n") == 1
    assert not list(tmp_path.iterdir())
