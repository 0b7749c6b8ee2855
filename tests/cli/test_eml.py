from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.brief import Brief, Person
from mailwright.cli.eml import message_of, people_without_address, write_messages
from mailwright.cli.show import printable
from mailwright.draft import Draft, Findings

DATE = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
HEADERS = {"X-Unsent", "Date", "From", "To", "Subject", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"}


def _message(brief: Brief, draft: Draft) -> EmailMessage:
    message = email.message_from_bytes(message_of(brief, draft, DATE), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _body(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


def _draft(subject: str = "Update", body: str = "Hello\n\nAna") -> Draft:
    return Draft(subject, body, Findings(()))


@given(
    subject=st.text(alphabet=st.characters(), max_size=120), body=st.text(alphabet=st.characters(), max_size=400)
)
def test_subject_and_body_come_back_and_no_header_is_added(subject: str, body: str) -> None:
    brief = Brief(points=["x"], sender="Ana <ana@example.com>", to=["Bob <bob@example.com>"])
    data = message_of(brief, _draft(subject, body), DATE)
    message = _message(brief, _draft(subject, body))
    assert message["Subject"].split() == printable(subject.replace("\r", " ").replace("\n", " "), line=True).split()
    assert _body(message).rstrip("\n") == printable(body.replace("\r\n", "\n").replace("\r", "\n")).rstrip("\n")
    assert set(message.keys()) <= HEADERS
    assert not message.defects
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 998


@given(name=st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs")), max_size=80))
def test_a_display_name_comes_back_beside_its_address(name: str) -> None:
    person = Person(name, "bob@example.com")
    brief = Brief(points=["x"], to=[person])
    # Read by the older parser: the newer one keeps the blank between two encoded words, against RFC 2047, 6.2.
    raw = email.message_from_bytes(message_of(brief, _draft(), DATE), policy=email.policy.compat32)["To"]
    encoded, address = parseaddr("".join(str(raw).splitlines()))
    assert address == "bob@example.com"
    assert str(make_header(decode_header(encoded))).split() == brief.to[0].name.split()


@pytest.mark.parametrize(
    "address",
    [
        "bob@example.com\r\nBcc: eve@example.com",
        "bob@example.com, eve@example.com",
        "bob@example.com>, <eve@example.com",
        "bob@",
        "@example.com",
        "bob example@example.com",
        "b\u00f6b@example.com",
        "bob@example..com",
        f"{'b' * 250}@example.com",
    ],
)
def test_an_address_that_is_none_stays_out_of_the_headers(address: str) -> None:
    brief = Brief(points=["x"])
    object.__setattr__(brief, "to", (Person("Bob", address),))
    message = _message(brief, _draft())
    assert "To" not in message
    assert "Bcc" not in message
    assert len(people_without_address(brief)) == 1


def test_people_with_and_without_address_are_told_apart() -> None:
    brief = Brief(points=["x"], sender="Ana", to=["Bob <bob@example.com>", "Eve", "zoe@example.com"])
    assert people_without_address(brief) == ["Ana", "Eve"]
    message = _message(brief, _draft())
    assert message["To"] == "Bob <bob@example.com>, zoe@example.com"
    assert message["From"] is None
    assert message["Message-ID"] is None
    assert message["Date"] == "Tue, 24 Nov 2026 09:30:00 +0000"
    assert message.get_content_type() == "text/plain"
    assert message.get_content_charset() == "utf-8"


def test_a_nobody_is_not_missed() -> None:
    assert people_without_address(Brief(points=["x"])) == []


def test_messages_overwrite_their_files_only(tmp_path: Path) -> None:
    (tmp_path / "other.eml").write_bytes(b"kept")
    assert write_messages(tmp_path / "a.eml", [b"one"]) == [tmp_path / "a.eml"]
    assert write_messages(tmp_path / "a.eml", [b"one", b"two"]) == [tmp_path / "a-1.eml", tmp_path / "a-2.eml"]
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("a-?.eml")} == {0o600}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "other.eml": b"kept",
        "a.eml": b"one",
        "a-1.eml": b"one",
        "a-2.eml": b"two",
    }
