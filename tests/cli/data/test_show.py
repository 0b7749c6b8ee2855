from __future__ import annotations

import json
import webbrowser
from pathlib import Path
from typing import Any

import pytest

from mailwright.cli import main
from mailwright.corpus.trained import record_training


@pytest.fixture
def sent(tmp_path: Path, small_sets: Any) -> Path:
    """A private data set without a card."""
    folder: Path = small_sets.write_set(tmp_path / "sent", small_sets.examples())
    return folder


@pytest.fixture
def house(tmp_path: Path, small_sets: Any) -> Path:
    """A public data set without a card."""
    folder: Path = small_sets.write_set(tmp_path / "house", small_sets.examples(), private=False)
    return folder


def test_a_public_set_is_shown_with_counts_and_samples(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record_training(house, run="runs/one", bundle="runs/one/bundle")
    assert main(["data", "show", str(house), "--samples", "1"]) == 0
    shown = capsys.readouterr().out
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    assert lines[0] == "sent mail of ana@example.com: 40 examples"
    assert "train 30 0 22 2.0" in lines
    assert "sent 60 1 40" in lines
    assert "length 40 19 short 12, long 7" in lines
    assert "tones: friendly 40" in lines
    assert any(line.startswith("trained on it: runs/one ") for line in lines)
    assert shown.count("Subject: System update on Friday") == 1
    assert "• back up your work" in lines


def test_a_private_set_shows_neither_text_nor_addresses(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for extra in ([], ["--json"]):
        assert main(["data", "show", str(sent), *extra]) == 0
        shown = capsys.readouterr().out
        assert "40" in shown
        for hidden in ("system update", "Ana Silva", "Tom", "example.com"):
            assert hidden not in shown


def test_a_private_set_shows_text_on_demand(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "show", str(sent), "--text"]) == 0
    shown = capsys.readouterr().out
    assert "private" in shown
    assert shown.count("Subject: System update on Friday") == 2


def test_as_json_everything_is_data(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "show", str(house), "--json", "--samples", "3"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["manifest"]["seed"] == 7
    assert record["statistics"]["train"]["examples"] == 30
    assert record["statistics"]["train"]["words"]["median"] == 22
    assert len(record["samples"]) == 3
    assert record["samples"][0]["points"] == ["system update fri 6pm", "back up your work"]
    assert len(record["digest"]) == 64
    assert record["trainings"] == []


def test_the_card_is_written_anew_with_text_only_on_demand(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "show", str(sent), "--card"]) == 0
    assert capsys.readouterr().out == f"{sent / 'card.html'}\n"
    assert "Back up your work" not in (sent / "card.html").read_text()
    assert main(["data", "show", str(sent), "--card", "--text"]) == 0
    assert "Back up your work" in (sent / "card.html").read_text()


def test_open_writes_a_missing_card_and_hands_it_to_the_browser(
    house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []

    def open_page(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", open_page)
    assert main(["data", "show", str(house), "--open"]) == 0
    assert opened == [(house / "card.html").as_uri()]
    (house / "card.html").write_text("as it was")
    assert main(["data", "show", str(house), "--open"]) == 0
    assert (house / "card.html").read_text() == "as it was"


def test_without_a_browser_the_path_is_named(
    house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (house / "card.html").write_text("card")
    monkeypatch.setattr(webbrowser, "open", lambda url: False)
    assert main(["data", "show", str(house), "--open"]) == 1
    assert "no browser can be opened here: open " in capsys.readouterr().err


def test_what_is_no_data_set_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "show", str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert "is no data set" in error
    assert error.count("\n") == 1


def test_too_many_samples_are_wrong_usage(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "show", str(house), "--samples", "51"]) == 2
    assert "use a number from 0 to 50" in capsys.readouterr().err
