from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mailwright.corpus.dataset import TRAINED_ON, DataSetError
from mailwright.corpus.trained import Training, data_digest, record_training, trainings

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def test_runs_are_listed_in_the_order_in_which_they_were_recorded(tmp_path: Path, small_sets: Any) -> None:
    folder = small_sets.write_set(tmp_path / "set", small_sets.examples(4))
    record_training(folder, run="runs/\u2028one", bundle="runs/one/bundle", when=NOON)
    record_training(folder, run="two", when=NOON)
    digest = data_digest(folder)
    assert trainings(folder) == [
        Training("runs/\u2028one", "2026-11-27T12:00:00+00:00", digest, "runs/one/bundle"),
        Training("two", "2026-11-27T12:00:00+00:00", digest, ""),
    ]


@pytest.mark.parametrize(("private", "mode"), [(True, 0o600), (False, 0o644)])
def test_the_list_of_a_private_set_is_private(tmp_path: Path, small_sets: Any, private: bool, mode: int) -> None:
    folder = small_sets.write_set(tmp_path / "set", small_sets.examples(1), private=private)
    record_training(folder, run="one")
    assert (folder / TRAINED_ON).stat().st_mode & 0o777 & ~mode == 0


def test_a_data_set_made_again_keeps_its_list(tmp_path: Path, small_sets: Any) -> None:
    folder = small_sets.write_set(tmp_path / "set", small_sets.examples(4))
    record_training(folder, run="one")
    before = data_digest(folder)
    small_sets.write_set(folder, small_sets.examples(5))
    assert [training.data_sha256 for training in trainings(folder)] == [before]
    assert data_digest(folder) != before


def test_the_digest_is_of_the_examples_and_not_of_the_notes(tmp_path: Path, small_sets: Any) -> None:
    one = small_sets.write_set(tmp_path / "one", small_sets.examples(4))
    other = small_sets.write_set(tmp_path / "other", small_sets.examples(4), facts={"notes": ["other"]})
    assert data_digest(one) == data_digest(other)


def test_a_line_that_is_no_run_is_named(tmp_path: Path, small_sets: Any) -> None:
    folder = small_sets.write_set(tmp_path / "set", small_sets.examples(1))
    record_training(folder, run="one")
    with (folder / TRAINED_ON).open("a") as file:
        file.write('{"run": "two"}\n')
    with pytest.raises(DataSetError, match=r"trained_on\.jsonl:2 names no training run"):
        trainings(folder)


def test_what_is_no_data_set_takes_no_run(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="is no data set"):
        record_training(tmp_path, run="one")
    assert not (tmp_path / TRAINED_ON).exists()
