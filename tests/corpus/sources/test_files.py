"""Files of one mail each, in a tree; Outlook's, made here property by property; and which source a path is."""

from __future__ import annotations

import errno
import os
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.brief import Person
from mailwright.corpus.mail import Mail
from mailwright.corpus.sources import Maildir, MailFiles, Mbox, SourceError, Unreadable, open_mailbox

STRING, BINARY, NUMBER, TIME = "001F", "0102", "0003", "0040"


def write_msg(
    path: Path,
    strings: Mapping[str, str],
    *,
    html: bytes = b"",
    recipients: Sequence[tuple[str, str, int]] = (),
    sent: datetime | None = None,
    kind: str = "IPM.Note",
) -> None:
    """Write a .msg file ([MS-OXMSG]): ``strings`` by the number of the property, recipients with their type."""
    from extract_msg import OleWriter

    writer = OleWriter()
    count = len(recipients)
    _add(writer, "", struct.pack("<8xIIII8x", count, 0, count, 0), {"001A": kind, **strings}, html, sent)
    for number, (name, email, role) in enumerate(recipients):
        folder = f"__recip_version1.0_#{number:08X}"
        writer.addEntry(folder, storage=True)
        _add(writer, folder, bytes(8), {"3001": name, "39FE": email}, role=role)
    writer.addEntry("__nameid_version1.0", storage=True)
    for stream in ("00020102", "00030102", "00040102"):
        writer.addEntry(["__nameid_version1.0", f"__substg1.0_{stream}"], b"")
    writer.write(str(path))


def _add(
    writer: Any,
    folder: str,
    head: bytes,
    strings: Mapping[str, str],
    html: bytes = b"",
    sent: datetime | None = None,
    role: int = 0,
) -> None:
    entries = struct.pack("<III4x", int("340D" + NUMBER, 16), 6, 0x40000)  # strings are Unicode
    entries += struct.pack("<III4x", int("0E07" + NUMBER, 16), 6, 1)  # it was sent
    entries += struct.pack("<III4x", int("0C15" + NUMBER, 16), 6, role)
    if sent:
        ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7
        entries += struct.pack("<IIQ", int("0039" + TIME, 16), 6, ticks)
    data = {number + STRING: text.encode("utf-16-le") for number, text in strings.items()}
    if html:
        data["1013" + BINARY] = html
    for tag, value in data.items():
        writer.addEntry([folder, f"__substg1.0_{tag}"] if folder else f"__substg1.0_{tag}", value)
        entries += struct.pack("<IIII", int(tag, 16), 6, len(value) + 2 * tag.endswith(STRING), 0)
    stream = "__properties_version1.0"
    writer.addEntry([folder, stream] if folder else stream, head + entries)


def read(path: Path) -> list[Mail | Unreadable]:
    return list(MailFiles(path).read())


def test_a_tree_is_read_in_the_order_of_names(tmp_path: Path, make_mail: Any) -> None:
    for name in ("b/2.eml", "b/1.EML", "a/x/3.eml", "4.eml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make_mail(f"This is {path.stem}.\n"))
    (tmp_path / "b" / "notes.txt").write_text("no mail")
    (tmp_path / "b" / "folder.eml").mkdir()
    source = MailFiles(tmp_path, owner="ana@example.com", name="old")
    items = list(source.read())
    assert [item.body for item in items if isinstance(item, Mail)] == [f"This is {name}." for name in "4312"]
    assert source.total() == len(items) == 4
    about = source.describe()
    assert (about["name"], about["kind"], about["files"]) == ("old", "files", 4)
    assert str(tmp_path) not in str(about)
    (tmp_path / "4.eml").write_bytes(make_mail("Changed.\n"))
    assert source.describe()["digest"] != about["digest"]


def test_a_file_that_cannot_be_read_is_counted_by_its_place(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.eml").write_bytes(b"")
    (tmp_path / "in" / "rubbish.msg").write_bytes(b"rubbish" * 100)
    assert read(tmp_path) == [
        Unreadable("in/empty.eml", "has no text"),
        Unreadable("in/rubbish.msg", "is no readable Outlook message (InvalidFileFormatError)"),
    ]


@given(st.binary(max_size=500))
def test_no_bytes_make_reading_fail(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "any.eml").write_bytes(content)
    assert len(read(folder)) == 1


def test_outlooks_properties_make_a_mail(tmp_path: Path) -> None:
    write_msg(
        tmp_path / "key.msg",
        {
            "0037": "Re: Schlüssel",
            "0C1A": "Ana Silva",
            "5D01": "ana@example.com",
            "1000": "Hallo Bob,\r\n\r\nder Schlüssel liegt hier.\r\n\r\nViele Grüße\r\nAna\r\n\r\n"
            "Von: Bob Müller <bob@example.com>\r\nGesendet: Montag, 3. Juni 2024 10:12\r\nAn: Ana Silva\r\n"
            "Betreff: Schlüssel\r\n\r\nWo liegt der Schlüssel?\r\n",
            "1035": "<2@example.com>",
            "1042": "<1@example.com>",
        },
        recipients=[
            ("Bob Müller", "bob@example.com", 1),
            ("Carl", "carl@example.com", 2),
            ("Eva", "/O=X/CN=EVA", 1),
        ],
        sent=datetime(2024, 6, 3, 8, 12, 13, tzinfo=UTC),
    )
    (mail,) = read(tmp_path)
    assert isinstance(mail, Mail)
    assert (mail.subject, mail.sender) == ("Re: Schlüssel", Person("Ana Silva", "ana@example.com"))
    assert mail.to == (Person("Bob Müller", "bob@example.com"), Person("Eva"))
    assert mail.date == datetime(2024, 6, 3, 8, 12, 13, tzinfo=UTC)
    assert mail.body == "Hallo Bob,\n\nder Schlüssel liegt hier.\n\nViele Grüße\nAna"
    assert mail.received == "Wo liegt der Schlüssel?"


def test_the_headers_of_the_internet_win_and_ids_are_those_of_the_same_mail_elsewhere(tmp_path: Path) -> None:
    headers = (
        "From: Ana Silva <ana@example.com>\r\nTo: Bob <bob@example.com>\r\nSubject: =?utf-8?q?H=C3=A4h?=\r\n"
        "Date: Mon, 3 Jun 2024 10:12:13 +0200\r\nMessage-ID: <2@example.com>\r\nReferences: <1@example.com>\r\n"
    )
    html = "<html><head><meta charset=windows-1252></head><body><p>Hallo Bob</p><p>häh?</p></body></html>"
    write_msg(tmp_path / "a.msg", {"0037": "x", "0C1A": "y", "007D": headers}, html=html.encode("cp1252"))
    (tmp_path / "b.eml").write_bytes(headers.replace("\r\n", "\n").encode() + "\nHallo Bob\n\nhäh?\n".encode())
    one, other = read(tmp_path)
    assert one == other


def test_what_is_no_mail_of_outlook_says_so(tmp_path: Path) -> None:
    write_msg(tmp_path / "a.msg", {"0037": "Ana Silva"}, kind="IPM.Contact")
    write_msg(tmp_path / "b.msg", {"0037": "Empty"})
    assert [item.reason for item in read(tmp_path) if isinstance(item, Unreadable)] == [
        "is an Outlook item that is no mail",
        "has no text",
    ]


def test_a_damaged_file_of_outlook_never_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.msg"
    write_msg(path, {"0037": "Key", "1000": "The key is here."}, recipients=[("Bob", "bob@example.com", 1)])
    whole = path.read_bytes()
    for place in range(0, len(whole), 97):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        assert len(read(tmp_path)) == 1
    for length in range(0, len(whole), 512):
        path.write_bytes(whole[:length])
        assert len(read(tmp_path)) == 1


def test_a_path_is_the_source_that_lies_there(tmp_path: Path, make_mail: Any) -> None:
    for name in ("dir/cur", "dir/new", "tree", "empty"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "tree" / "x.eml").write_bytes(make_mail())
    (tmp_path / "box").write_bytes(b"From a@x Mon Jun  3 10:12:13 2024\n" + make_mail())
    (tmp_path / "text").write_text("Dear diary")
    assert isinstance(open_mailbox(tmp_path / "dir"), Maildir)
    assert isinstance(open_mailbox(tmp_path / "tree"), MailFiles)
    assert isinstance(open_mailbox(tmp_path / "tree" / "x.eml"), MailFiles)
    source = open_mailbox(tmp_path / "box", owner="ana@example.com", name="mine")
    assert source == Mbox(tmp_path / "box", owner="ana@example.com", name="mine")
    for name, said in {"none": "is not there", "empty": "holds no .eml", "text": "is no mbox file"}.items():
        with pytest.raises(SourceError, match=said):
            open_mailbox(tmp_path / name)


def test_a_closed_folder_and_a_closed_file_are_counted_and_stop_nothing(
    tmp_path: Path, make_mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a/one.eml", "b/two.eml", "c/three.eml"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(make_mail("Hello.\n"))
    scan, open_file = os.scandir, Path.open

    def closed_folder(path: Any) -> Any:
        if Path(path).name == "b":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scan(path)

    def closed_file(self: Path, *arguments: Any, **options: Any) -> Any:
        if self.name == "three.eml":
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return open_file(self, *arguments, **options)

    monkeypatch.setattr(os, "scandir", closed_folder)
    monkeypatch.setattr(Path, "open", closed_file)
    source = MailFiles(tmp_path)
    one, three, closed = source.read()
    assert isinstance(one, Mail)
    assert three == Unreadable("c/three.eml", "cannot be opened (Permission denied)")
    assert isinstance(closed, Unreadable)
    assert closed.place == "b"
    assert source.describe() == source.describe()
    assert source.describe()["files"] == source.total() == 3
