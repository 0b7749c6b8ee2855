from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from mailwright.corpus.leftovers import clear, recover

DEAD = 2**31 - 1


def test_a_set_that_was_moved_aside_comes_back(tmp_path: Path, small_sets: Any) -> None:
    folder = small_sets.write_set(tmp_path / "set", small_sets.examples(1))
    folder.rename(tmp_path / f".set.old-{DEAD}")
    assert recover(folder)
    assert (folder / "manifest.json").is_file()
    assert not recover(folder)


def test_what_a_running_process_moved_aside_stays_its_own(tmp_path: Path, small_sets: Any) -> None:
    folder = small_sets.write_set(tmp_path / "set", small_sets.examples(1))
    folder.rename(tmp_path / f".set.old-{os.getpid()}")
    assert not recover(folder)
    assert not folder.exists()


def test_only_leftovers_of_this_set_and_of_dead_processes_are_cleared(tmp_path: Path) -> None:
    gone = [tmp_path / f".set.{kind}-{DEAD}" for kind in ("old", "partial")]
    kept = [
        tmp_path / name
        for name in ("set", f".other.old-{DEAD}", f".set.partial-{os.getpid()}", ".set.old-x", ".set")
    ]
    for path in gone + kept:
        path.mkdir()
        (path / "text").write_text("x")
    clear(tmp_path / "set")
    assert [path.exists() for path in gone + kept] == [False] * 2 + [True] * 5


def test_the_next_run_clears_what_a_killed_one_left(tmp_path: Path, small_sets: Any) -> None:
    folder = small_sets.write_set(tmp_path / "set", small_sets.examples(1))
    folder.rename(tmp_path / f".set.old-{DEAD}")
    (tmp_path / f".set.partial-{DEAD}").mkdir()
    (tmp_path / f".set.partial-{DEAD}" / "mails.jsonl").write_text("somebody's mail")
    small_sets.write_set(folder, small_sets.examples(2))
    assert [path.name for path in tmp_path.iterdir()] == ["set"]
