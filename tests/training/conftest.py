"""Models and data that the tests of training share."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests import tiny_models
from tests.training.runs import example, with_rejected, write_data


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny model of each kind."""
    folder = tmp_path_factory.mktemp("models")
    for name in ("llama", "gemma3", "t5", "mt5"):
        getattr(tiny_models, name)(folder / name)
    return folder


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set of 26 training and 4 validation examples."""
    folder = tmp_path_factory.mktemp("data") / "made"
    return write_data(folder, [example(number) for number in range(26)], [example(n) for n in range(30, 34)])


@pytest.fixture(scope="session")
def preferences(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set of 18 training and 4 validation examples, most of them with a rejected e-mail."""
    made = [with_rejected(number) if number % 3 else example(number) for number in range(22)]
    return write_data(tmp_path_factory.mktemp("data") / "preferences", made[:18], made[18:])
