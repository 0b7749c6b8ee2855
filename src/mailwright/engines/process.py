"""The parent's end of a worker process: start it, send it lines, route its answers to who waits for them.

Three daemon threads do the blocking reads and writes, so that no event loop ever waits for the worker, and so
that one worker serves several event loops, one after the other.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import Future
from typing import IO, Any, Final

from mailwright.errors import EngineError, MailwrightError, ModelError

Message = dict[str, Any]

# The child gets the parent's import path, but not its main module and not the current folder.
BOOT: Final = (
    "import json, sys; sys.path += [p for p in json.loads(sys.argv[1]) if p not in sys.path]; "
    "from mailwright.engines.worker import main; main()"
)
GRACE_SECONDS: Final = 5.0
_log = logging.getLogger(__name__)


class Conversation:
    """What the worker says about one request, as a queue in the event loop that asked."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._messages: asyncio.Queue[Message] = asyncio.Queue()

    def put(self, message: Message) -> None:
        """Add a message, from any thread."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            self._loop.call_soon_threadsafe(self._messages.put_nowait, message)

    async def get(self) -> Message:
        """Wait for the next message; one that is an error is raised."""
        message = await self._messages.get()
        if message["is"] == "error":
            raise EngineError(message["message"])
        return message


class WorkerProcess:
    """One child process that runs an engine. It lives until ``end`` or until this process ends.

    Attributes:
        loaded: the worker's first answer once the model is loaded, or why it could not be.
    """

    def __init__(self, label: str, order: Message) -> None:
        self.loaded: Future[Message] = Future()
        self._label = label
        self._lock = threading.Lock()
        self._conversations: dict[int, Conversation] = {}
        self._last_id = 0
        self._dead = False
        self._gone = threading.Event()
        self._reason: str | None = None
        self._outbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        path = json.dumps([entry for entry in sys.path if entry])
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", BOOT, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._folder = tempfile.mkdtemp(prefix="mailwright-")  # only this user can enter it
        self._outbox.put({**order, "private_folder": self._folder})
        threads = [threading.Thread(target=f, daemon=True) for f in (self._write, self._drain)]
        for thread in threads:
            thread.start()
        threading.Thread(target=self._read, args=(threads,), daemon=True).start()

    @property
    def process_id(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether requests can still be sent."""
        return not self._dead

    @property
    def ready(self) -> bool:
        """Whether the model is loaded and the process alive."""
        return self.alive and self.loaded.done() and self.loaded.exception() is None

    def open(self, message: Message) -> tuple[int, Conversation]:
        """Send a request under a new number; its answers come through the conversation."""
        conversation = Conversation()
        with self._lock:
            if self._dead:
                raise EngineError(self._obituary())
            self._last_id += 1
            number = self._last_id
            self._conversations[number] = conversation
        self._outbox.put({**message, "id": number})
        return number, conversation

    def shut(self, number: int, cancel: bool) -> None:
        """Listen no more to a request; ``cancel`` what is left of it."""
        with self._lock:
            known = self._conversations.pop(number, None)
        if known is not None and cancel:
            self._outbox.put({"do": "cancel", "id": number})

    def end(self, reason: str = "the engine was closed") -> None:
        """End the process, and with this reason what it still does. Returns at once."""
        self._reason = self._reason or reason
        self._outbox.put(None)
        with contextlib.suppress(OSError):
            self._process.kill()
        shutil.rmtree(self._folder, ignore_errors=True)  # at the interpreter's end no thread is left to do it

    def wait(self) -> None:
        """Block until the process has ended and its pipes are closed."""
        self._gone.wait(GRACE_SECONDS)

    def _write(self) -> None:
        pipe = _open(self._process.stdin)
        while (message := self._outbox.get()) is not None:
            try:
                pipe.write(json.dumps(message).encode() + b"\n")
                pipe.flush()
            except OSError:  # the worker has died: the reading thread says so
                break

    def _drain(self) -> None:
        for line in _open(self._process.stderr):
            _log.debug("%s worker: %s", self._label, line.decode(errors="replace").rstrip())

    def _read(self, threads: list[threading.Thread]) -> None:
        for line in _open(self._process.stdout):
            self._route(json.loads(line))
        code = self._process.wait()
        self._outbox.put(None)
        for thread in threads:
            thread.join()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(OSError):  # what was not flushed is lost
                _open(pipe).close()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._bury(code)

    def _route(self, message: Message) -> None:
        if message["is"] == "loaded":
            self.loaded.set_result(message)
        elif message["is"] == "failed":
            self._reason = message["message"]
            kind: type[MailwrightError] = ModelError if message["model"] else EngineError
            self.loaded.set_exception(kind(message["message"]))
        else:
            with self._lock:
                conversation = self._conversations.get(message["id"])
            if conversation is not None:
                conversation.put(message)

    def _bury(self, code: int) -> None:
        with self._lock:
            self._dead = True
            self._reason = (
                self._reason or f"the {self._label} worker died ({_cause(code)}); the next request restarts it"
            )
            orphans = list(self._conversations.values())
            self._conversations.clear()
        if not self.loaded.done():
            self.loaded.set_exception(EngineError(self._obituary()))
        for conversation in orphans:
            conversation.put({"is": "error", "message": self._obituary()})
        self._gone.set()

    def _obituary(self) -> str:
        return self._reason or f"the {self._label} worker has ended"


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # all three were asked for
    return pipe


def _cause(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
