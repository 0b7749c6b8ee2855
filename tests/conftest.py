"""Fixtures of the whole suite: a scripted engine for unit tests, the real weights for the others."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
import struct
import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from mailwright.engines.base import Chunk, FinishReason, Request
from mailwright.errors import EngineError, PromptTooLongError
from mailwright.models.manifest import Confidence
from mailwright.writer import Plan, Writer

settings.register_profile("mailwright", deadline=None)  # a busy machine is no error: no test asserts a time
settings.load_profile("mailwright")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--demand-system",
        action="store_true",
        help="run only the tests that need system programs, and fail if one of those is missing",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip tests whose system programs are missing, or demand the programs."""
    missing: set[str] = set()
    for item in items:
        programs = [name for mark in item.iter_markers("system") for name in mark.args if not shutil.which(name)]
        if programs:
            missing.update(programs)
            item.add_marker(pytest.mark.skip(reason=f"needs {', '.join(programs)}: see make test-system"))
    if config.getoption("--demand-system"):
        if missing:
            raise pytest.UsageError(f"install {', '.join(sorted(missing))}: make test-system demands them")
        others = [item for item in items if item.get_closest_marker("system") is None]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item.get_closest_marker("system") is not None]


Script = Callable[[Request], Sequence[str]]


@dataclass
class ScriptedEngine:
    """An Engine that says what its script says: ``n`` texts a request, word by word, a token a word.

    A text of more words than ``max_tokens`` is cut there with the finish reason ``length``. ``gate`` holds every
    stream before its first word until it is set; ``fail_with`` makes streams end with that error.
    """

    script: Script
    name: str = "scripted"
    context_length: int = 4096
    ready: bool = False
    requests: list[Request] = field(default_factory=list)
    cancelled: int = 0
    running: int = 0
    fail_with: EngineError | None = None
    gate: asyncio.Event | None = None
    thinks: Callable[[str], float] | None = None

    async def start(self) -> None:
        self.ready = True

    async def close(self) -> None:
        self.ready = False

    async def count_tokens(self, text: str) -> int:
        return len(text.split())

    async def stream(self, request: Request) -> AsyncGenerator[Chunk, None]:
        tokens = await self.count_tokens(request.prompt)
        if tokens + request.max_tokens > self.context_length:
            raise PromptTooLongError(tokens, request.max_tokens, self.context_length)
        self.requests.append(request)
        self.running += 1
        done = False
        try:
            if self.gate is not None:
                await self.gate.wait()
            for chunk in _chunks(self.script(request), request.max_tokens, self.thinks):
                if self.fail_with is not None:
                    raise self.fail_with
                await asyncio.sleep(0)
                yield chunk
            done = True
        finally:
            self.running -= 1
            self.cancelled += not done


def _chunks(texts: Sequence[str], max_tokens: int, thinks: Callable[[str], float] | None = None) -> list[Chunk]:
    """Return the texts as interleaved one-word chunks; the last of each has the log probability of the whole."""
    samples = [text.split(" ") for text in texts]
    chunks = []
    for position in range(max(map(len, samples))):
        for index, words in enumerate(samples):
            if position >= min(len(words), max_tokens):
                continue
            last = position == min(len(words), max_tokens) - 1
            reason: FinishReason | None = ("length" if len(words) > max_tokens else "stop") if last else None
            likely = thinks(texts[index]) if thinks and last else None
            chunks.append(Chunk(index, (" " if position else "") + words[position], 1, reason, likely))
    return chunks


GOOD_BODY = (
    "Hi Bob,\n\nWe will have a system update on Friday at 6pm. Please back up your work before then.\n\n"
    "Best regards,\nAna"
)


def good_mails(request: Request) -> list[str]:
    """Return ``n`` faithful mails from Ana to Bob about the update, no two alike."""
    openings = ["We will have", "There is going to be", "Please note that we plan", "You should know of"]
    asks = [
        "Please back up your work",
        "Do back up your work",
        "I ask you to back up your work",
        "Kindly back up your work",
    ]
    texts = []
    for i in range(request.n):
        number = request.seed + i
        body = f"{openings[number % 4]} a system update on Friday at 6pm. {asks[number // 4 % 4]} before then."
        texts.append(f" System update on Friday\n\nHi Bob,\n\n{body}\n\nBest regards,\nAna")
    return texts


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def scripted_engine() -> ScriptedEngine:
    """An engine that always writes the faithful mails of ``good_mails``."""
    return ScriptedEngine(good_mails)


@pytest.fixture
def make_writer() -> Callable[..., Writer]:
    """Make a Writer over a ScriptedEngine: ``make_writer(script_or_engine, plan=None, confidence=None)``."""

    def make(
        script: Script | ScriptedEngine = good_mails,
        plan: Plan | None = None,
        confidence: Confidence | None = None,
    ) -> Writer:
        engine = script if isinstance(script, ScriptedEngine) else ScriptedEngine(script)
        return Writer(engine, name="scripted", plan=plan, confidence=confidence)

    return make


@pytest.fixture(scope="session")
def tiny_models() -> Any:
    """The functions of ``tiny_models.py``, which make tiny models."""
    name = "mailwright_tests_tiny_models"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("tiny_models.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def base_gguf() -> Path:
    """The real base weights; ``make test`` pulls them, MAILWRIGHT_TEST_GGUF names others."""
    given = os.environ.get("MAILWRIGHT_TEST_GGUF")
    if given:
        return Path(given)
    from mailwright.models import resolve

    return resolve("smollm2-135m-instruct").weights


@pytest.fixture
def make_gguf(tmp_path: Path) -> Callable[..., Path]:
    """Write a GGUF file of these text and number fields, two arrays before them, and no tensors."""

    def text(value: str) -> bytes:
        return struct.pack("<Q", len(value.encode())) + value.encode()

    def make(fields: dict[str, str | int], name: str = "made.gguf", version: int = 3) -> Path:
        tokens = b"".join(text(token) for token in ("<s>", "ü", "mail"))
        scores = struct.pack("<3f", 0.0, 1.0, 2.0)
        data = b"GGUF" + struct.pack("<IQQ", version, 0, len(fields) + 2)
        data += text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, 3) + tokens
        data += text("tokenizer.ggml.scores") + struct.pack("<IIQ", 9, 6, 3) + scores
        for key, value in fields.items():
            data += text(key)
            is_text = isinstance(value, str)
            data += struct.pack("<I", 8) + text(str(value)) if is_text else struct.pack("<II", 4, int(value))
        path = tmp_path / name
        path.write_bytes(data.ljust(-(-len(data) // 32) * 32, b"\0"))
        return path

    return make
