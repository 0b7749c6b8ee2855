"""Which engine serves which weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailwright.engines import select
from mailwright.engines.base import EngineSettings, ModelFile
from mailwright.engines.select import select_engine
from mailwright.errors import ModelError

LLAMA = ModelFile(Path("small.gguf"), "llama", "small")
GEMMA = ModelFile(Path("gemma.gguf"), "gemma3", "gemma")
QWEN = ModelFile(Path("qwen.gguf"), "qwen3", "qwen")
T5 = ModelFile(Path("t5/model.safetensors"), "t5", "the T5")


@pytest.mark.parametrize(
    ("model", "asked", "name", "why"),
    [
        (LLAMA, "auto", "openvino", "reads the llama architecture"),
        (GEMMA, "auto", "openvino", "reads the gemma3 architecture"),
        (QWEN, "auto", "llamacpp", "qwen3"),
        (LLAMA, "openvino", "openvino", "asked"),
        (LLAMA, "llamacpp", "llamacpp", "asked"),
        (GEMMA, "llamacpp", "llamacpp", "asked"),
        (T5, "auto", "transformers", "layout of the T5"),
        (T5, "transformers", "transformers", "asked"),
        (GEMMA, "transformers", "transformers", "asked"),
    ],
)
def test_the_architecture_decides_unless_an_engine_is_asked_for(
    model: ModelFile, asked: str, name: str, why: str
) -> None:
    engine, reason = select_engine(model, EngineSettings(), asked)
    assert engine.name == name
    assert why in reason
    assert not engine.ready


def test_without_openvino_llama_cpp_serves_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(select, "_installed", lambda module: module != "openvino_genai")
    engine, reason = select_engine(LLAMA, EngineSettings())
    assert engine.name == "llamacpp"
    assert "not installed" in reason
    with pytest.raises(ModelError, match="pip install openvino-genai"):
        select_engine(LLAMA, EngineSettings(), "openvino")


def test_openvino_refuses_what_it_cannot_read() -> None:
    with pytest.raises(ModelError, match="qwen3"):
        select_engine(QWEN, EngineSettings(), "openvino")


def test_an_unknown_engine_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(ModelError, match="'vllm': choose one of auto, openvino, llamacpp, transformers"):
        select_engine(LLAMA, EngineSettings(), "vllm")


@pytest.mark.parametrize("asked", ["openvino", "llamacpp"])
def test_folders_of_hugging_face_are_for_transformers_alone(asked: str) -> None:
    with pytest.raises(ModelError, match=f"which {asked} does not read: choose the engine transformers"):
        select_engine(T5, EngineSettings(), asked)


@pytest.mark.parametrize("missing", ["torch", "transformers"])
def test_without_the_training_packages_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setattr(select, "_installed", lambda module: module != missing)
    for asked in ("auto", "transformers"):
        with pytest.raises(
            ModelError, match=rf"for which {missing} is not installed: pip install 'mailwright\[train\]'"
        ):
            select_engine(T5, EngineSettings(), asked)
