from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from mailwright.cli import _application
from mailwright.cli.data import _COMMANDS

GUIDE = Path(__file__).parents[3] / "docs" / "data.md"
TEXT = GUIDE.read_text(encoding="utf-8")
LINES = re.findall(r"^\$ mailwright (data .+)$", TEXT, re.MULTILINE)
EXAMPLES = [
    line.strip().removeprefix("mailwright ")
    for _, _, examples in _COMMANDS.values()
    for line in examples.splitlines()
]


@pytest.mark.parametrize("line", dict.fromkeys(LINES + EXAMPLES))
def test_every_command_line_of_the_guide_and_of_the_help_can_be_carried_out(line: str) -> None:
    command, bound, _ = _application().parse_args(shlex.split(line), print_error=False, exit_on_error=False)
    assert bound.arguments
    assert command.__module__.startswith(("mailwright.cli.data.", "mailwright.cli.batch"))


def test_the_guide_names_every_verb() -> None:
    assert re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE) == list(_COMMANDS)


def test_the_python_example_runs(tmp_path: Path, small_sets: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    small_sets.write_set(tmp_path / "out" / "house", small_sets.examples(8))
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, str(GUIDE), "exec"), names)
    assert names["brief"].points == small_sets.PLAIN.points
    assert names["subject"] == small_sets.PLAIN.email_subject


def test_the_guide_names_the_files_of_a_data_set(tmp_path: Path, small_sets: Any) -> None:
    folder = small_sets.write_set(tmp_path / "set", small_sets.examples(8))
    for path in folder.iterdir():
        assert f"`{path.name}`" in TEXT or path.name.startswith(("validation-", "test-"))
