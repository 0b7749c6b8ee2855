"""Drafts that passed every check become pairs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mailwright.cli import main
from mailwright.corpus.records import read_pairs

FIRST = "Hi Bob,\n\nThe room is free on Friday and I have booked it for the two of us.\n\nThanks,\nAna"
SECOND = "Hello Bob,\n\nGood news: on Friday we can have the room. It is ours for the day.\n\nBest,\nAna"


def draft(body: str, *, ready: bool = True) -> dict[str, Any]:
    return {"index": 0, "subject": "Room", "body": body, "ready": ready}


@pytest.fixture
def briefs(tmp_path: Path) -> Path:
    records: list[dict[str, Any]] = [
        {"id": "one", "from": "Ana", "to": ["Bob"], "key_points": ["room free fri"], "tone": "friendly"},
        {"id": "two", "from": "Ana", "to": "Bob", "key_points": ["room free fri"]},
        {"prompt": "tell bob the room is free on friday", "from": "Ana"},
        {"id": "signed", "key_points": ["room free fri"], "signature": "Ana Silva\nSales"},
    ]
    return write(tmp_path / "briefs.jsonl", records)


def write(path: Path, records: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def harvest(briefs: Path, drafts: list[dict[str, Any]], *words: str) -> int:
    path = write(briefs.with_name("drafts.jsonl"), drafts)
    out = briefs.with_name("learnt.jsonl")
    return main(["data", "drafts", str(briefs), str(path), "-o", str(out), *words])


def test_what_is_ready_and_differs_becomes_a_pair(briefs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drafts = [
        {"id": "one", "drafts": [draft(FIRST), draft(FIRST + "\n"), draft(SECOND), draft("Hi", ready=False)]},
        {"id": "line-3", "drafts": [draft(SECOND)]},
        {"id": "signed", "drafts": [draft(SECOND)]},
    ]
    assert harvest(briefs, drafts) == 0
    pairs = list(read_pairs(briefs.with_name("learnt.jsonl")))
    assert [(pair.id, pair.email_body) for pair in pairs] == [
        ("learnt-00001", FIRST),
        ("learnt-00002", SECOND),
        ("learnt-00003", SECOND),
    ]
    assert (pairs[0].sender, pairs[0].to, pairs[0].tone, pairs[0].kind) == ("Ana", "Bob", "friendly", "new")
    assert pairs[0].email_subject == "Room"
    printed = capsys.readouterr().out
    assert "learnt.jsonl: 3 pairs" in printed
    assert "1 a check found a fault" in printed
    assert "1 much like another" in printed
    assert "1 a brief that is no pair" in printed


def test_what_only_the_model_doubts_is_learnt_from_too(briefs: Path) -> None:
    doubt = {"kind": "doubt", "message": "the model is not sure of its words (31%)", "span": None}
    doubted = {**draft(FIRST, ready=False), "problems": [doubt], "coverage": [{"point": 0, "covered": True}]}
    faulty = {**draft(SECOND, ready=False), "problems": [doubt], "coverage": [{"point": 0, "covered": False}]}
    assert harvest(briefs, [{"id": "one", "drafts": [doubted, faulty]}]) == 0
    assert [pair.email_body for pair in read_pairs(briefs.with_name("learnt.jsonl"))] == [FIRST]


def test_no_more_than_wanted_are_kept_of_a_brief(briefs: Path) -> None:
    assert harvest(briefs, [{"id": "one", "drafts": [draft(FIRST), draft(SECOND)]}], "--keep", "1") == 0
    assert [pair.email_body for pair in read_pairs(briefs.with_name("learnt.jsonl"))] == [FIRST]


@pytest.mark.parametrize(
    ("drafts", "told"),
    [
        ([{"id": "other", "drafts": []}], "drafts.jsonl:1: id is 'other', which does not follow in"),
        ([{"id": "two", "drafts": []}, {"id": "one", "drafts": []}], "drafts.jsonl:2: id is 'one'"),
        ([{"id": "one"}], "drafts.jsonl:1: drafts is missing"),
    ],
)
def test_drafts_of_other_briefs_are_refused_and_nothing_is_written(
    briefs: Path, drafts: list[dict[str, Any]], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert harvest(briefs, drafts) == 1
    assert told in capsys.readouterr().err
    assert not briefs.with_name("learnt.jsonl").exists()
    assert not list(briefs.parent.glob(".*"))


def test_a_name_that_no_id_can_begin_with_is_refused(briefs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert harvest(briefs, [], "--name", "Round 1") == 2
    assert "use 2 to 8 small letters" in capsys.readouterr().err
