from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from mailwright.corpus.leakage.proof import prove


def test_a_data_set_that_leaks_is_shown_to(small_sets: Any, tmp_path: Path) -> None:
    rows = small_sets.examples(12, email_body="Hi Tom,\n\nthe same text everywhere.")
    rows = [(split, replace(row, thread=f"t{number // 4}", owner="x")) for number, (split, row) in enumerate(rows)]
    found = prove(small_sets.write_set(tmp_path / "set", rows), ["sent"])
    assert found["near_duplicates_across_splits"] == 11
    assert found["threads_in_two_splits"] == 3
    assert found["owners_in_two_splits"] == 1


def test_a_data_set_that_does_not_leak_is_shown_not_to(small_sets: Any, tmp_path: Path) -> None:
    rows = [
        (split, replace(row, email_body=" ".join(f"{word}{number}" for word in "abcdefghij")))
        for number, (split, row) in enumerate(small_sets.examples(12))
    ]
    found = prove(small_sets.write_set(tmp_path / "set", rows))
    assert [found[name] for name in found if name != "checked"] == [0, 0, 0, 0]
