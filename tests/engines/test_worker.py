"""The worker process: how it lives, dies and is replaced, and that nobody else gets at it."""

from __future__ import annotations

import asyncio
import http.client
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mailwright.engines.base import Chunk, EngineSettings, ModelFile, Request
from mailwright.engines.worker_engine import WorkerEngine
from mailwright.errors import EngineError, MailwrightError, ModelError


@pytest.fixture(autouse=True)
def one_model_an_engine(subject: str) -> None:
    """The process is the same whatever the model."""
    if subject == "transformers-seq2seq":
        pytest.skip("tested with the causal model")


LISTEN = "0A"  # the state in /proc/net/tcp
ROUTES = (
    ("GET", "/"),
    ("GET", "/health"),
    ("GET", "/v1/models"),
    ("GET", "/props"),
    ("GET", "/slots"),
    ("GET", "/metrics"),
    ("POST", "/tokenize"),
    ("POST", "/completion"),
    ("POST", "/v1/completions"),
    ("POST", "/v1/chat/completions"),
)


async def draw(engine: WorkerEngine, request: Request) -> list[Chunk]:
    return [chunk async for chunk in engine.stream(request)]


def test_an_engine_serves_one_event_loop_after_another(engine: WorkerEngine) -> None:
    request = Request("Hello", max_tokens=3, temperature=0)
    first = asyncio.run(draw(engine, request))
    process = engine.process_id
    second = asyncio.run(draw(engine, request))
    assert "".join(c.text for c in first) == "".join(c.text for c in second)
    assert engine.process_id == process


def test_an_interrupt_from_the_keyboard_is_the_parents_to_decide(engine: WorkerEngine) -> None:
    asyncio.run(engine.start())
    process = engine.process_id
    assert process is not None
    os.kill(process, signal.SIGINT)
    assert asyncio.run(engine.count_tokens("hello")) >= 1
    assert engine.process_id == process


def test_a_killed_worker_ends_its_streams_and_the_next_request_gets_another(narrow_engine: WorkerEngine) -> None:
    async def kill_while_it_writes() -> None:
        async for _ in narrow_engine.stream(Request("1, 2, 3, 4,", max_tokens=4000, temperature=0)):
            assert narrow_engine.process_id is not None
            if narrow_engine.ready:
                os.kill(narrow_engine.process_id, signal.SIGKILL)

    with pytest.raises(EngineError, match=r"worker died \(signal 9\)"):
        asyncio.run(kill_while_it_writes())
    assert not narrow_engine.ready
    killed = narrow_engine.process_id
    assert asyncio.run(draw(narrow_engine, Request("Hello", max_tokens=2)))[-1].finish_reason == "length"
    assert narrow_engine.ready
    assert narrow_engine.process_id != killed


def test_closing_the_engine_ends_its_streams(kind: type[WorkerEngine], narrow_engine: WorkerEngine) -> None:
    async def close_while_it_writes() -> None:
        async for _ in narrow_engine.stream(Request("1, 2, 3, 4,", max_tokens=4000, temperature=0)):
            await narrow_engine.close()

    with pytest.raises(EngineError, match="the engine was closed"):
        asyncio.run(close_while_it_writes())
    assert not narrow_engine.ready
    asyncio.run(narrow_engine.close())


def test_weights_that_are_none_are_one_clear_sentence(
    kind: type[WorkerEngine], tmp_path: Path, make_gguf: Callable[..., Path]
) -> None:
    html = tmp_path / "page.gguf"
    html.write_text("<html>")
    empty = make_gguf({"general.architecture": "llama", "llama.context_length": 64})
    for path, error in ((html, ModelError), (tmp_path / "none.gguf", ModelError), (empty, MailwrightError)):
        engine = kind(ModelFile(path, "llama", "the test's file"), EngineSettings(threads=1))
        with pytest.raises(error) as caught:
            asyncio.run(engine.start())
        assert len(str(caught.value).splitlines()) == 1
        assert "Traceback" not in str(caught.value)
        assert not engine.ready
        asyncio.run(engine.close())


def test_a_library_that_fails_to_load_a_model_is_told_in_one_sentence(
    kind: type[WorkerEngine], model_file: ModelFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "for name in ('openvino', 'openvino_genai', 'xllamacpp', 'transformers'):\n"
        "    sys.modules[name] = None\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    engine = kind(model_file, EngineSettings(threads=1))
    with pytest.raises(EngineError, match=r"cannot load .*Error: ") as caught:
        asyncio.run(engine.start())
    assert len(str(caught.value).splitlines()) == 1
    asyncio.run(engine.close())


def test_a_closed_engine_leaves_no_folder(
    engine: WorkerEngine, kind: type[WorkerEngine], model_file: ModelFile, tmp_path: Path
) -> None:
    script = "import asyncio, sys\nfrom pathlib import Path\n" + (
        f"from {kind.__module__} import {kind.__name__} as Kind\n"
        "from mailwright.engines.base import EngineSettings, ModelFile, Request\n"
        "engine = Kind(ModelFile(Path(sys.argv[1]), 'llama', 'a model'), EngineSettings(threads=1))\n"
        "asyncio.run(engine.count_tokens('a'))\n"
    )
    temporary = os.environ | {"TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", script, model_file.path], check=True, env=temporary)
    assert list(tmp_path.glob("mailwright-*")) == []


def listeners(process: int) -> tuple[list[str], list[str]]:
    """Network sockets of a process that listen, and its socket files that do."""
    inodes = set()
    for entry in Path(f"/proc/{process}/fd").iterdir():
        target = str(entry.readlink())
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    network = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[9] in inodes and (fields[3] == LISTEN or table.startswith("udp")):
                network.append(fields[1])
    unix = Path(f"/proc/{process}/net/unix").read_text().splitlines()[1:]
    files = [f[7] for f in map(str.split, unix) if f[6] in inodes and len(f) > 7]
    return network, files


def ask(address: str, method: str, route: str) -> int:
    connection = http.client.HTTPConnection("localhost", timeout=30)
    connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.sock.connect(address)
        connection.request(method, route, '{"content": "a", "prompt": "a"}' if method == "POST" else None)
        return connection.getresponse().status
    finally:
        connection.close()


def test_nobody_reaches_the_worker_without_its_key(engine: WorkerEngine) -> None:
    asyncio.run(engine.start())
    assert engine.process_id is not None
    network, files = listeners(engine.process_id)
    assert network == []
    assert len(files) == (engine.name == "llamacpp")
    for address in files:
        assert Path(address).parent.stat().st_mode & 0o077 == 0
        assert all(ask(address, method, route) in (401, 403, 404) for method, route in ROUTES)


SCRIPT = """
import asyncio
from pathlib import Path
from mailwright.engines.base import EngineSettings, ModelFile, Request
from mailwright.engines.{module} import {kind}

settings = EngineSettings(threads=1, slots=1, cache_folder=Path({made!r}))
engine = {kind}(ModelFile(Path({path!r}), "llama", "base"), settings)

async def ask():
    text = ""
    async for chunk in engine.stream(Request("1, 2, 3,", max_tokens=3, temperature=0)):
        text += chunk.text
    print(engine.process_id, flush=True)
    await asyncio.Event().wait()

asyncio.run(ask())
"""


def test_a_plain_script_starts_a_worker_that_ends_with_it(
    kind: type[WorkerEngine], model_file: ModelFile, made: Path, tmp_path: Path
) -> None:
    script = tmp_path / "plain.py"
    module = kind.__module__.rpartition(".")[2]
    script.write_text(SCRIPT.format(module=module, kind=kind.__name__, path=str(model_file.path), made=str(made)))
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, cwd=tmp_path) as process:
        assert process.stdout is not None
        worker = os.pidfd_open(int(process.stdout.readline()))  # the only thing that it prints
        process.kill()
        assert process.stdout.read() == b""
    poll = select.poll()
    poll.register(worker, select.POLLIN)
    assert poll.poll(60_000)
    os.close(worker)
