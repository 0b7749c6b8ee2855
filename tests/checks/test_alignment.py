from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailwright.brief import Brief, brief_from_dict
from mailwright.checks import check_draft

DATA = Path(__file__).with_name("data")


def records(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def pairs() -> dict[str, tuple[Brief, str, str]]:
    return {
        record["id"]: (brief_from_dict(record), record["email_subject"], record["email_body"])
        for record in records("pairs.jsonl")
    }


def carried_alone() -> Iterator[tuple[str, int, str]]:
    """Yield pair, point and sentence where one sentence carries the point and no other point."""
    for entry in records("alignment.jsonl"):
        uses = Counter(sentence for point in entry["alignment"] for sentence in point["sentences"])
        for point in entry["alignment"]:
            if len(point["sentences"]) == 1 and uses[point["sentences"][0]] == 1:
                yield entry["id"], point["point"], point["sentences"][0]


def test_removing_the_one_sentence_that_carries_a_point_uncovers_it(
    pairs: dict[str, tuple[Brief, str, str]],
) -> None:
    cases = list(carried_alone())
    assert len(cases) > 400
    uncovered = 0
    for name, point, sentence in cases:
        brief, subject, body = pairs[name]
        assert body.count(sentence) >= 1
        uncovered += not check_draft(brief, subject, body.replace(sentence, "", 1)).coverage[point].covered
    assert uncovered / len(cases) >= 0.95


def test_hand_written_mails_cover_their_points(pairs: dict[str, tuple[Brief, str, str]]) -> None:
    coverage = [
        item for brief, subject, body in pairs.values() for item in check_draft(brief, subject, body).coverage
    ]
    assert sum(item.covered for item in coverage) / len(coverage) >= 0.97


def test_hand_written_mails_are_rarely_accused(pairs: dict[str, tuple[Brief, str, str]]) -> None:
    findings = [check_draft(brief, subject, body) for brief, subject, body in pairs.values()]
    assert sum(bool(found.unsupported) for found in findings) / len(findings) <= 0.04
    assert sum(bool(found.problems) for found in findings) / len(findings) <= 0.04
    named = [fact for found in findings for fact in found.unsupported if fact.kind == "name"]
    assert len(named) / len(findings) <= 0.02


def test_the_words_shown_for_a_point_are_those_that_carry_it(pairs: dict[str, tuple[Brief, str, str]]) -> None:
    cases = list(carried_alone())
    right = 0
    for name, point, sentence in cases:
        brief, subject, body = pairs[name]
        span = check_draft(brief, subject, body).coverage[point].span
        start = body.index(sentence)
        right += span is not None and span[0] < start + len(sentence) and start < span[1]
    assert right / len(cases) >= 0.90


def test_mails_of_other_briefs_cover_little(pairs: dict[str, tuple[Brief, str, str]]) -> None:
    entries = list(pairs.values())
    covered = [
        item.covered
        for (brief, _, _), (_, subject, body) in zip(entries, entries[1:] + entries[:1], strict=True)
        for item in check_draft(brief, subject, body).coverage
        if item.covered is False or item.span is not None
    ]
    assert sum(covered) / len(covered) <= 0.03
