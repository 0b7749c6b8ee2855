"""Which engine serves which weights, and why."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Final

from mailwright.engines.llamacpp import LlamaCppEngine
from mailwright.engines.model_config import GGUF
from mailwright.engines.openvino import OpenVINOEngine
from mailwright.engines.transformers import TransformersEngine
from mailwright.errors import ModelError

if TYPE_CHECKING:
    from mailwright.engines.base import Engine, EngineSettings, ModelFile

OPENVINO_ARCHITECTURES: Final = frozenset({"llama", "gemma3"})
NAMES: Final = ("auto", "openvino", "llamacpp", "transformers")


def select_engine(model: ModelFile, settings: EngineSettings, name: str = "auto") -> tuple[Engine, str]:
    """Return the engine for these weights, not yet started, and one sentence that says why this one.

    Args:
        model: the weights; their architecture decides where ``name`` leaves it open.
        settings: how the engine may use the machine.
        name: ``auto``, ``openvino``, ``llamacpp`` or ``transformers``.

    Raises:
        ModelError: no such engine, it is not installed, or it cannot read this architecture.
    """
    if name not in NAMES:
        raise ModelError(f"there is no engine named {name!r}: choose one of {', '.join(NAMES)}")
    is_gguf = model.path.suffix == GGUF
    if name == "transformers":
        _demand_training_packages(model)
        return TransformersEngine(model, settings), "Transformers, as asked for"
    if not is_gguf and name != "auto":
        raise ModelError(
            f"{model.label} is a folder in the layout of Hugging Face, which {name} does not read: choose the "
            "engine transformers or auto"
        )
    if not is_gguf:
        _demand_training_packages(model)
        return TransformersEngine(model, settings), f"Transformers, which reads the layout of {model.label}"
    if name == "openvino":
        _demand("openvino_genai", "openvino-genai")
        if model.architecture not in OPENVINO_ARCHITECTURES:
            raise ModelError(
                f"OpenVINO reads no GGUF file of the architecture {model.architecture!r} ({model.label}): "
                "choose the engine llamacpp or auto"
            )
        return OpenVINOEngine(model, settings), "OpenVINO, as asked for"
    if name == "llamacpp":
        _demand("xllamacpp", "xllamacpp")
        return LlamaCppEngine(model, settings), "llama.cpp, as asked for"
    return _choose(model, settings)


def _choose(model: ModelFile, settings: EngineSettings) -> tuple[Engine, str]:
    readable = model.architecture in OPENVINO_ARCHITECTURES
    if readable and _installed("openvino_genai"):
        reason = (
            f"OpenVINO, which reads the {model.architecture} architecture and draws several drafts at once fastest"
        )
        return OpenVINOEngine(model, settings), reason
    _demand("xllamacpp", "xllamacpp")
    if readable:
        return LlamaCppEngine(model, settings), "llama.cpp, as openvino-genai is not installed"
    return (
        LlamaCppEngine(model, settings),
        f"llama.cpp, as OpenVINO reads no GGUF file of the {model.architecture} architecture",
    )


def _demand_training_packages(model: ModelFile) -> None:
    for module in ("torch", "transformers"):
        if not _installed(module):
            raise ModelError(
                f"{model.label} needs the engine transformers, for which {module} is not installed: "
                "pip install 'mailwright[train]'"
            )


def _installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _demand(module: str, package: str) -> None:
    if not _installed(module):
        raise ModelError(f"this engine needs the package {package}, which is not installed: pip install {package}")
