"""The Engine protocol: text in, streams of text out. Engines know nothing of e-mail."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

FinishReason = Literal["stop", "length"]
Precision = Literal["auto", "fp32", "bf16", "fp16"]


@dataclass(frozen=True)
class Request:
    """One prompt and how to continue it.

    Attributes:
        prompt: the text as the model sees it; special tokens in it count as such.
        n: how many samples to draw over the one evaluated prompt, 1 or more.
        max_tokens: most new tokens of one sample, 1 or more.
        temperature: 0 is greedy decoding; up to 2.
        top_p: nucleus sampling, in (0, 1].
        seed: sample ``i`` is drawn with seed ``seed + i``; below 2**31. The same request gives the same texts where
            nothing else is decoded beside it; other sequences in a batch may round logits otherwise.
        stop: generation ends before any of these strings; they are not part of the text.
        likelihoods: whether chunks are to tell log probabilities; in OpenVINO that costs a sixth of the speed.
    """

    prompt: str
    n: int = 1
    max_tokens: int = 250
    temperature: float = 0.7
    top_p: float = 1.0
    seed: int = 0
    stop: tuple[str, ...] = ()
    likelihoods: bool = False


@dataclass(frozen=True)
class Chunk:
    """A piece of one sample.

    Attributes:
        index: which sample, 0 to ``n - 1``.
        text: the text since the last chunk of this sample; whole characters only; may be empty.
        tokens: new tokens of this sample since its last chunk.
        finish_reason: set on the last chunk of the sample only: ``stop`` (end of text or a stop string) or
            ``length`` (``max_tokens`` reached).
        log_probability: natural logarithm of how likely the model holds the new tokens, whatever the temperature
            they were drawn at: a sum over them, 0 or less; None where it was not asked for, and from an engine
            that does not tell.
    """

    index: int
    text: str
    tokens: int
    finish_reason: FinishReason | None = None
    log_probability: float | None = None


class Engine(Protocol):
    """What every engine offers. All coroutines may be used from one event loop at a time.

    An engine lives in a worker process of its own: nothing here blocks the event loop, and a worker that dies
    ends the streams that it served with EngineError and is restarted for the next request.
    """

    @property
    def name(self) -> str:
        """``openvino``, ``llamacpp``, ..."""
        ...

    @property
    def context_length(self) -> int:
        """How many tokens prompt and new text may have together; known once started."""
        ...

    @property
    def ready(self) -> bool:
        """Whether the worker is up with the model loaded and warmed."""
        ...

    async def start(self) -> None:
        """Load the model and warm it; raises EngineError or ModelError if that fails. Harmless when started."""
        ...

    async def close(self) -> None:
        """End the worker. Harmless when closed."""
        ...

    async def count_tokens(self, text: str) -> int:
        """Return how many tokens the model's tokenizer makes of ``text``, as it would of a prompt."""
        ...

    def stream(self, request: Request) -> AsyncGenerator[Chunk, None]:
        """Yield chunks of the ``n`` samples as they come, interleaved, each ended by its finish reason.

        Closing the generator early (``aclose``, a cancelled task) cancels what is left
        and frees its slots at once.

        Raises:
            PromptTooLongError: prompt and ``max_tokens`` exceed the context.
            EngineError: the worker died or failed; the message says so.
        """
        ...


@dataclass(frozen=True)
class EngineSettings:
    """How an engine uses the machine; None means a default chosen from the machine.

    Attributes:
        threads: threads that compute, default the physical cores up to 16.
        slots: sequences decoded at the same time.
        context_length: tokens of one sequence, at most what the model was trained for.
        cache_bytes: memory of the key-value cache.
        cache_folder: where an engine may keep what it makes of the weights; without one it is made at every start.
        device: ``auto``, ``cpu``, or ``cuda`` (also ``cuda:1``) for an engine that can choose.
        precision: ``auto``, ``fp32``, ``bf16`` or ``fp16``, of the weights of such an engine.
    """

    threads: int | None = None
    slots: int = 16
    context_length: int = 4096
    cache_bytes: int | None = None
    cache_folder: Path | None = None
    device: str = "auto"
    precision: Precision = "auto"


@dataclass(frozen=True)
class ModelFile:
    """What an engine loads: a file, the architecture as its maker names it, and a text for messages.

    The file is a GGUF file, or the weights (or their index) in a folder in the layout of Hugging Face.
    """

    path: Path
    architecture: str
    label: str
