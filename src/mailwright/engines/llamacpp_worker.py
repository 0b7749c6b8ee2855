"""llama.cpp in the worker process: its server's slots, one thread a running group of samples.

The package opens an HTTP listener whether it is wanted or not. Here it is a socket file in a private folder and
asks for a random key; where socket files are not to be had it is a loopback port with that key. It serves the one
thing that the package's Python side lacks: the tokenizer.
"""

from __future__ import annotations

import http.client
import json
import secrets
import socket
import sys
import threading
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import xllamacpp

from mailwright.engines.worker import begin_once
from mailwright.errors import EngineError

if TYPE_CHECKING:
    from mailwright.engines.worker import Answers, GGUFOrder, Job

VALUE_BYTES: Final = 2
BATCH_TOKENS: Final = 512  # of a prompt at once; a cancelled request gives way after so many
PAD_TOKENS: Final = 256  # llama.cpp rounds the context of a slot up to these


class LlamaCppBackend:
    """See ``Backend``. Samples of one job share the evaluated prompt, as many at a time as there are slots."""

    def __init__(self, order: GGUFOrder, answers: Answers) -> None:
        self._order = order
        self._answers = answers
        self._key = secrets.token_urlsafe(32)
        self._prefix = f"/{secrets.token_urlsafe(32)}"  # some routes ask for no key: these hide behind it
        context = -(-order.context_length // PAD_TOKENS) * PAD_TOKENS
        affordable = order.cache_bytes // (order.header.cache_values * VALUE_BYTES * context)
        self._slots = max(1, min(order.slots, affordable))
        self._lock = threading.Lock()
        self._free = self._slots
        self._waiting: deque[tuple[Job, int, int]] = deque()  # job, first sample, how many
        self._jobs: dict[int, tuple[Job, int]] = {}  # with how many of its groups have not ended
        self._drawn = 0
        try:
            self._server = xllamacpp.Server(self._parameters(context))
        except RuntimeError as error:
            raise EngineError(
                f"llama.cpp cannot load {order.label}: the file holds no model that it knows"
            ) from error

    def _parameters(self, context: int) -> Any:
        order = self._order
        parameters = xllamacpp.CommonParams()
        parameters.model.path = order.path
        parameters.n_parallel = self._slots
        parameters.n_ctx = context * self._slots
        parameters.n_batch = parameters.n_ubatch = BATCH_TOKENS
        parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = order.threads
        parameters.fit_params = False
        parameters.cache_ram_mib = 0
        # Faster without on CPUs, and the text of a seed then depends less on what else is in the batch.
        parameters.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
        parameters.hostnames = [_socket_path(order.private_folder)]
        parameters.api_keys = [self._key]
        parameters.api_prefix = self._prefix
        parameters.cors_origins = "null"
        parameters.cors_credentials = False
        parameters.ui = parameters.endpoint_slots = parameters.endpoint_props = False
        parameters.verbosity = 1
        return parameters

    def tokenize(self, text: str) -> list[int]:
        """Return the tokens of a prompt."""
        body = json.dumps({"content": text, "add_special": True, "parse_special": True})
        connection = _connect(self._server.listening_address)
        try:
            headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
            connection.request("POST", f"{self._prefix}/tokenize", body, headers)
            ids: list[int] = json.loads(connection.getresponse().read())["tokens"]
        finally:
            connection.close()
        return begin_once(ids, self._order.header.bos)

    def submit(self, job: Job) -> None:
        """Queue the samples of a job, in groups that fit the slots."""
        with self._lock:
            starts = range(0, job.n, self._slots)
            self._jobs[job.number] = job, len(starts)
            for first in starts:
                self._waiting.append((job, first, min(self._slots, job.n - first)))
        self._launch()

    def cancel(self, number: int) -> None:
        """Drop what waits of a job and have what runs stop at its next token."""
        with self._lock:
            job, _ = self._jobs.pop(number, (None, 0))
            if job is None:
                return
            job.cancelled = True
            self._waiting = deque(group for group in self._waiting if group[0] is not job)
        self._launch()

    def activity(self) -> tuple[int, int]:
        """Return how many sequences run or wait, and how many tokens were drawn so far."""
        with self._lock:
            return self._slots - self._free + sum(count for _, _, count in self._waiting), self._drawn

    @property
    def busy(self) -> bool:
        """Never: the work is done in threads."""
        return False

    def advance(self) -> None:
        """Nothing to do."""

    def _launch(self) -> None:
        """Start the groups that wait, in turn, while there are slots."""
        with self._lock:
            while self._waiting and self._waiting[0][2] <= self._free:
                group = self._waiting.popleft()
                self._free -= group[2]
                threading.Thread(target=self._run, args=group, daemon=True).start()

    def _run(self, job: Job, first: int, count: int) -> None:
        group = _Group(job, first, count, self._answers)
        try:
            self._server.handle_completions(_body(job, first, count), group.take)
            if group.left and not job.cancelled:
                self._answers.error(job, group.failure or "llama.cpp ended a request without a reason")
        finally:
            with self._lock:
                if job.number in self._jobs:
                    left = self._jobs[job.number][1] - 1
                    self._jobs[job.number] = job, left
                    if not left:
                        del self._jobs[job.number]
                self._free += count
                self._drawn += sum(group.tokens)
            self._launch()


class _Group:
    """Samples of a job that are drawn together: turns the server's events into chunks."""

    def __init__(self, job: Job, first: int, count: int, answers: Answers) -> None:
        self.left = count
        self.tokens = [0] * count
        self.failure: str | None = None
        self._job = job
        self._first = first
        self._answers = answers

    def take(self, event: dict[str, Any]) -> bool:
        """Take an event; True stops the group."""
        if "error" in event:
            self.failure = f"llama.cpp reports: {event['error'].get('message', event['error'])}"
            return True
        for choice in event.get("choices", ()):
            self._pass_on(choice, event.get("timings"))
        return self._job.cancelled

    def _pass_on(self, choice: dict[str, Any], timings: dict[str, Any] | None) -> None:
        index, reason, text = choice["index"], choice["finish_reason"], choice["text"] or ""
        total = timings["predicted_n"] if timings else self.tokens[index]
        new, self.tokens[index] = total - self.tokens[index], total
        if reason is not None:
            self.left -= 1
            text = text.rstrip("\ufffd")  # the beginning of a character that did not end
        if (text or new or reason) and not self._job.cancelled:
            self._answers.chunks(self._job, [(self._first + index, text, new, reason, None)])


def _body(job: Job, first: int, count: int) -> dict[str, Any]:
    return {
        "prompt": job.ids,
        "n": count,
        "seed": job.seed + first,
        "max_tokens": job.max_tokens,
        "temperature": job.temperature,
        "top_p": job.top_p,
        "top_k": 0 if job.temperature > 0 else 1,
        "min_p": 0.0,
        "repeat_penalty": 1.0,
        "samplers": ["temperature", "top_p"] if job.temperature > 0 else ["top_k"],
        "stop": list(job.stop),
        "stream": True,
        "return_progress": True,
        "timings_per_token": True,
        # A prompt evaluated in part gives other rounding, and so the same seed other text: each request evaluates
        # its prompt whole, once for all of its samples, whatever was served before it.
        "cache_prompt": False,
    }


def _socket_path(folder: str) -> str:
    """The place for the listener's socket, in a folder that only this user can enter; an address on Windows."""
    if not hasattr(socket, "AF_UNIX") or sys.platform == "win32":
        return "127.0.0.1"
    return str(Path(folder) / "llama.sock")


def _connect(address: str) -> http.client.HTTPConnection:
    if not address.startswith("unix://"):
        return http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    connection = http.client.HTTPConnection("localhost", timeout=60)
    connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.sock.settimeout(60)
    connection.sock.connect(address.removeprefix("unix://"))
    return connection
