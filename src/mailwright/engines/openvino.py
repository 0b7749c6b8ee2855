"""The OpenVINO engine: continuous batching with a prefix cache, for GGUF files of llama and Gemma 3."""

from __future__ import annotations

from typing import ClassVar

from mailwright.engines.worker_engine import WorkerEngine


class OpenVINOEngine(WorkerEngine):
    """OpenVINO GenAI on the CPU; the fastest one where several samples are drawn at once."""

    backend: ClassVar[str] = "openvino"
    title: ClassVar[str] = "OpenVINO"
