"""Maildir: every mail once, whatever its flags."""

from __future__ import annotations

import mailbox
from pathlib import Path
from typing import Any

import pytest

from mailwright.corpus.mail import Mail
from mailwright.corpus.sources import Maildir, SourceError, Unreadable


@pytest.fixture
def box(tmp_path: Path, make_mail: Any) -> mailbox.Maildir:
    made = mailbox.Maildir(tmp_path / ".Sent", create=True)
    for number in range(4):
        made.add(make_mail(f"Mail {number}.\n", Message_ID=f"<{number}@x>"))
    return made


def test_mails_are_read_from_new_and_cur_in_an_order_that_stays(box: mailbox.Maildir, tmp_path: Path) -> None:
    source = Maildir(tmp_path / ".Sent", owner="ana@example.com")
    before, about = list(source.read()), source.describe()
    assert sorted(item.body for item in before if isinstance(item, Mail)) == [
        f"Mail {number}." for number in range(4)
    ]
    for key in list(box.keys())[:2]:  # read by its owner in between
        message = box[key]
        message.set_subdir("cur")
        message.add_flag("S")
        box[key] = message
    assert list(source.read()) == before
    assert source.describe() == about
    assert source.total() == 4
    assert (about["name"], about["kind"], about["files"]) == ("Sent", "maildir", 4)


def test_deleted_mails_and_drafts_are_counted(box: mailbox.Maildir, tmp_path: Path) -> None:
    for key, flag in zip(list(box.keys()), "TD", strict=False):
        message = box[key]
        message.add_flag(flag)
        message.set_subdir("cur")
        box[key] = message
    items = list(Maildir(tmp_path / ".Sent").read())
    assert len(items) == 4
    reasons = sorted(item.reason for item in items if isinstance(item, Unreadable))
    assert reasons == ["is marked as a draft", "is marked as deleted"]


def test_a_folder_that_is_none_says_so(tmp_path: Path) -> None:
    for ask in (
        lambda source: list(source.read()),
        lambda source: source.describe(),
        lambda source: source.total(),
    ):
        with pytest.raises(SourceError, match="is no Maildir: it has no readable cur folder"):
            ask(Maildir(tmp_path))
