"""Ids and threads: stable, and shared by what belongs together."""

from __future__ import annotations

from typing import Any

import pytest

from mailwright.corpus.mime.message import read_message
from mailwright.corpus.sources.identity import Threads, mail_id, topic_of


@pytest.mark.parametrize(
    "subject",
    [
        "Plan B",
        "Re: Plan B",
        "RE: re: Plan B",
        "AW: WG: Plan B",
        "Fwd: [list] Re: plan b",
        "Re[2]: Plan  B",
        "Antw: Plan B",
        "SV: Plan B",
        "R: I: Plan B",
        "TR : Plan B",
        "Re：Plan B",
        "回复：Plan B",
        "Odp: Plan B",
    ],
)
def test_a_topic_is_a_subject_without_what_programs_put_before_it(subject: str) -> None:
    assert topic_of(subject) == "plan b"


def test_a_topic_may_be_left_with_nothing() -> None:
    assert topic_of("Re: Re: ") == topic_of("") == ""
    assert topic_of("Return of the key: where?") == "return of the key: where?"


def keys(*mails: bytes) -> list[str]:
    threads = Threads()
    return [threads.key(read_message(mail)) for mail in mails]


def test_an_id_is_of_the_message_id_or_else_of_the_content(make_mail: Any) -> None:
    def identify(*arguments: str, **headers: str) -> str:
        return mail_id(read_message(make_mail(*arguments, **headers)))

    assert identify(Message_ID="<1@x>") == identify("Other text.", Message_ID="<1@x>")
    assert identify(Message_ID="<1@x>") != identify(Message_ID="<2@x>")
    assert identify() == identify()
    assert (
        len({identify(), identify("Other text."), identify(Subject="Other"), identify(To="carol@example.com")}) == 4
    )
    assert len(identify()) == 20


def test_a_thread_is_named_by_its_first_mail(make_mail: Any) -> None:
    found = keys(
        make_mail(Message_ID="<1@x>"),
        make_mail(Message_ID="<2@x>", In_Reply_To="<1@x>", Subject="Re: Key", From="bob@example.com"),
        make_mail(Message_ID="<3@x>", References="<1@x> <2@x>", Subject="Something else"),
        make_mail(Message_ID="<4@x>", In_Reply_To="<3@x>", Subject="Re: Something else"),
        make_mail(Message_ID="<9@x>", Subject="Apart"),
    )
    assert found[:4] == [found[0]] * 4
    assert found[4] != found[0]


def test_a_reply_without_references_finds_its_subject_among_the_same_people(make_mail: Any) -> None:
    swapped = {"From": "bob@example.com", "To": "ana@example.com"}
    found = keys(
        make_mail(Message_ID="<1@x>"),
        make_mail(Message_ID="<2@x>", Subject="AW: Key", **swapped),
        make_mail(Subject="RE: AW: key"),
        make_mail(Message_ID="<3@x>", Subject="Re: Key", To="carol@example.com"),
    )
    assert found[0] == found[1] == found[2] != found[3]


def test_a_reply_that_comes_before_what_it_answers_draws_it_to_itself(make_mail: Any) -> None:
    first, second = keys(make_mail(Message_ID="<2@x>", Subject="Re: Key"), make_mail(Message_ID="<1@x>"))
    assert first == second
    known, root = keys(make_mail(Message_ID="<2@x>", In_Reply_To="<1@x>"), make_mail(Message_ID="<1@x>"))
    assert known == root


def test_mails_of_one_subject_that_answer_nothing_are_threads_of_their_own(make_mail: Any) -> None:
    first, second = keys(make_mail(Message_ID="<1@x>"), make_mail(Message_ID="<2@x>"))
    assert first != second


def test_the_number_that_gmail_gives_wins(make_mail: Any) -> None:
    found = keys(
        b"X-GM-THRID: 42\n" + make_mail(Message_ID="<1@x>"),
        b"X-GM-THRID: 42\n" + make_mail(Subject="Apart"),
        make_mail(),
    )
    assert found[0] == found[1] != found[2]


def test_what_is_remembered_has_a_bound(make_mail: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Threads, "MEMORY", 10)
    threads = Threads()
    message = read_message(make_mail())
    for number in range(200):
        threads.key(message.__class__(str(number), (), None, f"Subject {number}", message.sender, (), "x", False))
    assert len(threads._known) == 20
