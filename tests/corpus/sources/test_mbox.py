"""Mbox: what is written comes back, whatever stands in it."""

from __future__ import annotations

import io
import mailbox
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailwright.brief import Person
from mailwright.corpus.mail import Mail
from mailwright.corpus.mime.message import MAX_BYTES
from mailwright.corpus.sources import Mbox, SourceError, Unreadable
from mailwright.corpus.sources.mbox import separate

DATED = b"From ana@example.com Mon Jun  3 10:12:13 2024\n"


def read(tmp_path: Path, content: bytes, **options: Any) -> list[Mail | Unreadable]:
    path = tmp_path / "Sent.mbox"
    path.write_bytes(content)
    return list(Mbox(path, **options).read())


def bodies(items: list[Mail | Unreadable]) -> list[str]:
    return [item.body for item in items if isinstance(item, Mail)]


def test_a_mail_has_what_its_headers_and_text_say(tmp_path: Path, make_mail: Any) -> None:
    raw = make_mail(Message_ID="<1@example.com>", References="<0@example.com>")
    (mail,) = read(tmp_path, DATED + raw + b"\n", owner="ana@example.com")
    assert isinstance(mail, Mail)
    assert (mail.source, mail.owner, mail.subject) == ("Sent", "ana@example.com", "Key")
    assert mail.sender == Person("Ana Silva", "ana@example.com")
    assert mail.to == (Person("Bob Miller", "bob@example.com"),)
    assert mail.body == "Hi Bob,\n\nthe key is under the mat.\n\nAna"
    assert mail.date is not None
    assert mail.date.isoformat() == "2024-06-03T10:12:13+02:00"
    assert mail.lines_kept
    assert mail.split is None


def test_ids_and_threads_do_not_depend_on_the_place_in_the_file(tmp_path: Path, make_mail: Any) -> None:
    one = DATED + make_mail("One is here.\n", Message_ID="<1@example.com>") + b"\n"
    two = DATED + make_mail("Two is here.\n", Subject="Lock") + b"\n"
    forth, back = read(tmp_path, one + two), read(tmp_path, two + one)
    assert forth == back[::-1]
    assert len({mail.id for mail in forth if isinstance(mail, Mail)}) == 2


def test_quoted_lines_are_restored_and_unquoted_ones_do_not_split(tmp_path: Path, make_mail: Any) -> None:
    text = b"From here it is a mile.\n\nFrom there it is two.\n\n"
    quoted = make_mail("Hi Bob,\n\nplease look at this:\n\n>From here it is a mile.\n>>From there it is two.\n")
    items = read(tmp_path, DATED + make_mail() + text + DATED + quoted)
    assert len(items) == 2
    assert bodies(items)[0].endswith("From here it is a mile.\n\nFrom there it is two.")
    assert bodies(items)[1].endswith("From here it is a mile.\n>From there it is two.")


@pytest.mark.parametrize(
    "line",
    [
        b"From MAILER-DAEMON Mon Jun  3 10:12:13 2024\n",
        b"From 1801234567890@xxx Mon Jun 03 10:12:13 +0000 2024\r\n",
        b"From - Mon Jun 03 10:12:13 2024\n",
        b"From ???@??? Mon Jun 03 10:12:13 2024\n",
        b"From ana@example.com  3 Jun 2024 10:12:13\n",
        b"From ana@example.com\n",
    ],
)
def test_the_first_lines_of_many_programs_are_known(tmp_path: Path, make_mail: Any, line: bytes) -> None:
    mail = line + make_mail() + b"\n"
    assert len(bodies(read(tmp_path, mail * 3))) == 3


def test_takeout_leaves_out_what_was_thrown_away_and_counts_it(tmp_path: Path, make_mail: Any) -> None:
    labels = ["Sent,Important", "Spam", "=?UTF-8?Q?Papierkorb,Ge=C3=B6ffnet?=", "Inbox,=?UTF-8?Q?Entw=C3=BCrfe?="]
    raw = b"".join(
        DATED
        + b"X-GM-THRID: 1801\nX-Gmail-Labels: "
        + label.encode()
        + b"\n"
        + make_mail(f"Mail {number}.\n")
        + b"\n"
        for number, label in enumerate(labels)
    )
    items = read(tmp_path, raw.replace(b"\n", b"\r\n"))
    assert bodies(items) == ["Mail 0."]
    reasons = [item.reason for item in items if isinstance(item, Unreadable)]
    assert reasons == ["is labelled Spam", "is labelled Papierkorb", "is labelled Entwürfe"]
    kept = read(tmp_path, raw, unwanted=frozenset())
    assert len({mail.thread for mail in kept if isinstance(mail, Mail)}) == 1


def test_only_the_beginning_of_a_giant_is_kept(tmp_path: Path, make_mail: Any) -> None:
    giant = make_mail() + b"x" * (12 << 20) + b"\n"
    content = DATED + giant + DATED + make_mail("Small.\n")
    offsets = [(offset, len(raw), size) for offset, raw, size in separate(io.BytesIO(content))]
    assert offsets[0][0] == 0
    assert MAX_BYTES <= offsets[0][1] < MAX_BYTES + (1 << 17)
    assert offsets[0][2] == len(DATED) + len(giant)
    items = read(tmp_path, content)
    assert isinstance(items[0], Unreadable)
    assert "longer than what is read" in items[0].reason
    assert bodies(items) == ["Small."]


def test_memory_does_not_grow_with_the_file(tmp_path: Path, make_mail: Any) -> None:
    def peak(mails: int) -> int:
        path = tmp_path / "x.mbox"
        with path.open("wb") as file:
            for number in range(mails):
                file.write(DATED + make_mail("Same for all.\n", Message_ID=f"<{number % 50}@example.com>") + b"\n")
        tracemalloc.start()
        assert sum(1 for _ in Mbox(path).read()) == mails
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(50)
    assert peak(500) < 1.3 * peak(120) + (1 << 16)


def test_what_tells_the_file_from_others_holds_no_path(tmp_path: Path, make_mail: Any) -> None:
    content = DATED + make_mail() + b"\n" + DATED + make_mail()
    path = tmp_path / "Sent.mbox"
    path.write_bytes(content)
    source = Mbox(path)
    about = source.describe()
    assert (about["name"], about["kind"], about["bytes"], len(about["digest"])) == (
        "Sent",
        "mbox",
        len(content),
        64,
    )
    assert str(tmp_path) not in str(about)
    assert source.total() == 2


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    for ask in (
        lambda source: list(source.read()),
        lambda source: source.describe(),
        lambda source: source.total(),
    ):
        with pytest.raises(SourceError, match="name an mbox file"):
            ask(Mbox(tmp_path / "none.mbox"))


def test_what_stands_before_the_first_mail_is_counted(tmp_path: Path, make_mail: Any) -> None:
    items = read(tmp_path, b"rubbish\nand more\n" + DATED + make_mail("One.\n"))
    assert items[0] == Unreadable("byte 0", "stands before the first line that begins with From: no mail")
    assert bodies(items) == ["One."]


@given(st.lists(st.binary(max_size=300) | st.sampled_from([DATED, b"From ", b"\n\n", b"Subject: x\n", b"\r\n"])))
def test_no_bytes_make_reading_fail(tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes]) -> None:
    content = b"".join(pieces)
    items = read(tmp_path_factory.mktemp("mbox"), content)
    assert len(items) == sum(1 for _ in separate(io.BytesIO(content)))
    assert sum(size for _, _, size in separate(io.BytesIO(content))) == len(content)


LINES = st.sampled_from(
    ["From here on.", "From ana@example.com Mon Jun  3 10:12:13 2024", ">From", "", "text", "Subject: no", "."]
)


@settings(max_examples=60)
@given(st.lists(st.lists(LINES, min_size=1, max_size=8), max_size=6))
def test_mails_that_a_program_writes_come_back_one_for_one(
    tmp_path_factory: pytest.TempPathFactory, texts: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("mbox") / "x"
    box = mailbox.mbox(path)
    for number, lines in enumerate(texts):
        body = "\n".join([f"Mail {number} begins.", *lines, "It ends here."])
        box.add(f"From: a@example.com\nMessage-ID: <{number}@x>\n\n{body}\n".encode())
    box.close()
    items = list(Mbox(path).read()) if texts else []
    assert [body.split(".")[0] for body in bodies(items)] == [
        f"Mail {number} begins" for number in range(len(texts))
    ]
    assert all(body.endswith("It ends here.") for body in bodies(items))
    assert Mbox(path).total() == len(texts)
