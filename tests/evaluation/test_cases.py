from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.evaluation.conftest import brief_record

from mailwright.corpus.dataset import DataSetWriter
from mailwright.corpus.example import Example
from mailwright.evaluation.cases import Case, EvaluationError, digest_of, read_cases


def write(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_cases_written_and_read_are_the_same(briefs_file: Path, cases: list[Case]) -> None:
    again = read_cases([briefs_file])
    assert [(case.id, case.brief, case.subject, case.body) for case in again] == [
        (case.id, case.brief, case.subject, case.body) for case in cases
    ]
    assert digest_of(again) == digest_of(cases)
    assert [case.language for case in again] == ["en", "en", "en", "de"]


def test_only_the_ids_asked_for_are_taken(briefs_file: Path) -> None:
    assert [case.id for case in read_cases([briefs_file], {"case-2"})] == ["case-2"]
    with pytest.raises(EvaluationError, match="no brief of the ids asked for"):
        read_cases([briefs_file], {"other"})


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "b.jsonl", brief_record(), {"id": "x", "key_points": []})
    with pytest.raises(EvaluationError, match=r"b\.jsonl:2: brief\.key_points"):
        read_cases([path])
    path.write_text("{}\n{", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"b\.jsonl:1"):
        read_cases([path])
    twice = write(tmp_path / "c.jsonl", brief_record(), brief_record())
    with pytest.raises(EvaluationError, match="comes twice"):
        read_cases([twice])


def test_the_test_split_of_a_data_set_is_read(tmp_path: Path) -> None:
    example = Example(
        id="a#1", source="house", owner="", thread="t", people=(), language="en", sender="Ana", to=("Bob",),
        subject="", points=("update friday",), tone="neutral", length="short", received="", signature="", prompt="",
        email_subject="Update", email_body="Hi Bob,\n\nThe update is on Friday.\n\nBest,\nAna",
    )  # fmt: skip
    with DataSetWriter(tmp_path / "data", private=False) as writer:
        writer.add("train", example)
        writer.add("test", example)
    (case,) = read_cases([tmp_path / "data"])
    assert (case.id, case.brief, case.body) == ("a#1", example.brief(), example.email_body)
