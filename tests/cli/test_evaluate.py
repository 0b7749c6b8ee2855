from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., int]
RECORD = {
    "id": "b-1",
    "from": "Ana",
    "to": "Bob",
    "key_points": ["system update Fri 6pm", "back up your work"],
    "length": "short",
    "lang": "en",
    "email_subject": "Update",
    "email_body": "Hi Bob,\n\nThe system update is on Friday at 6pm. Please back up your work.\n\nBest,\nAna",
}


@pytest.fixture
def briefs(tmp_path: Path) -> Path:
    path = tmp_path / "briefs.jsonl"
    path.write_text(json.dumps(RECORD) + "\n" + json.dumps(RECORD | {"id": "b-2"}) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def report(run: Run, briefs: Path, tmp_path: Path) -> Path:
    assert run("evaluate", "glue", "echo", "--briefs", str(briefs), "-o", str(tmp_path / "report")) == 0
    return tmp_path / "report"


def test_a_report_is_written_and_its_headline_printed(
    run: Run, briefs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("evaluate", "glue", "--briefs", str(briefs), "-o", str(tmp_path / "report")) == 0
    assert {path.name for path in (tmp_path / "report").iterdir()} == {
        "briefs.jsonl", "drafts.jsonl", "index.html", "results.parquet", "run.json", "summary.json",
    }  # fmt: skip
    printed = capsys.readouterr()
    assert printed.out.startswith("en: 2 briefs")
    assert "index.html" in printed.err


def test_the_same_command_again_gives_the_same_bytes(report: Path, run: Run, briefs: Path) -> None:
    before = {path.name: path.read_bytes() for path in report.iterdir()}
    assert run("evaluate", "glue", "echo", "--briefs", str(briefs), "-o", str(report)) == 0
    assert {path.name: path.read_bytes() for path in report.iterdir()} == before


def test_json_is_the_summary(report: Path, run: Run, briefs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    arguments = ("evaluate", "glue", "--briefs", str(briefs), "-o", str(report), "--against", str(report), "--json")
    assert run(*arguments) == 0
    summary = json.loads(capsys.readouterr().out)
    assert [entry["model"] for entry in summary["systems"]] == ["glue"]
    assert summary["against"]["differences"][0]["metrics"]["usable"]["value"] == 0.0


def test_what_drafts_give_away_of_training_mails_is_told(run: Run, briefs: Path, tmp_path: Path) -> None:
    from mailwright.corpus.dataset import DataSetWriter
    from mailwright.corpus.example import Example

    with DataSetWriter(tmp_path / "data", private=True) as writer:
        example = Example(
            id="a", source="s", owner="", thread="t", people=(), language="en", sender="Ana", to=("Bob",),
            subject="", points=("update",), tone="neutral", length="short", received="", signature="", prompt="",
            email_subject="Update", email_body="The system update is on Friday.",
        )  # fmt: skip
        writer.add("train", example)
    (tmp_path / "canaries.txt").write_text("back up your work\n", encoding="utf-8")
    arguments = ["evaluate", "glue", "--briefs", str(briefs), "-o", str(tmp_path / "r"), "--trained-on"]
    assert run(*arguments, str(tmp_path / "data"), "--canaries", str(tmp_path / "canaries.txt")) == 0
    (found,) = json.loads((tmp_path / "r" / "summary.json").read_text("utf-8"))["privacy"]
    assert (found["training_mails"], found["drafts_with_canary"], found["longest_run"]) == (1, 10, 0)
    assert "Training mails" in (tmp_path / "r" / "index.html").read_text("utf-8")


def test_the_checks_are_put_on_trial(
    run: Run, briefs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("evaluate", "--checks", str(briefs), "--briefs", str(briefs), "-o", str(tmp_path / "trial")) == 0
    printed = capsys.readouterr().out
    assert "| body twice | 2 | 2 | 100.0 % |" in printed
    assert "| accused by | en (2) |" in printed
    assert json.loads((tmp_path / "trial" / "checks.json").read_text("utf-8"))["false_alarms"]["en"]["mails"] == 2


def test_a_blind_page_is_made_and_choices_are_counted(
    run: Run, report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page"
    assert run("evaluate", "--blind", f"{report}:glue", f"{report}:echo", "-o", str(page)) == 0
    key = json.loads((page / "key.json").read_text("utf-8"))
    choices = {pair: "left" if sides["left"].endswith("glue") else "right" for pair, sides in key.items()}
    (page / "choices.json").write_text(json.dumps({"reader": "r", "choices": choices}), encoding="utf-8")
    capsys.readouterr()
    assert run("evaluate", "--count", str(page / "choices.json")) == 0
    printed = capsys.readouterr().out
    assert "2 choices and 0 ties by 1 readers" in printed
    assert f"{report}:glue: preferred 2 times, 100.0 % [34, 100]" in printed


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "no model is named"),
        (["glue"], 2, "no briefs are given"),
        (["glue", "--briefs", "B", "--drafts", "0"], 2, "--drafts is 0"),
        (["glue", "glue", "--briefs", "B"], 1, "two models are called glue"),
        (["glue", "--briefs", "nowhere.jsonl"], 1, "nowhere.jsonl"),
        (["glue", "--briefs", "B", "--against", "nowhere"], 1, "nowhere is no report"),
        (["--blind", "nowhere", "nowhere"], 1, "nowhere is no report"),
        (["--count", "nowhere.json"], 2, "key.json is not there"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str], code: int, message: str, run: Run, briefs: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    words = [str(briefs) if word == "B" else word for word in arguments]
    assert run("evaluate", *words, "-o", str(tmp_path / "r")) == code
    assert message in capsys.readouterr().err
