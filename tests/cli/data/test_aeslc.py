from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from mailwright.cli import main
from mailwright.corpus.dataset import read_manifest, read_split

BODY = (
    "Jim,  I have read the draft of the contract for {place}.\nPlease send me the {thing} before Friday, "
    "March {day}.\nWe can talk about the price after that.\nThanks,\nAna"
)
THINGS = ("report", "invoice", "budget", "agenda", "drawing", "ticket")
PLACES = ("Lisbon", "Leeds", "Ghent", "Turin", "Lyon", "Bremen")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "aeslc"
    folder.mkdir()
    for start, name in enumerate(("train", "dev", "test")):
        lines = []
        for number in range(start, 6, 3):
            body = BODY.format(place=PLACES[number], thing=THINGS[number], day=number + 4)
            record = {"id": f"silva-a_sent_{number}", "subject": f"Contract for {PLACES[number]}", "body": body}
            lines.append(json.dumps({**record, "annotations": []}))
        lines.append(json.dumps({"id": f"silva-a_inbox_{start}", "subject": "Hi", "body": "See you."}))
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    return folder


def test_aeslc_becomes_a_data_set_with_its_official_splits(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "set"
    assert main(["data", "aeslc", str(corpus), "-o", str(out), "--processes", "1", "--no-card", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["cascade"][0]["kept"] == 9
    assert not record["private"]
    source = read_manifest(out)["sources"][0]
    assert source["licence"] == "CC BY-NC-SA 4.0"
    assert source["splits"] == "official"
    ids = {row.id for row in read_split(out, "test")}
    assert ids <= {"silva-a_sent_2", "silva-a_sent_5"}
    assert sum(record["rows"].values()) >= 1


def test_a_folder_without_the_corpus_is_told_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "aeslc", str(tmp_path), "-o", str(tmp_path / "set")]) == 1
    err = capsys.readouterr().err
    assert "is no folder with AESLC" in err
    assert err.count("\n") == 1
    assert not (tmp_path / "set").exists()
