"""Replies taken apart: hand-made cases in many languages, and what always holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.corpus.mime.text import clean_text
from mailwright.corpus.replies import split_reply

PARTS = ("body", "received", "signature", "forward")


@dataclass
class Case:
    name: str
    parts: dict[str, list[str]] = field(default_factory=dict)

    def part(self, name: str) -> str:
        return "\n".join(self.parts.get(name, [])).strip("\n")


def cases() -> Iterator[Case]:
    """The cases of the files beside this one; the first of them says how they are written."""
    for path in sorted((Path(__file__).parent / "cases").glob("*.txt")):
        case, lines = None, []
        for line in path.read_text(encoding="utf-8").splitlines():
            heading = line.removeprefix("#### ")
            if heading == line:
                lines.append(line)
                continue
            lines = []
            if heading in PARTS:
                assert case
                case.parts[heading] = lines
            else:
                if case:
                    yield case
                case = Case(f"{path.stem}: {heading}", {"text": lines})
        assert case
        yield case


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_a_mail_is_taken_apart_as_a_reader_would(case: Case) -> None:
    parts = split_reply(clean_text(case.part("text")))
    found = {"body": parts.body, "received": parts.received, "signature": parts.signature}
    assert {name: folded(text) for name, text in found.items()} == {name: folded(case.part(name)) for name in found}
    assert parts.forwarded == bool(case.part("forward"))


def test_the_cases_are_many_and_none_is_given_twice() -> None:
    names = [case.name for case in cases()]
    assert len(names) == len(set(names)) >= 100


HEADERS = "From: Bob <bob@example.com>\nSent: Monday, June 3, 2024 10:12 AM\nTo: Ana\nSubject: x\n\nIs it paid?"


@pytest.mark.parametrize(
    "subject", ["Fwd: x", "FW: x", "WG: x", "TR : x", "RV: x", "I: x", "ENC: x", "[list] Fwd: x"]
)
def test_the_subject_tells_that_a_mail_is_passed_on(subject: str) -> None:
    parts = split_reply(f"See below.\n\n{HEADERS}", subject=subject)
    assert (parts.body, parts.received, parts.forwarded) == ("See below.", "", True)


@pytest.mark.parametrize("subject", ["Re: x", "AW: x", "x", "Forward planning"])
def test_the_subject_of_an_answer_does_not(subject: str) -> None:
    parts = split_reply(f"It is.\n\n{HEADERS}", subject=subject)
    assert (parts.body, parts.received, parts.forwarded) == ("It is.", "Is it paid?", False)


def test_a_mail_that_is_only_passed_on_has_an_empty_body() -> None:
    parts = split_reply(HEADERS, subject="Fwd: x")
    assert (parts.body, parts.received, parts.forwarded) == ("", "", True)


def test_the_name_in_the_header_tells_where_a_signature_begins() -> None:
    text = "The room is booked.\n\nAna Silva\nFacility Manager\n+44 1632 555 0101"
    assert split_reply(text).signature == ""
    parts = split_reply(text, sender="Ana Silva")
    assert (parts.body, parts.signature) == (
        "The room is booked.\n\nAna Silva",
        "Facility Manager\n+44 1632 555 0101",
    )


def test_what_is_answered_is_no_longer_than_a_brief_allows() -> None:
    long = "\n".join(f"> This is line {number} of a long mail." for number in range(2_000))
    parts = split_reply(f"Yes.\n\nOn Mon, Jun 3, 2024 at 10:12 AM Bob <bob@example.com> wrote:\n{long}")
    assert parts.body == "Yes."
    assert 10_000 < len(parts.received) <= 16_000


LINES = st.sampled_from(
    [line for case in cases() for line in case.part("text").split("\n")]
    + ["", ">", "--", "> >", "From:", "On", ":"]
)


@given(st.lists(LINES, max_size=30))
def test_nothing_is_invented_and_nothing_fails(lines: list[str]) -> None:
    text = clean_text("\n".join(lines))
    parts = split_reply(text)
    words = set(re.findall(r"[^\s>]+", text))
    for part in (parts.body, parts.received, parts.signature):
        assert set(re.findall(r"[^\s>]+", part)) <= words


@given(st.lists(st.sampled_from(["Hi Bob,", "the key is here", "and there", "Ana", "See you soon"]), min_size=1))
def test_a_mail_without_quotes_and_signature_stays_as_it_is(lines: list[str]) -> None:
    text = "\n\n".join(f"{line}." if line[0].islower() else line for line in lines)
    assert split_reply(text).body == text
    assert split_reply(text).received == ""


@pytest.mark.parametrize(
    "text",
    [
        "on 1:1:\n" * 20_000,
        "On 3 June 2024 wrote " * 9_000 + ":",
        ">" * 100_000,
        "> a\nb@c:\n" * 20_000,
        "From: a\n" * 20_000,
        "message " * 20_000 + "confidentia",
        "--\n" * 50_000,
        "Best regards,\n\n" * 12_000,
        "-" * 100_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_texts_end_soon(text: str) -> None:
    split_reply(clean_text(text))
