"""The child's end: takes orders as lines of JSON on standard input, answers the same way, runs one backend.

The process ends when its standard input does, so it never outlives its parent. What the libraries print goes to
standard error, never among the answers.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from mailwright.engines.model_config import read_model_config
from mailwright.errors import MailwrightError, ModelError
from mailwright.gguf import GGUFHeader, read_gguf_header

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mailwright.engines.base import Precision

# Sample, text, new tokens, finish reason, log probability of the new tokens.
Part = tuple[int, str, int, str | None, float | None]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to load and how: ``context_length`` is within what the model was trained for.

    Attributes:
        private_folder: for what must not outlive the process; only this user can enter it.
        cache_folder: where to keep what is made of the weights; empty for nowhere.
        device: where it computes, and ``precision`` how; see ``EngineSettings``.
    """

    path: str
    label: str
    threads: int
    slots: int
    context_length: int
    cache_bytes: int
    private_folder: str
    cache_folder: str = ""
    device: str = "auto"
    precision: Precision = "auto"


@dataclass(frozen=True, kw_only=True)
class GGUFOrder(Order):
    """An order for weights in a GGUF file."""

    header: GGUFHeader


@dataclass(eq=False)
class Job:
    """One request as a backend sees it."""

    number: int
    ids: list[int]
    n: int
    max_tokens: int
    temperature: float
    top_p: float
    seed: int
    stop: tuple[str, ...]
    likelihoods: bool = False
    cancelled: bool = field(default=False)


class Answers:
    """Where a backend says what it has; may be used from any thread."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()

    def send(self, message: dict[str, Any]) -> None:
        """Send one line."""
        data = json.dumps(message).encode() + b"\n"
        with self._lock:
            self._pipe.write(data)
            self._pipe.flush()

    def chunks(self, job: Job, parts: Iterable[Part]) -> None:
        """Send new text of a job."""
        self.send({"is": "chunks", "id": job.number, "chunks": list(parts)})

    def error(self, job: Job, message: str) -> None:
        """Say that a job has failed."""
        self.send({"is": "error", "id": job.number, "message": message})


class Backend(Protocol):
    """What runs the model. Its methods are called from one thread."""

    def tokenize(self, text: str) -> list[int]:
        """Return the tokens of a prompt; special tokens in it count as such, and it begins but once."""
        ...

    def submit(self, job: Job) -> None:
        """Take a job on."""
        ...

    def cancel(self, number: int) -> None:
        """Forget a job and free its slots; unknown numbers are ignored."""
        ...

    def activity(self) -> tuple[int, int]:
        """Return how many sequences run or wait, and how many tokens were drawn so far."""
        ...

    @property
    def busy(self) -> bool:
        """Whether ``advance`` has work to do."""
        ...

    def advance(self) -> None:
        """Do the next piece of work."""
        ...


def main() -> None:
    """Serve one engine until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process in order
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    answers = Answers(pipe)
    commands: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(commands,), daemon=True).start()
    backend, order = _load(commands.get(), answers)
    while True:
        while not backend.busy or not commands.empty():
            _obey(commands.get(), backend, order, answers)
        backend.advance()


def _listen(commands: queue.SimpleQueue[dict[str, Any]]) -> None:
    folder = ""
    for line in sys.stdin.buffer:
        message = json.loads(line)
        folder = message.get("private_folder", folder)
        commands.put(message)
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _load(message: dict[str, Any], answers: Answers) -> tuple[Backend, Order]:
    name = message.pop("backend")
    try:
        backend, order = _open(name, message, answers)
    except MailwrightError as error:
        answers.send({"is": "failed", "model": isinstance(error, ModelError), "message": str(error)})
        os._exit(1)
    except Exception as error:  # noqa: BLE001 - of a library, or of the machine: a full disk, a missing shared library
        said = f"cannot load {message['label']}: {type(error).__name__}: {error}"
        answers.send({"is": "failed", "model": False, "message": said})
        os._exit(1)
    answers.send({"is": "loaded", "context_length": order.context_length})
    return backend, order


def _open(name: str, message: dict[str, Any], answers: Answers) -> tuple[Backend, Order]:
    if name == "transformers":
        from mailwright.engines.transformers_worker import TransformersBackend

        trained = read_model_config(Path(message["path"])).context_length
        plain = Order(**_within(message, trained))
        return TransformersBackend(plain, answers), plain
    header = read_gguf_header(Path(message["path"]))
    order = GGUFOrder(header=header, **_within(message, header.context_length))
    if name == "openvino":
        from mailwright.engines.openvino_worker import OpenVINOBackend

        return OpenVINOBackend(order, answers), order
    from mailwright.engines.llamacpp_worker import LlamaCppBackend

    return LlamaCppBackend(order, answers), order


def _within(message: dict[str, Any], trained: int) -> dict[str, Any]:
    """The order with no longer a context than the model was trained for; 0 means that nobody knows."""
    asked = message["context_length"]
    return {**message, "context_length": min(asked, trained or asked)}


def _obey(message: dict[str, Any], backend: Backend, order: Order, answers: Answers) -> None:
    what, number = message["do"], message["id"]
    if what == "cancel":
        backend.cancel(number)
    elif what == "count":
        answers.send({"is": "count", "id": number, "tokens": len(backend.tokenize(message["text"]))})
    elif what == "activity":
        running, drawn = backend.activity()
        answers.send({"is": "activity", "id": number, "running": running, "tokens_drawn": drawn})
    else:
        ids = backend.tokenize(message["prompt"])
        if len(ids) + message["max_tokens"] > order.context_length:
            answers.send({"is": "too_long", "id": number, "prompt_tokens": len(ids)})
            return
        fields = {key: message[key] for key in ("n", "max_tokens", "temperature", "top_p", "seed", "likelihoods")}
        backend.submit(Job(number=number, ids=ids, stop=tuple(s for s in message["stop"] if s), **fields))


def begin_once(ids: list[int], bos: int | None) -> list[int]:
    """Return the tokens with at most one that begins the text, and with one rather than with none at all."""
    if bos is not None and ids[:2] == [bos, bos]:
        return ids[1:]
    return ids if ids or bos is None else [bos]
