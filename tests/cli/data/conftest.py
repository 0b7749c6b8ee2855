from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def small_sets() -> Any:
    """The functions of ``small_sets.py`` beside the tests of the corpus, which write small data sets."""
    name = "mailwright_tests_small_sets"
    if name not in sys.modules:
        path = Path(__file__).parents[2] / "corpus" / "small_sets.py"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]
