from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mailwright.cli.runfile import Places

Run = Callable[..., int]
POINTS = ["call 42", "invent it", "fail now", "lose it", "- ", "späte Rückmeldung", "refuse this", "pay 7"]


_FOREIGN = b'{"id": "%s", "drafts": [], "usage": {"completion_tokens": 0}}\n'


def _lay(folder: Path, points: Sequence[str] = POINTS) -> Path:
    path = folder / "in.jsonl"
    lines = (json.dumps({"id": f"b-{i}", "key_points": [point]}) for i, point in enumerate(points, start=1))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name.startswith("out")}


@pytest.mark.parametrize("concurrency", [1, 3, 16])
def test_every_line_ends_in_order_as_a_draft_or_an_error(
    concurrency: int, run: Run, writer: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    assert run("batch", _lay(tmp_path), out, "--concurrency", str(concurrency), "-n", "2") == 0
    written, failed = _lines(out), _lines(tmp_path / "out.errors.jsonl")
    assert [line["id"] for line in written] == ["b-1", "b-2", "b-4", "b-6", "b-8"]
    assert set(written[0]) == {"id", "model", "drafts", "usage"}
    assert (written[0]["model"], len(written[0]["drafts"])) == ("scripted", 2)
    assert written[0]["usage"] == {"prompt_tokens": 10, "completion_tokens": 14}
    assert [(line["line"], line["id"]) for line in failed] == [(3, "b-3"), (5, "b-5"), (7, "b-7")]
    assert failed[0]["error"] == "the worker died"
    assert "brief.key_points[0] is empty" in failed[1]["error"]
    told = capsys.readouterr().err
    assert "lines written 5, failed 3" in told
    assert "drafts ready 6 of 10 (60%)" in told
    assert "points covered 8 of 10 (80%)" in told
    assert "drafts with unsupported facts 2 of 10 (20%)" in told
    assert "70 tokens in " in told
    assert str(tmp_path / "out.errors.jsonl") in told
    assert (writer.started, writer.closed) == (1, 1)


def test_no_more_lines_are_in_work_than_asked_for(run: Run, writer: Any, tmp_path: Path) -> None:
    writer.pause = 0.001
    assert run("batch", _lay(tmp_path, ["x"] * 30), tmp_path / "out.jsonl", "--concurrency", "3") == 0
    assert writer.most_in_work == 3


def test_an_engine_that_stumbles_is_asked_once_more_with_the_same_seed(
    run: Run, writer: Any, tmp_path: Path
) -> None:
    assert run("batch", _lay(tmp_path, ["stumble once"]), tmp_path / "out.jsonl") == 0
    assert len(writer.calls) == 2
    assert writer.calls[0] == writer.calls[1]
    assert not (tmp_path / "out.errors.jsonl").exists()


def test_seeds_follow_from_the_ids_not_from_the_order(run: Run, tmp_path: Path) -> None:
    source = _lay(tmp_path, ["a", "b", "c"])
    assert run("batch", source, tmp_path / "out1.jsonl") == 0
    source.write_text("".join(reversed(source.read_text().splitlines(keepends=True))), encoding="utf-8")
    assert run("batch", source, tmp_path / "out2.jsonl") == 0
    assert run("batch", source, tmp_path / "out3.jsonl", "--seed", "1") == 0
    first, second, third = (_lines(tmp_path / f"out{i}.jsonl") for i in (1, 2, 3))
    assert first == second[::-1]
    assert len({line["drafts"][0]["seed"] for line in [*first, *third]}) == 6


def test_strict_keeps_ready_drafts_and_fails_lines_without_one(run: Run, tmp_path: Path) -> None:
    source, out = _lay(tmp_path, ["call", "lose it"]), tmp_path / "out.jsonl"
    assert run("batch", source, out, "--policy", "strict") == 0
    assert [line["id"] for line in _lines(out)] == ["b-1"]
    assert _lines(tmp_path / "out.errors.jsonl") == [
        {"line": 2, "id": "b-2", "error": "no draft covers every point without an unsupported fact"}
    ]


def test_a_batch_in_which_every_line_fails_fails(run: Run, tmp_path: Path) -> None:
    assert run("batch", _lay(tmp_path, ["fail", "- "]), tmp_path / "out.jsonl") == 1


def test_an_empty_file_gives_an_empty_file(run: Run, tmp_path: Path) -> None:
    assert run("batch", _lay(tmp_path, []), tmp_path / "out.jsonl") == 0
    assert (tmp_path / "out.jsonl").read_bytes() == b""


def test_ids_that_utf8_cannot_hold_come_back(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": "\\ud800", "key_points": ["a"]}\n{"id": "\\u2028", "key_points": ["b"]}\n')
    assert run("batch", source, tmp_path / "out.jsonl") == 0
    lines = (tmp_path / "out.jsonl").read_bytes().split(b"\n")[:-1]
    assert [json.loads(line)["id"] for line in lines] == ["\ud800", "\u2028"]
    assert run("batch", source, tmp_path / "out.jsonl") == 0


def test_a_finished_batch_is_not_written_again(run: Run, writer: Any, tmp_path: Path) -> None:
    source, out = _lay(tmp_path), tmp_path / "out.jsonl"
    assert run("batch", source, out) == 0
    before, calls = _files(tmp_path), len(writer.calls)
    assert run("batch", source, out) == 0
    assert _files(tmp_path) == before
    assert len(writer.calls) == calls


def test_lines_added_at_the_end_are_written_on_resuming(run: Run, tmp_path: Path) -> None:
    source, out = _lay(tmp_path, ["a", "b"]), tmp_path / "out.jsonl"
    assert run("batch", source, out) == 0
    _lay(tmp_path, ["a", "b", "c"])
    assert run("batch", source, out) == 0
    assert [line["id"] for line in _lines(out)] == ["b-1", "b-2", "b-3"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (["--temperature", "0.2"], "begun with temperature 0.4, not 0.2"),
        (["-n", "2"], "begun with n 1, not 2"),
        (["--seed", "9"], "begun with seed 0, not 9"),
        (["--max-tokens", "99"], "begun with max_tokens 400, not 99"),
        (["--policy", "strict"], "begun with policy flag, not strict"),
    ],
)
def test_other_settings_do_not_resume(
    change: list[str], told: str, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = _lay(tmp_path, ["a"]), tmp_path / "out.jsonl"
    assert run("batch", source, out) == 0
    before = _files(tmp_path)
    capsys.readouterr()
    assert run("batch", source, out, *change) == 1
    captured = capsys.readouterr().err
    assert told in captured
    assert captured.count("\n") == 1
    assert _files(tmp_path) == before
    assert run("batch", source, out, *change, "--force") == 0


def test_without_the_output_a_run_is_new_whatever_else_lies_there(run: Run, tmp_path: Path) -> None:
    source, out = _lay(tmp_path, ["a", "fail"]), tmp_path / "out.jsonl"
    assert run("batch", source, out) == 0
    out.unlink()
    _lay(tmp_path, ["b"])
    assert run("batch", source, out, "--temperature", "0.2") == 0
    assert [line["id"] for line in _lines(out)] == ["b-1"]
    assert not (tmp_path / "out.errors.jsonl").exists()


def test_another_model_does_not_resume(
    run: Run, writer: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = _lay(tmp_path, ["a"]), tmp_path / "out.jsonl"
    assert run("batch", source, out) == 0
    writer.version = "2"
    assert run("batch", source, out) == 1
    assert "begun with model scripted 1, not scripted 2" in capsys.readouterr().err


def test_another_input_does_not_resume(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = _lay(tmp_path, ["a", "b"]), tmp_path / "out.jsonl"
    assert run("batch", source, out) == 0
    before = _files(tmp_path)
    _lay(tmp_path, ["a", "c", "d"])
    assert run("batch", source, out) == 1
    assert f"{out} was begun with another content of {source}" in capsys.readouterr().err
    assert _files(tmp_path) == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (_FOREIGN % b"b-9", "does not follow"),
        (_FOREIGN % b"b-2" + _FOREIGN % b"b-1", "does not follow"),
        (b'{"error": "foreign"}\n', "does not follow"),
        (b'{"id": "b-1"}\n', "is not what a batch wrote"),
        (b"\0\0\0\n", "is not what a batch wrote"),
        (b"[]\n", "is not what a batch wrote"),
    ],
)
def test_an_output_that_does_not_follow_the_input_is_left_alone(
    content: bytes, told: str, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = _lay(tmp_path, ["a", "b"]), tmp_path / "out.jsonl"
    assert run("batch", source, out) == 0
    out.write_bytes(content)
    assert run("batch", source, out) == 1
    assert told in capsys.readouterr().err
    assert out.read_bytes() == content


def test_a_file_of_unknown_origin_is_left_alone(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = _lay(tmp_path, ["a"]), tmp_path / "out.jsonl"
    out.write_bytes(b"precious\n")
    assert run("batch", source, out) == 1
    assert "no run file tells what wrote it" in capsys.readouterr().err
    assert out.read_bytes() == b"precious\n"
    assert run("batch", source, out, "--force") == 0
    assert [line["id"] for line in _lines(out)] == ["b-1"]


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": 99, "settings": {}, "input": {}}'])
def test_a_run_file_that_says_nothing_stops_the_batch(
    content: str, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = _lay(tmp_path, ["a"]), tmp_path / "out.jsonl"
    assert run("batch", source, out) == 0
    (tmp_path / "out.jsonl.run.json").write_text(content)
    assert run("batch", source, out) == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("mailwright: ")


@pytest.mark.parametrize(
    ("source", "out"),
    [
        ("in.jsonl", "in.jsonl"),
        ("out.errors.jsonl", "out.jsonl"),
        ("in.jsonl", "."),
        ("in.jsonl", "/dev/null"),
        ("no.jsonl", "out.jsonl"),
    ],
)
def test_files_that_cannot_be_meant_are_refused(
    source: str, out: str, run: Run, writer: Any, tmp_path: Path
) -> None:
    _lay(tmp_path)
    (tmp_path / "out.errors.jsonl").write_bytes(b"{}\n")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert run("batch", tmp_path / source, tmp_path / out) == 2
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert not writer.loaded_with


def test_a_bug_fails_its_line_and_no_other(run: Run, writer: Any, tmp_path: Path) -> None:
    assert run("batch", _lay(tmp_path, ["a", "b", "crash", "d"]), tmp_path / "out.jsonl") == 0
    assert [line["id"] for line in _lines(tmp_path / "out.jsonl")] == ["b-1", "b-2", "b-4"]
    (failed,) = _lines(tmp_path / "out.errors.jsonl")
    assert failed["id"] == "b-3"
    assert failed["error"].startswith("internal error ")
    assert writer.closed == 1


def test_outputs_of_like_names_have_errors_of_their_own(tmp_path: Path) -> None:
    places = [Places(tmp_path / "in", tmp_path / name) for name in ("a.jsonl", "a.json", "a")]
    files = [path for place in places for path in (place.out, place.errors, place.run)]
    assert len(set(files)) == len(files)


@pytest.fixture(scope="session")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What stays to be filled by the first test that needs it."""
    return {}


@given(cut=st.floats(0, 1), errors_cut=st.floats(0, 1))
@example(cut=0.0, errors_cut=1.0)
@example(cut=1.0, errors_cut=0.0)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_files_cut_at_any_byte_are_completed_to_the_same_bytes(
    cut: float, errors_cut: float, run: Run, uninterrupted: dict[str, bytes], tmp_path_factory: Any
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    source, out = _lay(folder), folder / "out.jsonl"
    words = ("batch", source, out, "--concurrency", "1")
    assert run(*words) == 0
    if not uninterrupted:
        uninterrupted.update({name: data for name, data in _files(folder).items() if "run" not in name})
    for path, share in ((out, cut), (folder / "out.errors.jsonl", errors_cut)):
        data = path.read_bytes()
        path.write_bytes(data[: int(share * len(data))])
    assert run(*words) == 0
    assert {name: data for name, data in _files(folder).items() if "run" not in name} == uninterrupted


def _spawn(script: Path, doom: str, source: Path, out: Path) -> int:
    words = [sys.executable, str(script), doom, "batch", str(source), str(out), "--concurrency", "1"]
    return subprocess.run(words, capture_output=True, timeout=120, check=False).returncode


def test_ten_kills_lose_double_and_change_nothing(script: Path, tmp_path: Path) -> None:
    points = [POINTS[i % len(POINTS)] + (f" {i}" if POINTS[i % len(POINTS)] != "- " else "") for i in range(120)]
    source, out, whole = _lay(tmp_path, points), tmp_path / "out.jsonl", tmp_path / "whole.jsonl"
    assert _spawn(script, "-", source, whole) == 0
    moments = random.Random(11)
    kills = [_spawn(script, f"SIGKILL:{moments.uniform(0, 0.08):.4f}", source, out) for _ in range(10)]
    assert kills == [-signal.SIGKILL] * 10  # 120 calls of 8 ms outlast ten times 80 ms
    assert _spawn(script, "-", source, out) == 0
    assert out.read_bytes() == whole.read_bytes()
    assert (tmp_path / "out.errors.jsonl").read_bytes() == (tmp_path / "whole.errors.jsonl").read_bytes()
    written, failed = _lines(out), _lines(tmp_path / "out.errors.jsonl")
    numbers = [int(line["id"].removeprefix("b-")) for line in written]
    assert numbers == sorted(numbers)
    assert sorted([*numbers, *(line["line"] for line in failed)]) == list(range(1, 121))


def test_ctrl_c_ends_quietly_and_resumes(script: Path, tmp_path: Path) -> None:
    source, out, whole = _lay(tmp_path, ["x"] * 60), tmp_path / "out.jsonl", tmp_path / "whole.jsonl"
    words = [sys.executable, str(script), "SIGINT:0.05", "batch", str(source), str(out), "--concurrency", "1"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
    assert _spawn(script, "-", source, out) == 0
    assert _spawn(script, "-", source, whole) == 0
    assert out.read_bytes() == whole.read_bytes()


def test_a_second_batch_into_the_same_file_is_refused(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = _lay(tmp_path, ["a"]), tmp_path / "out.jsonl"
    holder = (
        "import fcntl, sys; file = open(sys.argv[1], 'ab'); fcntl.lockf(file, fcntl.LOCK_EX); "
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(out)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert run("batch", source, out) == 1
        assert other.stdin is not None
        other.stdin.close()
    assert "is being written by another batch" in capsys.readouterr().err
    assert run("batch", source, out) == 0
