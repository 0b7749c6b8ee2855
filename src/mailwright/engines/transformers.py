"""The Transformers engine: T5 and mT5, and any other model of Hugging Face, on CPU and CUDA. The reference."""

from __future__ import annotations

from typing import ClassVar

from mailwright.engines.worker_engine import WorkerEngine


class TransformersEngine(WorkerEngine):
    """transformers with torch, sequences of all requests in one batch."""

    backend: ClassVar[str] = "transformers"
    title: ClassVar[str] = "Transformers"
