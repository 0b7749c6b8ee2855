from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mailwright.evaluation.baselines import Baseline
from mailwright.evaluation.blind import blind_page, count_choices, pair_reports
from mailwright.evaluation.blind.key import write_key
from mailwright.evaluation.cases import Case, EvaluationError
from mailwright.evaluation.drafting import System

Draft = Callable[..., Path]


@pytest.fixture
def report(draft: Draft, cases: list[Case]) -> Path:
    return draft([System("glue", Baseline("glue")), System("echo", Baseline("echo"))], cases)


def test_each_brief_is_shown_once_on_sides_that_were_drawn(report: Path) -> None:
    pairs = pair_reports(f"{report}:glue", f"{report}:echo", seed=3)
    assert len(pairs) == 4
    assert pairs == pair_reports(f"{report}:glue", f"{report}:echo", seed=3)
    sides = {
        pair.left.system
        for seed in range(4)
        for pair in pair_reports(f"{report}:glue", f"{report}:echo", seed=seed)
    }
    assert sides == {f"{report}:glue", f"{report}:echo"}
    assert len(pair_reports(f"{report}:glue", f"{report}:echo", most=2)) == 2


def test_the_page_names_no_system(report: Path) -> None:
    page = blind_page(pair_reports(f"{report}:glue", f"{report}:echo"))
    assert "glue" not in page
    assert "echo" not in page
    assert page.count('class="pair"') == 4


def test_reports_that_cannot_be_compared_are_refused(report: Path, draft: Draft, cases: list[Case]) -> None:
    with pytest.raises(EvaluationError, match="holds 2 systems: name one of"):
        pair_reports(str(report), str(report))
    with pytest.raises(EvaluationError, match="no system 'other'"):
        pair_reports(f"{report}:other", f"{report}:echo")
    with pytest.raises(EvaluationError, match="share no brief"):
        pair_reports(f"{report}:glue", f"{report}:glue")
    with pytest.raises(EvaluationError, match=r"no drafts\.jsonl"):
        pair_reports("nowhere", f"{report}:echo")


def choices(path: Path, reader: str, chosen: dict[str, str]) -> Path:
    path.write_text(json.dumps({"reader": reader, "choices": chosen}), encoding="utf-8")
    return path


def test_choices_are_counted_against_the_key(report: Path, tmp_path: Path) -> None:
    one, other = f"{report}:glue", f"{report}:echo"
    pairs = pair_reports(one, other)
    write_key(pairs, tmp_path)
    for_glue = {pair.id: "left" if pair.left.system == one else "right" for pair in pairs}
    first = choices(tmp_path / "a.json", "a", for_glue)
    second = choices(tmp_path / "b.json", "b", {pairs[0].id: "tie"})
    found = count_choices([first, second, first], tmp_path / "key.json")
    assert (found["readers"], found["decided"], found["ties"]) == (2, 4, 1)
    assert found["systems"][one]["preferred"] == 4
    assert found["systems"][one]["low"] == pytest.approx(0.51, abs=0.01)
    assert found["systems"][other] == {
        "preferred": 0,
        "share": 0.0,
        "low": 0.0,
        "high": pytest.approx(0.49, abs=0.01),
    }


def test_choices_of_another_page_are_refused(report: Path, tmp_path: Path) -> None:
    write_key(pair_reports(f"{report}:glue", f"{report}:echo"), tmp_path)
    for content, message in (
        ({"reader": "a", "choices": {"unknown": "left"}}, "not one of this page"),
        ({"reader": "a"}, "holds no choices"),
        ([], "holds no choices"),
    ):
        path = tmp_path / "c.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        with pytest.raises(EvaluationError, match=message):
            count_choices([path], tmp_path / "key.json")
    with pytest.raises(EvaluationError, match="no key"):
        count_choices([path], tmp_path / "c.json")
