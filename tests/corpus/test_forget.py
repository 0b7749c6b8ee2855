from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mailwright.corpus.dataset import SPLITS, DataSetError, read_manifest, read_split
from mailwright.corpus.forget import forget
from mailwright.corpus.trained import record_training, trainings

BOB = "bob@example.com"
TODAY = date(2026, 11, 27)
DEAD = 2**31 - 1


@pytest.fixture
def sent(tmp_path: Path, small_sets: Any) -> Path:
    """A private data set of 40 mails: Bob takes part in two, owns one, is named in three ways in four more."""
    rows = small_sets.examples(40)

    def change(number: int, **fields: Any) -> None:
        split, example = rows[number]
        rows[number] = split, replace(example, **fields)

    change(2, people=("ana@example.com", BOB), sender="Bob Ray")
    change(3, people=("BOB@example.com",))
    change(4, owner=BOB)
    change(5, email_body="Hi Tom,\n\nWrite to Bob@Example.com.\n\nAna")
    change(6, received="see mailto:bob%40example.com?subject=x")
    change(7, points=("cc bob@example.com",))
    change(8, to=("bob@example.com",))
    change(9, email_body="Hi Tom,\n\nWrite to jimbob@example.com or bob@example.community.\n\nAna")
    facts = {**small_sets.FACTS, "config": {"me": [BOB, "ana@example.com"]}, "notes": [f"Sent by {BOB}"]}
    folder: Path = small_sets.write_set(tmp_path / "sent", rows, facts=facts)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def all_text(folder: Path) -> str:
    """Return every file of a folder as text, Parquet decoded."""
    decoded = [json.dumps(asdict(example)) for split in SPLITS for example in read_split(folder, split)]
    return "\n".join([*decoded, *(data.decode(errors="replace") for data in contents(folder).values())]).lower()


def test_a_person_is_in_no_byte_of_the_folder_any_more(sent: Path) -> None:
    record_training(sent, run=f"style of {BOB}", bundle="runs/one")
    found = forget(sent, ["Bob Ray <BOB@example.com>"], today=TODAY)
    assert (found.count("part"), found.count("mention"), found.left) == (3, 4, 33)
    text = all_text(sent)
    assert "jimbob@example.com" in text
    assert "bob@example.com" not in text.replace("jimbob@example.com", "").replace("bob@example.community", "")
    assert "%40" not in text
    assert "bob ray" not in text
    assert [path.name for path in sent.parent.iterdir()] == ["sent"]


def test_everyone_else_stays_in_order(sent: Path) -> None:
    before = {split: [example.id for example in read_split(sent, split)] for split in SPLITS}
    forget(sent, [BOB], today=TODAY)
    gone = {f"mail-{number}" for number in range(2, 9)}
    for split in SPLITS:
        kept = [identifier for identifier in before[split] if identifier not in gone]
        assert [example.id for example in read_split(sent, split)] == kept
    assert sent.stat().st_mode & 0o777 == 0o700


def test_the_manifest_tells_how_many_and_when_but_not_who(sent: Path) -> None:
    forget(sent, [BOB], today=TODAY)
    manifest = read_manifest(sent)
    assert manifest["private"] is True
    assert manifest["forgotten"] == [{"when": "2026-11-27", "examples": 7}]
    assert manifest["sources"][0]["examples"] == 33
    assert manifest["languages"] == {"en": 33}
    assert manifest["config"] == {"me": ["(forgotten)", "ana@example.com"]}
    last = manifest["cascade"][-1]
    assert (last["step"], last["kept"], last["dropped"]) == ("forgotten", 33, 7)
    assert last["reasons"] == {"address in the text": 4, "takes part": 3}
    assert "2026-11-27: 7 examples were removed" in (sent / "card.html").read_text()


def test_a_second_person_is_counted_with_the_first(sent: Path) -> None:
    forget(sent, [BOB], today=TODAY)
    assert forget(sent, ["tom@example.com"], today=TODAY).left == 0
    manifest = read_manifest(sent)
    assert [entry["examples"] for entry in manifest["forgotten"]] == [7, 33]
    assert [step["step"] for step in manifest["cascade"]] == ["reading", "length", "forgotten"]
    assert manifest["cascade"][-1]["dropped"] == 40


def test_runs_are_told_apart_by_what_they_were_trained_on(sent: Path) -> None:
    before = record_training(sent, run="before", bundle="b")
    first = forget(sent, ["ana@example.org", BOB], today=TODAY)
    assert ([run.run for run in first.same], first.earlier) == (["before"], ())
    record_training(sent, run="after")
    second = forget(sent, ["tom@example.com"], today=TODAY)
    assert [run.run for run in second.same] == ["after"]
    assert second.earlier == (before,)
    assert [run.run for run in trainings(sent)] == ["before", "after"]


def test_where_nobody_is_found_nothing_is_written(sent: Path) -> None:
    before = contents(sent)
    found = forget(sent, ["carol@example.com"], today=TODAY)
    assert (dict(found.removed), found.left) == ({}, 40)
    assert contents(sent) == before
    assert [path.name for path in sent.parent.iterdir()] == ["sent"]


def test_a_dry_run_counts_the_same_and_writes_nothing(sent: Path) -> None:
    before = contents(sent)
    dry = forget(sent, [BOB], dry_run=True)
    assert contents(sent) == before
    assert forget(sent, [BOB], today=TODAY) == dry


@pytest.mark.parametrize("interrupted", ["reading", "counting"])
def test_an_interrupt_leaves_the_set_as_it_was(sent: Path, interrupted: str) -> None:
    before = contents(sent)

    def interrupt(stage: str, done: int, total: int | None) -> None:
        if stage == interrupted and done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        forget(sent, [BOB], today=TODAY, watch=interrupt)
    assert contents(sent) == before
    assert [path.name for path in sent.parent.iterdir()] == ["sent"]


def test_a_set_that_cannot_be_put_in_place_stays(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(sent)
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if ".partial-" in self.name:
            raise OSError("no space")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(OSError, match="no space"):
        forget(sent, [BOB], today=TODAY)
    assert contents(sent) == before
    assert [path.name for path in sent.parent.iterdir()] == ["sent"]


def test_what_a_killed_run_left_holds_nobody_either(sent: Path) -> None:
    sent.rename(sent.parent / f".sent.old-{DEAD}")
    partial = sent.parent / f".sent.partial-{DEAD}"
    partial.mkdir()
    (partial / "train-00000.parquet").write_text(BOB)
    assert forget(sent, [BOB], today=TODAY).left == 33
    assert [path.name for path in sent.parent.iterdir()] == ["sent"]


def test_files_of_others_are_kept_and_named_if_they_hold_the_address(sent: Path) -> None:
    (sent / "notes").mkdir()
    (sent / "notes" / "mine.txt").write_text(f"call {BOB}")
    (sent / "other.bin").write_bytes(b"\xff\xfe")
    found = forget(sent, [BOB], today=TODAY)
    assert [path.name for path in found.strangers] == ["mine.txt"]
    assert (sent / "notes" / "mine.txt").read_text() == f"call {BOB}"
    assert (sent / "other.bin").read_bytes() == b"\xff\xfe"


def test_what_is_no_address_is_refused_before_anything_is_read(sent: Path) -> None:
    (sent / "train-00000.parquet").unlink()
    with pytest.raises(DataSetError, match="is no e-mail address"):
        forget(sent, ["bob"])
