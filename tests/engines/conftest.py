"""Real engines, started once for all tests of this folder: over the real weights, and over tiny models."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailwright.engines.base import EngineSettings, ModelFile
from mailwright.engines.llamacpp import LlamaCppEngine
from mailwright.engines.openvino import OpenVINOEngine
from mailwright.engines.transformers import TransformersEngine
from mailwright.engines.worker_engine import WorkerEngine
from mailwright.gguf import read_gguf_header

KINDS: dict[str, type[WorkerEngine]] = {
    "openvino": OpenVINOEngine,
    "llamacpp": LlamaCppEngine,
    "transformers-causal": TransformersEngine,
    "transformers-seq2seq": TransformersEngine,
}


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(
    scope="session",
    params=[pytest.param(name, marks=[] if "-" in name else pytest.mark.model) for name in KINDS],
)
def subject(request: pytest.FixtureRequest) -> str:
    """Which engine is tested, with which model."""
    return str(request.param)


@pytest.fixture(scope="session")
def kind(subject: str) -> type[WorkerEngine]:
    return KINDS[subject]


@pytest.fixture(scope="session")
def model_file(subject: str, request: pytest.FixtureRequest) -> ModelFile:
    """The base weights; for Transformers, which takes long to load them, a tiny model that makes no sense."""
    if subject.startswith("transformers"):
        return tiny_file(subject, request.getfixturevalue("tiny_models"), request.getfixturevalue("made"))
    base_gguf = request.getfixturevalue("base_gguf")
    return ModelFile(base_gguf, read_gguf_header(base_gguf).architecture, "the base model")


def tiny_file(subject: str, tiny_models: Any, made: Path) -> ModelFile:
    """A tiny model that never wants to end, with a context of 8192 tokens."""
    pytest.importorskip("torch")
    if subject.endswith("causal"):
        folder, size = made / "llama", len(tiny_models.byte_tokenizer())
        model = tiny_models.llama(folder, vocab_size=size, max_position_embeddings=8192)
        tiny_models.endless(model, folder, [0, 1, 2])
        return ModelFile(folder / "model.safetensors", "llama", "a tiny llama")
    folder, size = made / "t5", len(tiny_models.sentence_tokenizer())
    tiny_models.endless(tiny_models.t5(folder, vocab_size=size, n_positions=4096), folder, [0, 1])
    return ModelFile(folder / "model.safetensors", "t5", "a tiny T5")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where engines keep what they make of the weights."""
    return tmp_path_factory.mktemp("made")


@pytest.fixture(scope="session")
def engine(kind: type[WorkerEngine], model_file: ModelFile, made: Path) -> Iterator[WorkerEngine]:
    """An engine with room for several sequences."""
    engine = kind(model_file, EngineSettings(threads=1, slots=4, context_length=2048, cache_folder=made))
    yield engine
    asyncio.run(engine.close())


@pytest.fixture
def sensible_engine(engine: WorkerEngine, subject: str) -> WorkerEngine:
    """The engine, if its model makes sense."""
    if subject.startswith("transformers"):
        pytest.skip("a tiny model makes no sense")
    return engine


@pytest.fixture(scope="session")
def narrow_engine(kind: type[WorkerEngine], model_file: ModelFile, made: Path) -> Iterator[WorkerEngine]:
    """An engine that decodes one sequence at a time."""
    engine = kind(model_file, EngineSettings(threads=1, slots=1, context_length=8192, cache_folder=made))
    yield engine
    asyncio.run(engine.close())
