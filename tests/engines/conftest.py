"""Real engines over the real weights, started once for all tests of this folder."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailwright.engines.base import EngineSettings, ModelFile
from mailwright.engines.llamacpp import LlamaCppEngine
from mailwright.engines.openvino import OpenVINOEngine
from mailwright.engines.worker_engine import WorkerEngine
from mailwright.gguf import read_gguf_header

KINDS: dict[str, type[WorkerEngine]] = {"openvino": OpenVINOEngine, "llamacpp": LlamaCppEngine}


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def model_file(base_gguf: Path) -> ModelFile:
    return ModelFile(base_gguf, read_gguf_header(base_gguf).architecture, "the base model")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where engines keep what they make of the weights."""
    return tmp_path_factory.mktemp("made")


@pytest.fixture(scope="session", params=KINDS)
def kind(request: pytest.FixtureRequest) -> type[WorkerEngine]:
    return KINDS[request.param]


@pytest.fixture(scope="session")
def engine(kind: type[WorkerEngine], model_file: ModelFile, made: Path) -> Iterator[WorkerEngine]:
    """An engine with room for several sequences."""
    engine = kind(model_file, EngineSettings(threads=1, slots=4, context_length=2048, cache_folder=made))
    yield engine
    asyncio.run(engine.close())


@pytest.fixture(scope="session")
def narrow_engine(kind: type[WorkerEngine], model_file: ModelFile, made: Path) -> Iterator[WorkerEngine]:
    """An engine that decodes one sequence at a time."""
    engine = kind(model_file, EngineSettings(threads=1, slots=1, context_length=8192, cache_folder=made))
    yield engine
    asyncio.run(engine.close())
