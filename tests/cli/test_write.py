from __future__ import annotations

import email
import email.policy
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., int]
Lay = Callable[[bytes], None]


def test_options_become_the_brief(run: Run, writer: Any, tmp_path: Path) -> None:
    received = tmp_path / "mail.txt"
    received.write_text("When?\nBob", encoding="utf-8")
    words = ["write", "--from", "Ana Silva <ana@example.com>", "--to", "Bob", "--to", "eve@example.com"]
    words += ["-p", "update Friday", "--point", "- back up", "--subject", "Update", "--tone", "warm"]
    words += ["--length", "long", "--language", "en", "--received", str(received), "--signature", "Ana S."]
    assert run(*words) == 0
    brief, _ = writer.calls[0]
    assert (brief.sender.name, brief.sender.email) == ("Ana Silva", "ana@example.com")
    assert [str(person) for person in brief.to] == ["Bob", "eve@example.com"]
    assert brief.points == ("update Friday", "back up")
    assert (brief.subject, brief.tone, brief.length, brief.language) == ("Update", "friendly", "long", "en")
    assert (brief.received, brief.signature) == ("When?\nBob", "Ana S.")


def test_free_text_is_read_and_options_win_over_it(run: Run, writer: Any) -> None:
    assert run("write", "tell", "priya", "the", "invoice", "4411", "is", "late", "--tone", "firm") == 0
    brief, _ = writer.calls[0]
    assert "4411" in brief.text
    assert brief.tone == "firm"


def test_free_text_may_come_from_standard_input(
    run: Run, writer: Any, stdin: Lay, capsys: pytest.CaptureFixture[str]
) -> None:
    stdin(b"tell priya the invoice 4411 is late\n")
    assert run("write", "-", "--tone", "firm") == 0
    brief, _ = writer.calls[0]
    assert "4411" in brief.text
    assert brief.tone == "firm"
    assert run("write", "-", "--received", "-") == 2
    assert "give one of them as a file" in capsys.readouterr().err


def test_sampling_and_model_reach_the_writer(run: Run, writer: Any) -> None:
    words = ["write", "hello there", "-n", "2", "--temperature", "0.3", "--max-tokens", "99", "--seed", "5"]
    assert run(*words, "--model", "mine", "--engine", "llamacpp") == 0
    _, sampling = writer.calls[0]
    assert (sampling.n, sampling.temperature, sampling.max_tokens, sampling.seed) == (2, 0.3, 99, 5)
    assert writer.loaded_with == [("mine", "llamacpp")]
    assert (writer.started, writer.closed) == (1, 1)


@pytest.mark.parametrize(
    "text",
    [
        b'{"key_points": ["call 42"], "to": "Bob"}',
        b'\xef\xbb\xbf{\n  "key_points": ["call 42"],\n  "to": "Bob"\n}\n',
        b'\n\n{"id": 1, "key_points": ["call 42"], "to": "Bob"}\n\n',
    ],
)
@pytest.mark.parametrize("place", ["file", "stdin"])
def test_a_json_brief_is_read_from_a_file_or_standard_input(
    text: bytes, place: str, run: Run, writer: Any, stdin: Lay, tmp_path: Path
) -> None:
    path = tmp_path / "brief.json"
    path.write_bytes(text)
    stdin(text)
    assert run("write", "--brief", path if place == "file" else "-") == 0
    assert writer.calls[0][0].points == ("call 42",)


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        (b"", 1, "is empty"),
        (b"[1]", 1, "is not a JSON object but a list"),
        (b"\xff{}", 1, "is not UTF-8 (byte 0)"),
        (b'{"key_points": ["a"]}\n{"key_points": ', 1, "line 2 is not JSON"),
        (b'{"key_points": ["a"]}\n{"key_points": ["b"]}\n', 2, "holds 2 briefs: write them with mailwright batch"),
        (b'{\n "key_points": [\n}', 1, "(line 3, column 1)"),
        (b"[" * 100_000, 1, "nested too deeply"),
        (b'{"n": ' + b"9" * 5000 + b"}", 1, "is not JSON that can be read"),
        (b'{"key_points": ["a"], "x": NaN}', 1, "NaN is no JSON value"),
        (b'{"key_points": []}', 1, "brief.key_points"),
        (b'{"key_points": ["a"], "tonne": "x"}', 1, "brief.tonne is not a field"),
        (b" " * 1_000_001, 1, "is longer than 1000000 bytes"),
    ],
)
def test_a_bad_brief_is_told_in_one_line(
    text: bytes,
    code: int,
    told: str,
    run: Run,
    writer: Any,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "brief.json"
    path.write_bytes(text)
    assert run("write", "--brief", path) == code
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert told in captured.err
    assert not writer.loaded_with


def test_a_brief_file_that_is_not_there_is_named(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("write", "--brief", "nowhere.json") == 1
    assert capsys.readouterr().err == "mailwright: nowhere.json: No such file or directory\n"


def test_a_brief_excludes_other_options_of_the_brief(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("write", "--brief", "b.json", "--tone", "firm") == 2
    assert "--brief holds the whole brief" in capsys.readouterr().err


def test_a_pipe_gets_the_plain_email_and_stderr_the_findings(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["-p", "call 42", "-p", "lose it", "-p", "invent a fact", "--subject", "Call, unclosed", "--seed", "3"]
    assert run("write", *words) == 0
    captured = capsys.readouterr()
    assert captured.out == ("Subject: Call, unclosed\n\nHello,\ncall 42\ninvent a fact\n4711\nseed 3, draft 0\n")
    assert captured.err.splitlines() == [
        "✓ call 42  [call 42]",
        "✗ lose it  [missing: 42]",
        "✓ invent a fact  [invent a fact]",
        "! not in the brief: 4711 (number)",
        "! closing: there is no closing",
        "not ready",
    ]


def test_several_drafts_are_told_apart(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("write", "-p", "call", "-n", "2", "--seed", "1") == 0
    captured = capsys.readouterr()
    assert captured.out.count("Subject: ") == 2
    assert captured.out.count("-" * 72) == 1
    assert "draft 2 of 2" in captured.err


def test_json_is_one_object_with_the_drafts_as_the_api_shows_them(
    run: Run, writer: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("write", "-p", "lose Müller", "-n", "2", "--seed", "1", "--json") == 0
    captured = capsys.readouterr()
    shown = json.loads(captured.out)
    assert shown["model"] == "scripted"
    assert shown["usage"] == {"prompt_tokens": 10, "completion_tokens": 14}
    assert [draft["index"] for draft in shown["drafts"]] == [0, 1]
    assert shown["drafts"][0]["coverage"][0]["missing"] == ["42"]
    assert captured.err == ""


@pytest.mark.parametrize(("point", "code"), [("call", 0), ("lose it", 1)])
def test_strict_fails_without_a_ready_draft(
    point: str, code: int, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("write", "-p", point, "--strict") == code
    assert ("no draft is ready" in capsys.readouterr().err) == bool(code)


def test_one_draft_becomes_one_unsent_message(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "draft.eml"
    assert run("write", "-p", "call", "--to", "Bob <bob@example.com>", "--from", "Ana", "--eml", place) == 0
    message = email.message_from_bytes(place.read_bytes(), policy=email.policy.default)
    assert message["X-Unsent"] == "1"
    assert message["To"] == "Bob <bob@example.com>"
    assert message["From"] is None
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "no address is known for Ana" in captured.err
    assert f"wrote {place}" in captured.err


def test_several_drafts_become_numbered_messages(run: Run, tmp_path: Path) -> None:
    assert run("write", "-p", "call", "-n", "3", "--eml", tmp_path / "draft.eml") == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["draft-1.eml", "draft-2.eml", "draft-3.eml"]


def test_a_message_can_go_to_standard_output(run: Run, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("write", "-p", "call", "--eml", "-") == 0
    assert b"X-Unsent: 1\r\n" in capfdbinary.readouterr().out


@pytest.mark.parametrize("extra", [["-n", "2"], ["--json"]])
def test_two_things_do_not_share_standard_output(extra: list[str], run: Run, writer: Any) -> None:
    assert run("write", "-p", "call", "--eml", "-", *extra) == 2
    assert not writer.loaded_with


def test_a_folder_that_is_not_there_is_one_line(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("write", "-p", "call", "--eml", tmp_path / "no" / "draft.eml") == 1
    assert "draft.eml: No such file or directory" in capsys.readouterr().err


def test_the_writer_is_closed_when_it_fails(run: Run, writer: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("write", "-p", "fail") == 1
    assert capsys.readouterr().err == "mailwright: the worker died\n"
    assert writer.closed == 1


def test_a_terminal_gets_marks_and_underlines(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run("write", "-p", "call 42", "-p", "lose it", "-p", "invent", "--seed", "1") == 0
    captured = capsys.readouterr()
    assert "\x1b[4;31m4711\x1b[0m" in captured.out
    assert "✓ call 42" in captured.out
    assert "✗ lose it" in captured.out
    assert "not ready" in captured.out
    assert "not ready" not in captured.err
