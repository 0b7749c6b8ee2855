"""The seed's route answers the original's clients as the original did."""

from __future__ import annotations

import http.client
import json
import socket
from typing import Any

import pytest

REQUEST = {
    "prompt": "we will have a system update on friday. please backup your work",
    "token_count": 250,
    "temperature": 0.7,
    "n_gen": 6,
}


def test_the_original_request_gets_six_whole_messages(served: Any) -> None:
    answer = served.post("/", REQUEST)
    assert answer.status_code == 200
    content = answer.json()
    assert content["status"] == "success"
    assert [entry["id"] for entry in content["generated_text"]] == list(range(6))
    assert len({entry["text"] for entry in content["generated_text"]}) == 6
    assert all(set(entry) == {"id", "text"} for entry in content["generated_text"])
    assert all(entry["text"].startswith("Hi Bob,") for entry in content["generated_text"])


def test_the_prompt_alone_is_enough(served: Any) -> None:
    answer = served.post("/", {"prompt": REQUEST["prompt"]})
    assert len(answer.json()["generated_text"]) == 1


def test_unknown_keys_and_a_key_given_twice_are_passed_over(served: Any) -> None:
    body = b'{"prompt": "old", "prompt": "lunch at noon", "top_k": 50, "model": {"a": [1]}}'
    assert served.client.post("/", content=body).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "application/json; charset=utf-8"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "text/plain"},
        {"Content-Type": ""},
    ],
)
def test_the_body_is_json_whatever_its_content_type_says(served: Any, headers: dict[str, str]) -> None:
    answer = served.client.post("/", content=json.dumps(REQUEST).encode(), headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [
        ("utf-8-sig", "application/json"),
        ("utf-16", "application/json"),
        ("iso-8859-1", "application/json; charset=ISO-8859-1"),
        ("cp1252", 'application/json; charset="windows-1252"'),
    ],
)
def test_other_encodings_of_the_body_are_read(served: Any, encoding: str, content_type: str) -> None:
    body = json.dumps({"prompt": "tell José that the café opens at nine"}, ensure_ascii=False).encode(encoding)
    answer = served.client.post("/", content=body, headers={"Content-Type": content_type})
    assert answer.status_code == 200


def test_token_count_bounds_each_text(served: Any) -> None:
    (entry,) = served.post("/", {**REQUEST, "token_count": 8, "n_gen": 1}).json()["generated_text"]
    assert len(entry["text"].split(" ")) <= 8


@pytest.mark.parametrize(
    ("change", "status", "word"),
    [
        ({"prompt": ""}, 422, "prompt"),
        ({"prompt": None}, 422, "prompt"),
        ({"prompt": 5}, 422, "prompt"),
        ({"n_gen": 0}, 422, "n_gen"),
        ({"n_gen": 17}, 422, "n_gen"),
        ({"n_gen": True}, 422, "n_gen"),
        ({"token_count": -5}, 422, "token_count"),
        ({"token_count": 4096}, 413, "context"),
        ({"temperature": "hot"}, 422, "temperature"),
        ({"temperature": -0.1}, 422, "temperature"),
    ],
)
def test_an_error_has_the_seed_s_shape(served: Any, change: dict[str, Any], status: int, word: str) -> None:
    answer = served.post("/", {**REQUEST, **change})
    assert answer.status_code == status
    content = answer.json()
    assert set(content) == {"status", "error"}
    assert content["status"] == "error"
    assert word in content["error"]


def test_a_missing_prompt_is_named(served: Any) -> None:
    assert served.post("/", {}).json() == {"status": "error", "error": "prompt is required"}


def test_one_connection_serves_several_requests(served: Any) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    sockets = set()
    for body in (json.dumps(REQUEST), "not json", json.dumps(REQUEST)):
        connection.request("POST", "/", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        assert response.version == 11
        response.read()
        sockets.add(id(connection.sock))
    connection.close()
    assert len(sockets) == 1


def test_http_1_0_without_a_host_is_answered(served: Any) -> None:
    content = json.dumps(REQUEST).encode()
    head = f"POST / HTTP/1.0\r\nContent-Length: {len(content)}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as connection:
        connection.sendall(head + content)
        assert connection.recv(12) == b"HTTP/1.1 200"
