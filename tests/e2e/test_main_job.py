"""The main job with the real model: a served process, the original's clients, the command line, the Python API."""

from __future__ import annotations

import http.client
import json
import os
import re
import shlex
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import trustme

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]
ROOT = Path(__file__).parents[2]
SEED_REQUEST = {
    "prompt": "we will have a system update on friday. please backup your work",
    "token_count": 60,
    "temperature": 0.7,
    "n_gen": 6,
}
JSON_HEADERS = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def port(base_gguf: Path, served: Any) -> Iterator[int]:
    with served(base_gguf, "-m", "mailwright", "serve") as server:
        yield server.port


def post(connection: http.client.HTTPConnection, path: str, body: dict[str, Any]) -> tuple[int, Any]:
    with closing(connection):
        connection.request("POST", path, json.dumps(body), JSON_HEADERS)
        response = connection.getresponse()
        return response.status, json.loads(response.read())


def assert_seed_answer(answer: Any, n: int = 6) -> None:
    assert answer["status"] == "success"
    assert [entry["id"] for entry in answer["generated_text"]] == list(range(n))
    texts = [entry["text"] for entry in answer["generated_text"]]
    assert all(isinstance(text, str) and text.strip() for text in texts)
    assert len(set(texts)) == n


def test_http_client_gets_six_texts(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    status, answer = post(connection, "/", SEED_REQUEST)
    assert status == 200
    assert_seed_answer(answer)


@pytest.mark.system("curl")
def test_the_curl_call_of_the_original_gets_six_texts(port: int) -> None:
    command = (
        f"curl --silent --location --request POST 'http://127.0.0.1:{port}/' "
        f"--header 'Content-Type: application/json' --data-raw '{json.dumps(SEED_REQUEST, indent=4)}'"
    )
    done = subprocess.run(shlex.split(command), capture_output=True, check=True, timeout=120)
    assert_seed_answer(json.loads(done.stdout))


def test_http_client_over_tls_by_server_py(base_gguf: Path, tmp_path: Path, served: Any) -> None:
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    key, chain = tmp_path / "key.pem", tmp_path / "chain.pem"
    certificate.private_key_pem.write_to_path(key)
    chain.write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
    context = ssl.create_default_context()
    authority.configure_trust(context)
    with served(base_gguf, "./server.py", "--tls-cert", str(chain), "--tls-key", str(key)) as server:
        connection = http.client.HTTPSConnection("127.0.0.1", server.port, timeout=120, context=context)
        status, answer = post(connection, "/", {**SEED_REQUEST, "n_gen": 2})
    assert status == 200
    assert_seed_answer(answer, 2)


def test_the_requests_of_the_http_file_work(port: int) -> None:
    requests = (ROOT / "examples" / "rest-api.http").read_text(encoding="utf-8").split("###")
    ran = 0
    for text in requests:
        match = re.search(r"^POST http://127\.0\.0\.1:8008(\S*)[^\n]*\n(.*?)\n\n(\{.*\})", text, re.S | re.M)
        if match is None:
            continue
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        headers = dict(line.split(": ", 1) for line in match[2].splitlines() if ": " in line)
        with closing(connection):
            connection.request("POST", match[1] or "/", match[3].encode(), headers)
            assert connection.getresponse().status == 200, text
        ran += 1
    assert ran >= 2


def test_the_native_request_gets_checked_drafts(port: int) -> None:
    brief = {"from": "Ana Silva", "to": "Bob", "key_points": ["system update Fri 6pm", "back up your work"]}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    status, answer = post(connection, "/v1/emails", {**brief, "n": 2, "max_tokens": 120, "seed": 1})
    assert status == 200
    assert [draft["index"] for draft in answer["drafts"]] == [0, 1]
    for draft in answer["drafts"]:
        assert [item["point"] for item in draft["coverage"]] == [0, 1]
        for fact in draft["unsupported"]:
            start, end = fact["span"]
            assert draft["body"][start:end] == fact["text"]
    assert answer["usage"]["completion_tokens"] > 0


def test_the_same_seed_gives_the_same_drafts(port: int) -> None:
    wish = {"to": "Bob", "key_points": ["lunch at noon"], "max_tokens": 60, "seed": 11, "length": "short"}
    bodies = []
    for _ in range(2):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        status, answer = post(connection, "/v1/emails", wish)
        assert status == 200
        bodies.append(answer["drafts"][0]["body"])
    assert bodies[0] == bodies[1]


def test_write_prints_a_draft_as_json(base_gguf: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "mailwright",
        "write",
        "--json",
        "--model",
        str(base_gguf),
        "--max-tokens",
        "60",
    ]
    text = "tell priya the invoice 4411 is late, ask to pay by fri, friendly"
    done = subprocess.run(
        [*command, *text.split()], capture_output=True, text=True, timeout=200, cwd=ROOT, check=True
    )
    answer = json.loads(done.stdout)
    assert answer["drafts"][0]["body"]
    assert len(answer["drafts"][0]["coverage"]) >= 2


def test_the_python_example_of_the_readme_runs(base_gguf: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", readme, re.S)[0]
    code = code.replace("Writer.load()", f"Writer.load({str(base_gguf)!r})").replace("n=3", "n=2, max_tokens=60")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_serving_imports_neither_torch_nor_transformers() -> None:
    code = (
        "import sys; import mailwright.cli, mailwright.service, mailwright.writer, mailwright.engines.select; "
        "import mailwright; mailwright.Writer; "
        "from mailwright.checks import check_draft; "
        "bad = {'torch', 'transformers', 'lightning', 'sentence_transformers'} & set(sys.modules); "
        "sys.exit(str(bad) if bad else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60, env={**os.environ})
