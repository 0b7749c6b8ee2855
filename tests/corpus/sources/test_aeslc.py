"""AESLC, in its form as JSON Lines and from the hub; the mails here are made up."""

from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from mailwright.brief import Person
from mailwright.corpus.mail import Mail
from mailwright.corpus.sources import Aeslc, AeslcHub, SourceError, Unreadable
from mailwright.corpus.sources.aeslc_hub import REPOSITORY, REVISION


def record(identifier: str, subject: str = "Key", body: str = "Bob,  The key is here.\nAna") -> dict[str, Any]:
    return {"id": identifier, "subject": subject, "body": body, "annotations": []}


def write(path: Path, *records: dict[str, Any] | str) -> None:
    lines = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in records)
    path.write_bytes(gzip.compress(lines.encode()) if path.suffix == ".gz" else lines.encode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "train.jsonl.gz", record("silva-a_sent_7"), record("miller-b_inbox_12", "Re: Key"))
    write(tmp_path / "dev.jsonl.gz", record("silva-a_inbox_9"))
    write(tmp_path / "test.jsonl", record("jones-c_sent_1"))
    return tmp_path


def mails(source: Aeslc | AeslcHub) -> list[Mail]:
    return [item for item in source.read() if isinstance(item, Mail)]


def test_mailbox_and_folder_are_read_from_the_id_and_splits_from_the_files(folder: Path) -> None:
    sent, received, validation, test = mails(Aeslc(folder))
    assert (sent.id, sent.source, sent.owner, sent.split) == ("silva-a_sent_7", "aeslc", "silva-a", "train")
    assert (sent.sender, sent.to) == (Person(email="silva-a"), ())
    assert (received.sender, received.to) == (Person(), (Person(email="miller-b"),))
    assert (validation.split, test.split) == ("validation", "test")
    assert not sent.lines_kept
    assert sent.body == "Bob,  The key is here.\nAna"
    assert sent.date is None


def test_a_thread_is_a_subject_in_a_mailbox(folder: Path) -> None:
    sent, received, validation, _ = mails(Aeslc(folder))
    assert sent.thread == validation.thread != received.thread


def test_one_file_is_enough(folder: Path) -> None:
    assert [mail.split for mail in mails(Aeslc(folder / "test.jsonl"))] == ["test"]


def test_the_description_has_licence_and_digest_and_no_path(folder: Path) -> None:
    source = Aeslc(folder)
    about = source.describe()
    assert (about["name"], about["kind"], about["licence"], about["files"]) == (
        "aeslc",
        "aeslc",
        "CC BY-NC-SA 4.0",
        3,
    )
    assert str(folder) not in str(about)
    assert source.total() == 4
    write(folder / "test.jsonl", record("jones-c_sent_2"))
    assert source.describe()["digest"] != about["digest"]


def test_lines_that_are_no_record_are_counted_by_their_place(tmp_path: Path) -> None:
    broken = [
        "{",
        '{"id": "a_sent_1"}',
        '{"id": "", "subject": "x", "body": "y"}',
        '{"id": 1, "subject": "x", "body": "y"}',
    ]
    write(tmp_path / "train.jsonl", *broken, record("silva-a_sent_7"), record("silva-a_sent_8", body=" \n"))
    items = list(Aeslc(tmp_path).read())
    assert len(items) == 6
    found = [item for item in items if isinstance(item, Unreadable)]
    assert [item.reason for item in found] == ["is no record of AESLC"] * 4 + ["has no text"]
    assert [item.place for item in found] == [
        "train.jsonl:1 (is not JSON: Expecting property name enclosed in double quotes at position 1)",
        "train.jsonl:2 (subject is no string)",
        "train.jsonl:3 (id is empty)",
        "train.jsonl:4 (id is no string)",
        "silva-a_sent_8",
    ]


def test_a_place_without_the_corpus_says_what_is_missing(tmp_path: Path, folder: Path) -> None:
    for path in (tmp_path / "none", tmp_path / "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        with pytest.raises(SourceError, match=r"has no train\.jsonl"):
            list(Aeslc(path).read())
    write(folder / "validation.jsonl", record("x_sent_1"))
    with pytest.raises(SourceError, match="has a split twice"):
        list(Aeslc(folder).read())


def test_a_damaged_file_says_so(folder: Path) -> None:
    path = folder / "train.jsonl.gz"
    path.write_bytes(path.read_bytes()[:-12])
    with pytest.raises(SourceError, match=r"cannot read .*damaged"):
        list(Aeslc(folder).read())


def parquet(*rows: tuple[str | None, str | None]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"email_body": [body for body, _ in rows], "subject_line": [subject for _, subject in rows]})
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def address(split: str, revision: str = REVISION) -> str:
    return f"/datasets/{REPOSITORY}/resolve/{revision}/data/{split}-00000-of-00001.parquet"


@pytest.fixture
def stocked(hub: Any) -> Any:
    hub.headers["X-Repo-Commit"] = REVISION
    hub.files[address("train")] = parquet(
        ("The key is here.\n", "Key"), ("The lock is there.\n", "Lock"), (None, "x")
    )
    hub.files[address("validation")] = parquet(("The door is shut.\n", "Door"))
    hub.files[address("test")] = parquet(("The key is here.\n", "Key"))
    return hub


def test_the_hub_has_the_same_mails_without_owners(stocked: Any) -> None:
    items = list(AeslcHub().read())
    found = [item for item in items if isinstance(item, Mail)]
    assert [(mail.split, mail.subject, mail.body) for mail in found] == [
        ("train", "Key", "The key is here."),
        ("train", "Lock", "The lock is there."),
        ("validation", "Door", "The door is shut."),
        ("test", "Key", "The key is here."),
    ]
    assert {(mail.owner, mail.sender, mail.to, mail.lines_kept) for mail in found} == {("", Person(), (), False)}
    assert [item for item in items if isinstance(item, Unreadable)] == [
        Unreadable("train, row 3", "has no subject or body")
    ]
    assert found[0].id == found[3].id != found[1].id
    assert AeslcHub().total() == 5


def test_what_was_fetched_is_not_fetched_again(stocked: Any) -> None:
    about = AeslcHub().describe()
    stocked.requests.clear()
    assert AeslcHub().describe() == about
    assert len(mails(AeslcHub())) == 4
    assert [path for method, path, _ in stocked.requests if method == "GET"] == []
    assert (about["revision"], about["repository"], about["files"]) == (REVISION, REPOSITORY, 3)
    assert "/cache" not in str(about)


def test_another_revision_is_another_download(stocked: Any) -> None:
    other = "0123456789abcdef0123456789abcdef01234567"
    with pytest.raises(SourceError, match=r"cannot fetch data/train-00000-of-00001\.parquet"):
        list(AeslcHub(revision=other).read())
    assert any(other in path for _, path, _ in stocked.requests)


def test_a_hub_without_the_files_says_what_to_do_instead(hub: Any) -> None:
    with pytest.raises(SourceError, match="name a local folder instead"):
        list(AeslcHub().read())


def test_a_file_that_is_no_parquet_says_so(stocked: Any) -> None:
    stocked.files[address("validation")] = b"<html>not found</html>"
    with pytest.raises(SourceError, match="is not the Parquet file that was expected"):
        list(AeslcHub().read())
    stocked.files[address("test")] = b"PAR1"
    with pytest.raises(SourceError, match="is not the Parquet file"):
        AeslcHub().total()


@pytest.mark.aeslc
@pytest.mark.skipif("MAILWRIGHT_AESLC" not in os.environ, reason="MAILWRIGHT_AESLC names no folder with AESLC")
def test_the_corpus_itself_is_read_whole() -> None:
    source = Aeslc(Path(os.environ["MAILWRIGHT_AESLC"]))
    items = list(source.read())
    assert len(items) == source.total() == 18_302
    found = [item for item in items if isinstance(item, Mail)]
    counts = {split: sum(mail.split == split for mail in found) for split in ("train", "validation", "test")}
    assert counts == {"train": 14_436, "validation": 1_960, "test": 1_906}
    assert all(mail.owner for mail in found)
