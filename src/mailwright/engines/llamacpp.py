"""The llama.cpp engine: any GGUF file, on CPU, Metal or CUDA as the installed build of xllamacpp offers."""

from __future__ import annotations

from typing import ClassVar

from mailwright.engines.worker_engine import WorkerEngine


class LlamaCppEngine(WorkerEngine):
    """llama.cpp through the package xllamacpp."""

    backend: ClassVar[str] = "llamacpp"
    title: ClassVar[str] = "llama.cpp"
