"""Writer: Brief -> checked drafts; streaming is the primitive, everything else folds it."""

from mailwright.writer.drawing import Plan
from mailwright.writer.events import (
    MAX_SEED,
    DoneEvent,
    DraftEvent,
    Sampling,
    SamplingError,
    TokenEvent,
    Usage,
    WriterEvent,
)
from mailwright.writer.writer import ModelInfo, Writer

__all__ = [
    "MAX_SEED",
    "DoneEvent",
    "DraftEvent",
    "ModelInfo",
    "Plan",
    "Sampling",
    "SamplingError",
    "TokenEvent",
    "Usage",
    "Writer",
    "WriterEvent",
]
