"""Clients that leave free the engine and the queue; a full queue says so; draining finishes what runs."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import trustme

from mailwright.service import ServiceSettings
from mailwright.service import connection as connection_module

WISH = {"key_points": ["system update Fri 6pm", "back up your work"], "to": "Bob", "language": "en"}
PATIENCE = 30.0


def open_request(port: int, path: str, body: dict[str, Any]) -> socket.socket:
    """Send a whole request and leave the answer unread."""
    content = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(content)}\r\n\r\n".encode()
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    connection.sendall(head + content)
    return connection


def until(condition: Any) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)  # yields the processor to the server's thread


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/emails", WISH),
        ("/v1/emails", {**WISH, "stream": True}),
        ("/", {"prompt": "tell bob lunch is at noon"}),
    ],
)
def test_a_client_that_leaves_cancels_its_generation(
    engine: Any, served: Any, path: str, body: dict[str, Any]
) -> None:
    engine.hold = True
    connection = open_request(served.port, path, body)
    assert engine.began.acquire(timeout=PATIENCE)
    connection.close()
    assert engine.cut.acquire(timeout=PATIENCE)
    until(lambda: served.service.admission.generating == 0)


def test_a_client_that_leaves_a_stream_half_way_cancels_it(engine: Any, served: Any) -> None:
    words = " ".join(f"word{i}" for i in range(3000))
    engine.inner.script = lambda request: [f" S\n\nHi Bob,\n\n{words}"] * request.n
    connection = open_request(served.port, "/v1/emails", {**WISH, "stream": True, "max_tokens": 3500})
    received = b""
    while b"event: token" not in received:
        received += connection.recv(65536)
    connection.close()
    assert engine.cut.acquire(timeout=PATIENCE)
    until(lambda: served.service.admission.generating == 0)


def test_a_client_that_stops_reading_loses_its_place(
    engine: Any, served: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_module, "PATIENCE_SECONDS", 0.3)
    words = " ".join(f"word{i}" * 40 for i in range(3000))
    engine.inner.script = lambda request: [f" S\n\nHi Bob,\n\n{words}"] * request.n
    connection = open_request(served.port, "/v1/emails", {**WISH, "stream": True, "n": 16, "max_tokens": 3500})
    assert engine.cut.acquire(timeout=PATIENCE)  # nothing was read, and the connection is still open
    until(lambda: served.service.admission.generating == 0)
    connection.close()


def test_a_waiting_client_that_leaves_frees_its_place_in_the_queue(engine: Any, start: Any) -> None:
    engine.hold = True
    with start(ServiceSettings(concurrency=1, queue_size=1)) as served:
        running = open_request(served.port, "/v1/emails", WISH)
        assert engine.began.acquire(timeout=PATIENCE)
        waiting = open_request(served.port, "/v1/emails", WISH)
        until(lambda: served.service.admission.waiting == 1)
        waiting.close()
        until(lambda: served.service.admission.waiting == 0)
        assert served.service.admission.generating == 1
        running.close()


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/emails", WISH),
        ("/v1/emails", {**WISH, "stream": True}),
        ("/", {"prompt": "tell bob lunch is at noon"}),
    ],
)
def test_a_full_queue_answers_429_with_the_time_to_wait(
    engine: Any, start: Any, path: str, body: dict[str, Any]
) -> None:
    engine.hold = True
    with start(ServiceSettings(concurrency=1, queue_size=1)) as served:
        running = open_request(served.port, "/v1/emails", WISH)
        assert engine.began.acquire(timeout=PATIENCE)
        waiting = open_request(served.port, "/v1/emails", WISH)
        until(lambda: served.service.admission.waiting == 1)
        answer = served.post(path, body)
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) >= 1
        assert "try again" in answer.text
        engine.open()
        for connection in (running, waiting):
            assert connection.recv(12) == b"HTTP/1.1 200"
            connection.close()


def test_wrong_requests_need_no_place(engine: Any, start: Any) -> None:
    engine.hold = True
    with start(ServiceSettings(concurrency=1, queue_size=0)) as served:
        running = open_request(served.port, "/v1/emails", WISH)
        assert engine.began.acquire(timeout=PATIENCE)
        assert served.post("/v1/emails", {**WISH, "n": 0}).status_code == 422
        assert served.post("/v1/emails", {**WISH, "language": "xx"}).status_code == 422
        assert served.client.get("/health/ready").status_code == 200
        running.close()


def test_requests_at_once_each_get_their_own_answer(served: Any) -> None:
    def ask(number: int) -> int:
        answer = served.post("/v1/emails", {**WISH, "n": 1 + number % 3, "seed": number})
        assert answer.status_code == 200
        return len(answer.json()["drafts"])

    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(ask, range(24))) == [1 + number % 3 for number in range(24)]
    assert served.service.admission.generating == 0


def test_draining_finishes_what_runs_and_answers_503_to_the_rest(engine: Any, start: Any) -> None:
    engine.hold = True
    with start() as served:
        running = open_request(served.port, "/v1/emails", WISH)
        assert engine.began.acquire(timeout=PATIENCE)
        served.server.should_exit = True
        until(lambda: served.service.lifecycle.draining)
        refused = served.post("/v1/emails", WISH)
        assert refused.status_code == 503
        assert "Retry-After" in refused.headers
        assert served.client.get("/health/ready").status_code == 503
        assert served.client.get("/health/live").status_code == 200
        engine.open()
        assert running.recv(12) == b"HTTP/1.1 200"
        running.close()


def test_what_does_not_finish_in_time_is_ended_with_503(engine: Any, start: Any) -> None:
    engine.hold = True
    with start(ServiceSettings(drain_seconds=1)) as served:
        running = open_request(served.port, "/v1/emails", WISH)
        assert engine.began.acquire(timeout=PATIENCE)
        served.server.should_exit = True
        assert running.recv(12) == b"HTTP/1.1 503"
        assert engine.cut.acquire(timeout=PATIENCE)
        running.close()


def test_https_works_with_the_standard_client(start: Any) -> None:
    authority = trustme.CA()
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(server_side)
    client_side = ssl.create_default_context()
    authority.configure_trust(client_side)
    with start(context=server_side) as served:
        connection = http.client.HTTPSConnection("127.0.0.1", served.port, timeout=PATIENCE, context=client_side)
        connection.request("POST", "/", json.dumps({"prompt": "tell bob lunch is at noon"}))
        answer = connection.getresponse()
        assert answer.status == 200
        assert json.loads(answer.read())["status"] == "success"
        connection.close()


def test_the_log_names_requests_and_never_their_text(served: Any, capfd: pytest.CaptureFixture[str]) -> None:
    secret = "the merger with Umbrella is on"
    for body in ({"prompt": secret}, {"prompt": secret, "n_gen": 99}):
        served.post("/", body, headers={"X-Request-ID": "id-4711"})
    served.client.get(f"/{secret.replace(' ', '%20')}?q=Umbrella")
    printed = ""
    while printed.count("method=") < 3:  # a line is written after its answer
        printed += "".join(capfd.readouterr())
    assert printed.count("id-4711") == 2
    assert "status=200" in printed
    assert "status=422" in printed
    assert "backup" not in printed
    assert "?q=" not in printed
    assert "Traceback" not in printed
