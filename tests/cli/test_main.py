from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mailwright import cli
from mailwright.cli import main
from mailwright.errors import MailwrightError

ROOT = Path(__file__).parents[2]
Run = Callable[..., int]
HEAVY = ("onnxruntime", "openvino", "openvino_genai", "xllamacpp", "torch", "numpy", "fastapi", "huggingface_hub")


def _loaded_by(*words: str) -> tuple[int, set[str]]:
    program = (
        "import sys; from mailwright.cli import main; code = main(sys.argv[1:]); "
        "print(code, *sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, timeout=120, check=True
    )
    code, *modules = done.stderr.split()
    return int(code), set(modules)


@pytest.mark.parametrize(
    "words", [["--help"], ["version"], ["--version"], ["write", "--help"], ["batch", "--help"]]
)
def test_help_and_version_load_nothing_heavy(words: list[str]) -> None:
    code, modules = _loaded_by(*words)
    assert code == 0
    assert "mailwright.cli" in modules
    assert not modules & set(HEAVY)


def test_help_loads_no_verb() -> None:
    _, modules = _loaded_by("--help")
    assert not {name for name in modules if name.startswith("mailwright.cli.")}


def test_help_of_the_whole_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(verb in out for verb in ("serve", "write", "batch", "model", "version", "--debug"))


@pytest.mark.parametrize("verb", ["serve", "write", "batch", "version"])
def test_help_of_a_verb_shows_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "--help"]) == 0
    assert f"Example:\n  mailwright {verb} " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["wrte", "hello"], "did you mean write?"),
        (["zzz"], "use one of serve, write, batch, data"),
        (["write"], "say what to write"),
        (["write", "hello", "--tonne", "firm"], "--tonne"),
        (["write", "hello", "--tone", "purple"], "'purple' is unknown"),
        (["write", "hello", "-n", "many"], "many"),
        (["write", "hello", "-n", "17"], "--n is 17"),
        (["write", "hello", "--temperature", "nan"], "--temperature is nan"),
        (["write", "hello", "--max-tokens", "-3"], "--max-tokens is -3"),
        (["write", "hello", "--point", "a"], "say what to write"),
        (["batch"], "BRIEFS"),
        (["batch", "in.jsonl", "out.jsonl", "--concurrency", "0"], "--concurrency is 0"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(
    words: list[str], told: str, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("mailwright: ")
    assert captured.err.count("\n") == 1
    assert told in captured.err


def _failing(error: BaseException) -> Callable[[list[str]], int]:
    def fail(words: list[str]) -> int:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (MailwrightError("no such\nmodel \x1b[2J"), 1, "mailwright: no such model \ufffd[2J\n"),
        (FileNotFoundError(2, "No such file", "a.json"), 1, "mailwright: a.json: No such file\n"),
        (OSError(28, "No space left on device"), 1, "mailwright: No space left on device\n"),
        (
            ZeroDivisionError("by zero"),
            1,
            "mailwright: internal error ZeroDivisionError: by zero: run again with --debug\n",
        ),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_each_failure_has_its_code_and_one_line(
    error: BaseException,
    code: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("MAILWRIGHT_DEBUG", raising=False)
    monkeypatch.setattr(cli, "_run", _failing(error))
    assert main(["version"]) == code
    assert capsys.readouterr().err == told


@pytest.mark.parametrize("way", ["option", "environment"])
def test_a_traceback_is_shown_only_when_asked_for(
    way: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "_run", _failing(ZeroDivisionError("by zero")))
    if way == "environment":
        monkeypatch.setenv("MAILWRIGHT_DEBUG", "1")
    assert main(["version", "--debug"] if way == "option" else ["version"]) == 1
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["call", "bob", "-", "at", "-5"], ["explain --debug"], ["- a\n- b"]])
def test_dashes_in_free_text_are_text(words: list[str], run: Run, writer: Any) -> None:
    assert run("write", *words, "--tone", "firm") == 0
    brief = writer.calls[0][0]
    assert all(word in brief.text for part in words for word in part.split() if word != "-")
    assert brief.tone == "firm"


def test_a_closed_pipe_ends_quietly(script: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, str(script), "-", "write", "hello there"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert first.stdout is not None
    assert first.stderr is not None
    first.stdout.close()
    told = first.stderr.read().decode()
    first.stderr.close()
    assert first.wait(timeout=120) == 141
    assert "Traceback" not in told
    assert "Broken" not in told


def test_the_module_runs_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mailwright", "version"], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0
    assert done.stdout.startswith("mailwright ")


def test_version_is_one_json_object_when_asked(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    import mailwright

    assert run("version", "--json") == 0
    assert json.loads(capsys.readouterr().out)["mailwright"] == mailwright.__version__


def test_a_verb_whose_extra_is_not_installed_says_what_to_install(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert run("data", "pairs", str(ROOT / "corpus/pairs/ops.jsonl"), "-o", str(tmp_path / "out")) == 1
    assert capsys.readouterr().err == (
        "mailwright: data needs pyarrow, which is not installed: pip install 'mailwright[data]'\n"
    )
