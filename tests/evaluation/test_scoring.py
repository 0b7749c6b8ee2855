from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.evaluation.conftest import BODY

from mailwright.checks import check_draft
from mailwright.evaluation.baselines import BASELINES, Baseline
from mailwright.evaluation.cases import Case
from mailwright.evaluation.drafter import Written
from mailwright.evaluation.drafting import System
from mailwright.evaluation.journal import Entry
from mailwright.evaluation.metrics import METRICS
from mailwright.evaluation.scoring import faults, findings_of, measure, score_all
from mailwright.evaluation.summary import Key, against, between, by_key, summarise

Draft = Callable[..., Path]


def entry(body: str, case: str = "case-0", number: int = 0, model: str = "m") -> Entry:
    return Entry(model, "single", case, number, Written("Update", body, prompt_tokens=9, completion_tokens=5))


def test_the_findings_are_those_of_the_checks(cases: list[Case]) -> None:
    for body in (BODY, "Hi Bob,\n\nCall 555-0199.\n\nAna"):
        written = Written("Update", body)
        assert findings_of(cases[0], written) == check_draft(cases[0].brief, "Update", body)


def test_a_faithful_mail_passes_all_gates(cases: list[Case]) -> None:
    (scored,) = score_all([entry(BODY)], cases)
    assert {name: scored.measures[name] for name in ("usable", "coverage", "frame", "length", "sound")} == {
        "usable": 1.0, "coverage": 1.0, "frame": 1.0, "length": 1.0, "sound": 1.0,
    }  # fmt: skip
    assert scored.measures["invented"] == scored.measures["off_topic"] == 0.0
    assert scored.measures["rouge_l"] == 1.0
    assert faults(scored) == []


@pytest.mark.parametrize(
    ("body", "metric", "value"),
    [
        (BODY.replace("Please back up your work before then.", "Kind words are never lost."), "coverage", 0.5),
        (BODY.replace("6pm", "7pm"), "invented", 1.0),
        (BODY.replace("Best regards,\nAna", ""), "frame", 0.0),
        ("Hi Bob,\n\nFriday.\n\nAna", "length", 0.0),
        (BODY + "\n\n" + BODY, "sound", 0.0),
    ],
)
def test_each_gate_sees_its_fault(body: str, metric: str, value: float, cases: list[Case]) -> None:
    (scored,) = score_all([entry(body)], cases)
    assert scored.measures[metric] == value
    assert scored.measures["usable"] == 0.0
    assert faults(scored)


def test_every_metric_is_measured_and_none_else(cases: list[Case]) -> None:
    (scored,) = score_all([entry(BODY)], cases)
    assert set(scored.measures) == {metric.name for metric in METRICS}


def test_measures_that_need_what_is_not_there_are_not_defined(cases: list[Case]) -> None:
    measures = measure(cases[3], Written("x", "Hallo"), findings_of(cases[3], Written("x", "Hallo")))
    assert all(math.isnan(measures[name]) for name in ("rouge_l", "chrf", "seconds", "tokens"))


def test_self_bleu_needs_four_drafts_and_stands_at_the_first(cases: list[Case]) -> None:
    three = score_all([entry(BODY, number=n) for n in range(3)], cases)
    assert all(math.isnan(item.measures["self_bleu"]) for item in three)
    four = score_all([entry(BODY, number=n) for n in range(4)], cases)
    assert four[0].measures["self_bleu"] == pytest.approx(100)
    assert all(math.isnan(item.measures["self_bleu"]) for item in four[1:])


def test_baselines_are_what_they_are_called(cases: list[Case]) -> None:
    brief = cases[0].brief
    glued, echoed = BASELINES["glue"](brief), BASELINES["echo"](brief)
    assert glued == "Dear Bob,\n\nSystem update Fri 6pm. Back up your work.\n\nBest regards,\nAna"
    assert "verbatim" in {problem.kind for problem in check_draft(brief, "x", glued).problems}
    assert "echo" in {problem.kind for problem in check_draft(brief, "x", echoed).problems}


def test_languages_are_reported_apart_english_first(cases: list[Case], draft: Draft) -> None:
    from mailwright.evaluation.report import score_report

    scored = score_report(draft([System("echo", Baseline("echo")), System("glue", Baseline("glue"))], cases))
    assert list(by_key(scored)) == [
        Key("echo", "single", "en"),
        Key("glue", "single", "en"),
        Key("echo", "single", "de"),
        Key("glue", "single", "de"),
    ]
    summary = summarise(scored)
    english = summary["systems"][0]
    assert (english["briefs"], english["drafts"]) == (3, 6)
    assert english["metrics"]["frame"]["value"] == 0.0
    assert set(english["groups"]["tone"]) == {"neutral", "friendly", "formal"}
    assert english["faults"]["echo"] == 6
    assert summarise(score_report(draft([], cases))) == summary


def test_differences_are_the_later_system_minus_the_earlier_one(cases: list[Case]) -> None:
    bodies = {"good": BODY, "bad": BODY.replace("6pm", "7pm")}
    scored = score_all(
        [entry(body, case.id, model=name) for name, body in bodies.items() for case in cases[:3]], cases
    )
    (found,) = between(by_key(scored))
    assert (found["one"], found["other"], found["language"]) == ("bad", "good", "en")
    assert found["metrics"]["usable"]["value"] == -1.0
    good, bad = scored[:3], scored[3:]
    (compared,) = against(good, bad)
    assert compared["metrics"]["invented"]["value"] == -1.0
    assert (compared["one"], compared["other"]) == ("good", "bad")
