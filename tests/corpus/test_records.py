"""Records: what is read, and what a line that is no record is answered with."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from mailwright.corpus import CorpusError, Pair, Rewrite, read_pairs, read_rewrites

PAIR: dict[str, Any] = {
    "id": "ops-003",
    "lang": "en",
    "kind": "new",
    "domain": "it-ops",
    "from": "Ana Silva",
    "to": "Bob",
    "subject": "",
    "key_points": ["system update fri 6pm", "back up work"],
    "tone": "friendly",
    "length": "short",
    "context": "",
    "prompt": "tell bob: system update fri 6pm, back up. ana silva",
    "email_subject": "System update on Friday",
    "email_body": "Hi Bob,\n\nThere will be a system update on Friday at 6 p.m. Please back up your work before "
    "then, so that nothing can get lost.\n\nThanks,\nAna Silva",
}
REWRITE: dict[str, Any] = {
    "id": "rew-001",
    "lang": "en",
    "instruction": "warmer",
    "email_body": "Bob,\n\nSend me the report by Friday.\n\nAna",
    "rewritten_body": "Hi Bob,\n\nCould you please send me the report by Friday?\n\nMany thanks,\nAna",
}


def _write(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


def test_a_pair_is_read_field_by_field(tmp_path: Path) -> None:
    (pair,) = read_pairs(_write(tmp_path / "a.jsonl", PAIR))
    assert pair.sender == "Ana Silva"
    assert pair.key_points == ("system update fri 6pm", "back up work")
    assert pair.rejected_body == ""
    rest = {field.name for field in dataclasses.fields(Pair)} - {"sender", "key_points", "rejected_body"}
    assert {name: getattr(pair, name) for name in rest} == {name: PAIR[name] for name in rest}


def test_a_pair_may_hold_a_worse_e_mail(tmp_path: Path) -> None:
    (pair,) = read_pairs(_write(tmp_path / "a.jsonl", {**PAIR, "rejected_body": "Bob,\n\nUpdate.\n\nAna"}))
    assert pair.rejected_body == "Bob,\n\nUpdate.\n\nAna"


def test_a_pair_gives_the_brief_that_it_was_written_for(tmp_path: Path) -> None:
    (pair,) = read_pairs(_write(tmp_path / "a.jsonl", {**PAIR, "kind": "reply", "context": "When is the update?"}))
    brief = pair.brief()
    assert (str(brief.sender), brief.points, brief.tone, brief.length) == (
        "Ana Silva",
        pair.key_points,
        "friendly",
        "short",
    )
    assert (brief.language, brief.received) == ("en", "When is the update?")


def test_a_rewrite_is_read_field_by_field(tmp_path: Path) -> None:
    (rewrite,) = read_rewrites(_write(tmp_path / "a.jsonl", REWRITE))
    assert dataclasses.asdict(rewrite) == REWRITE


@pytest.mark.parametrize("record", [Pair, Rewrite])
def test_records_are_frozen(record: type) -> None:
    assert record.__dataclass_params__.frozen  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"tone": "angry"}, "tone", "is 'angry': use one of neutral, friendly, formal, apologetic, urgent, "
         "persuasive, grateful, firm"),
        ({"lang": "xx"}, "lang", "is 'xx': use one of en, de, fr, es, it, pt, nl"),
        ({"length": 3}, "length", "must be a string, not a number"),
        ({"id": "003"}, "id", "is '003': use a writer and a number, such as ops-003"),
        ({"domain": "IT ops"}, "domain", "'IT ops' is no slug: use small letters joined by hyphens"),
        ({"key_points": "update"}, "key_points", "must be a list of strings, not a string"),
        ({"key_points": []}, "key_points", "has 0 entries: give 1 to 8"),
        ({"key_points": ["x"] * 9}, "key_points", "has 9 entries: give 1 to 8"),
        ({"key_points": ["x", " "]}, "key_points[1]", "is blank"),
        ({"key_points": ["x", None]}, "key_points[1]", "must be a string, not null"),
        ({"key_points": ["x\ny"]}, "key_points[0]", "has more than one line"),
        ({"kind": "reply"}, "context", "is empty, but a reply answers a mail: put that mail here"),
        ({"context": "Hi"}, "context", "must be empty unless kind is reply"),
        ({"email_subject": ""}, "email_subject", "is empty"),
        ({"email_body": "Hi\n "}, "email_body", "has blanks or line breaks at its start or end"),
        ({"email_body": "Hi\x07there"}, "email_body", "holds the character U+0007 at position 2: remove it"),
        ({"email_body": "Hi \ud800"}, "email_body", "holds the character U+D800 at position 3: remove it"),
        ({"to": "Zoe\u0308"}, "to", "is not in Unicode form NFC"),
        ({"rejected_body": PAIR["email_body"]}, "rejected_body", "is the e-mail itself: leave it out"),
        ({"rejected_body": ["Hi"]}, "rejected_body", "must be a string, not a list"),
        ({"rejected_body": ""}, "rejected_body", "is empty"),
        ({"tonne": "firm"}, "tonne", "is not a field of this record: did you mean tone?"),
    ],
)  # fmt: skip
def test_a_broken_pair_is_named_by_file_line_and_field(
    tmp_path: Path, change: dict[str, Any], field: str, reason: str
) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps(PAIR) + "\n\n" + json.dumps({**PAIR, **change}) + "\n", encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        list(read_pairs(path))
    assert str(caught.value) == f"{path}:3: {field} {reason}"
    assert (caught.value.line, caught.value.field) == (3, field)


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    lacking = {name: value for name, value in PAIR.items() if name != "prompt"}
    with pytest.raises(CorpusError, match=r"a\.jsonl:1: prompt is missing$"):
        list(read_pairs(_write(tmp_path / "a.jsonl", lacking)))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "is not JSON: Expecting property name enclosed in double quotes at position 1"),
        (b"[1]", "holds a JSON list, not an object"),
        (b"null", "holds a JSON null, not an object"),
        (b'{"a": NaN}', "is not JSON: NaN is no JSON value"),
        (b'{"a": 1, "a": 2}', "is not JSON: the field 'a' is given twice"),
        (b'{"a": "\xff"}', "is not UTF-8: byte 0xff at position 7"),
        (b"\xef\xbb\xbf{}", "starts with a byte order mark: save the file as plain UTF-8"),
        (b"[" * 200_000, "is nested too deeply"),
        (b" " * 2_000_000 + b"{}", "is longer than 1,048,576 bytes"),
    ],
)
def test_a_line_that_is_no_object_says_why(tmp_path: Path, line: bytes, reason: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(line + b"\n")
    with pytest.raises(CorpusError) as caught:
        list(read_rewrites(path))
    assert str(caught.value) == f"{path}:1: {reason}"


def test_a_line_that_is_too_long_hides_no_line_after_it(tmp_path: Path) -> None:
    from mailwright.corpus.lines import read_lines

    path = tmp_path / "a.jsonl"
    path.write_bytes(b"x" * 3_000_000 + b"\n" + b'{"a": 1}\n')
    assert [(line.number, line.record) for line in read_lines(path)] == [(1, {}), (2, {"a": 1})]
