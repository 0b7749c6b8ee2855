"""The validator: what it says of good, doubtful and broken records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailwright.corpus import Checker, Finding

WORDS = "Please read it and tell me what you think, so that we can send it off together."
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
    "email_body": "Bob,\n\nSend me the report on Kestrel by Friday.\n\nThanks,\nAna",
    "rewritten_body": "Hi Bob,\n\nCould you please send me the report on Kestrel by Friday?\n\nMany thanks,\nAna",
}


def _findings(path: Path, *lines: dict[str, Any] | bytes) -> list[Finding]:
    encoded = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    path.write_bytes(b"\n".join(encoded))
    return [finding for _, found in Checker().check(path) for finding in found]


def _said(path: Path, *lines: dict[str, Any] | bytes) -> list[str]:
    return [str(finding).removeprefix(f"{path}:") for finding in _findings(path, *lines)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.jsonl"


def test_good_records_have_no_findings(path: Path) -> None:
    assert _said(path, PAIR, REWRITE) == []


def _body(text: str) -> dict[str, Any]:
    return {**PAIR, "email_body": f"Hi Bob,\n\n{text}\n\nThanks,\nAna Silva"}


UPDATE = (
    "There will be a system update on Friday at 6 p.m. Please back up your work before then, so that all is safe."
)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (_body("Update on Friday 6 p.m., back up your work."),
         "1: error: ops-003 email_body has 14 words: a short one has 20 to 80"),
        (_body(UPDATE + " Write to [Your Name]."),
         "1: error: ops-003 email_body holds the placeholder '[Your Name]'"),
        ({**PAIR, "subject": "Update"},
         "1: error: ops-003 email_subject is not the subject that the brief gives, 'Update'"),
        ({**PAIR, "prompt": PAIR["prompt"] + " ask bob@corp.com"},
         "1: error: ops-003 prompt holds 'bob@corp.com': only example.com and example.org may be named"),
        ({**PAIR, "key_points": [*PAIR["key_points"], "see http://fix.corp.net/x"]},
         "1: error: ops-003 key_points[2] holds 'http://fix.corp.net': only example.com and example.org "
         "may be named"),
        (_body(UPDATE + " It takes 45 minutes."),
         "1: warning: ops-003 email_body has the number '45', which the brief does not give"),
        (_body(UPDATE + " Ask our colleague Rosalind if unsure."),
         "1: warning: ops-003 email_body has the name 'Rosalind', which the brief does not give"),
        (_body(UPDATE + " It is worth every £ of it."),
         "1: warning: ops-003 email_body has the currency '£', which the brief does not give"),
        ({**PAIR, "key_points": [*PAIR["key_points"], "room 214"], "prompt": PAIR["prompt"] + " room 214"},
         "1: warning: ops-003 key_points[2] has the number '214', which the e-mail does not carry"),
        ({**PAIR, "prompt": "tell bob: system update fri, back up. ana silva"},
         "1: warning: ops-003 prompt lacks the time '6pm' of key_points[0]"),
        ({**PAIR, "key_points": [*PAIR["key_points"], "parking permits nearly expired"]},
         "1: warning: ops-003 key_points[2] 'parking permits nearly expired' is hardly found in the body"),
        ({**PAIR, "key_points": ["system update fri 6pm", "please back up your work before then, so that"]},
         "1: warning: ops-003 key_points[1] 'please back up your work before then, so that' stands in the body "
         "word for word"),
        ({**PAIR, "key_points": [*PAIR["key_points"], "don't mention lost"]},
         "1: warning: ops-003 key_points[2] \"don't mention lost\" is a wish, but the body says 'lost'"),
        ({**PAIR, "from": "Priya Raman", "prompt": PAIR["prompt"] + " ana silva"},
         "1: warning: ops-003 email_body ends with 'Ana Silva', not with the sender 'Priya Raman'"),
    ],
)  # fmt: skip
def test_a_pair_that_breaks_a_rule_gets_exactly_that_message(path: Path, record: dict[str, Any], said: str) -> None:
    assert said in _said(path, record)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rewritten_body": REWRITE["email_body"]}, "error: rew-001 rewritten_body is the source unchanged"),
        ({"instruction": "shorter"},
         "error: rew-001 rewritten_body has 16 words for 11, 1.45 times as many: shorter means at most 0.65"),
        ({"instruction": "longer",
          "rewritten_body": "Bob,\n\nPlease send me the report on Kestrel by Friday.\n\nThanks,\nAna"},
         "error: rew-001 rewritten_body has 12 words for 11, 1.09 times as many: longer means 1.3 to 2.0"),
        ({"rewritten_body": "Could you please send me the report on Kestrel by Friday? It would be kind."
          "\n\nThanks,\nAna"},
         "error: rew-001 rewritten_body has lost the greeting"),
        ({"rewritten_body": "Hi Bob,\n\nCould you please send me the report on Kestrel by Friday?\n\nMany thanks,"},
         "error: rew-001 rewritten_body has lost the sender 'Ana'"),
        ({"rewritten_body": "Hi Bob,\n\nCould you please send me the report on Kestrel soon?\n\nMany thanks,\nAna"},
         "warning: rew-001 rewritten_body has lost the weekday 'Friday'"),
        ({"rewritten_body": "Hi Bob,\n\nCould you send me the 12 pages on Kestrel by Friday?\n\nMany thanks,\nAna"},
         "warning: rew-001 rewritten_body has the number '12', which the source does not give"),
        ({"rewritten_body": "Hi Bob,\n\nCould you please send me the report by Friday?\n\nMany thanks,\nAna"},
         "warning: rew-001 rewritten_body has lost the name 'Kestrel'"),
        ({"instruction": "fix",
          "rewritten_body": "Hi Bob,\n\nWould it maybe suit you if we had some text from Kestrel on Friday?"
          "\n\nBest,\nAna"},
         "warning: rew-001 rewritten_body has 78% other words: fix changes only what is wrong"),
    ],
)  # fmt: skip
def test_a_rewrite_that_breaks_a_rule_gets_exactly_that_message(
    path: Path, change: dict[str, Any], said: str
) -> None:
    assert f"1: {said}" in _said(path, {**REWRITE, **change})


def test_an_id_may_come_once_in_all_files_of_a_checker(tmp_path: Path) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    for path in (first, second):
        path.write_text(json.dumps(PAIR), encoding="utf-8")
    checker = Checker()
    found = [str(finding) for path in (first, second) for _, each in checker.check(path) for finding in each]
    assert found == [f"{second}:1: error: ops-003 id was given at {first}:1 already"]


def test_openings_that_are_all_alike_are_noticed(path: Path) -> None:
    records = [{**PAIR, "id": f"ops-{number:03}"} for number in range(4)]
    assert _said(path, *records) == [
        " warning: email_body opens 4 times with 'there will be a': vary it",
    ]


def test_a_file_without_records_is_an_error(path: Path) -> None:
    assert [(finding.level, finding.message) for finding in _findings(path, b" ")] == [("error", "holds no record")]


def test_a_record_with_the_fields_of_neither_form_is_answered_as_a_pair(path: Path) -> None:
    said = _said(path, {"id": "ops-001", "text": "hello"})
    assert "1: error: ops-001 lang is missing" in said
    assert any(line.startswith("1: error: ops-001 text is not a field of this record: ") for line in said)


LINES = st.one_of(
    st.binary(max_size=60).filter(lambda line: b"\n" not in line),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode()),
)
SPOILT = st.dictionaries(
    st.sampled_from(sorted(PAIR)),
    st.none() | st.integers() | st.text(max_size=30) | st.lists(st.text(max_size=5), max_size=3),
    min_size=1,
    max_size=3,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=LINES)
def test_a_malformed_line_is_one_clear_error_and_no_crash(path: Path, line: bytes) -> None:
    found = [finding for finding in _findings(path, json.dumps(PAIR).encode(), line) if finding.line == 2]
    assert bool(found) == bool(line.strip())
    for finding in found:
        assert finding.level == "error"
        assert finding.message
        assert "\n" not in str(finding)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(change=SPOILT)
def test_a_spoilt_pair_never_crashes_the_validator(path: Path, change: dict[str, Any]) -> None:
    for finding in _findings(path, {**PAIR, **change}):
        assert finding.message
        assert finding.level in ("error", "warning")
