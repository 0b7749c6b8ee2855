"""``mailwright model``: what it prints and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mailwright.cli import main
from mailwright.models.registry import DEFAULT, find_entry, known_models


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MAILWRIGHT_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_list_names_every_model_and_marks_the_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "list"]) == 0
    lines = {line[1:].split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert list(lines) == list(known_models())
    assert [name for name, line in lines.items() if line.startswith("*")] == [DEFAULT]
    assert "not fetched" in lines["smollm2-135m-instruct"]
    assert "en de fr es it pt nl" in lines["gemma3-270m"]


def test_list_as_json_is_data(capsys: pytest.CaptureFixture[str], house: Path) -> None:
    assert main(["model", "list", "--json"]) == 0
    records = {record["name"]: record for record in json.loads(capsys.readouterr().out)}
    assert list(records) == list(known_models())
    assert not any(record["fetched"] for record in records.values())
    assert records["smollm2-135m-instruct"]["size"] == 98_362_432
    assert not (house / "models").exists()


def test_show_tells_all_without_fetching(capsys: pytest.CaptureFixture[str], house: Path) -> None:
    assert main(["model", "show", "smollm2-135m-instruct"]) == 0
    shown = capsys.readouterr().out
    assert "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53" in shown
    assert "version 1, wrap chatml" in shown
    assert "Apache-2.0" in shown
    assert not house.exists()


def test_show_as_json_is_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "show", "gemma3-270m", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["prompt_format"] == {"version": 1, "wrap": "plain"}
    assert record["default"] == (find_entry("default").name == "gemma3-270m")


def test_a_misspelt_name_is_one_line_with_the_nearest_and_exit_code_1(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["model", "show", "smollm2-153m"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == (
        "mailwright: there is no model named 'smollm2-153m': did you mean smollm2-135m-instruct?\n"
    )


def test_a_wrong_file_is_refused_with_both_digests_and_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.gguf"
    file.write_bytes(b"GGUF")
    assert main(["model", "pull", "smollm2-135m-instruct", "--source", str(file)]) == 1
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert "wrong checksum" in message
    assert str(file) in message
    assert "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53" in message
    assert file.read_bytes() == b"GGUF"


def test_an_unknown_option_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", "pull", "--sauce", "hub"]) == 2
    assert "--sauce" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["pull", "build", "export", "push", "list", "show"])
def test_the_help_of_every_verb_has_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["model", verb, "--help"]) == 0
    assert f"mailwright model {verb}" in capsys.readouterr().out.partition("Example:")[2]
