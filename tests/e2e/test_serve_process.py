"""``mailwright serve`` and ``server.py`` as processes: clear errors before any model is loaded, an orderly end."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import trustme

ROOT = Path(__file__).parents[2]
SERVE = ("-m", "mailwright", "serve")


def run(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=cwd, capture_output=True, text=True, timeout=240, check=False
    )


def assert_refused(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    assert done.returncode == code, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert all(word in done.stderr for word in words), done.stderr


@pytest.mark.parametrize("command", [SERVE, ("./server.py",)])
def test_a_port_in_use_is_one_clear_line(command: tuple[str, ...]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert_refused(run(*command, "--port", port), 1, port, "in use", "--port")


def test_a_missing_certificate_is_named(tmp_path: Path) -> None:
    missing = str(tmp_path / "chain.pem")
    assert_refused(run(*SERVE, "--port", "0", "--tls-cert", missing), 1, "--tls-cert", missing)


def test_a_key_that_does_not_belong_is_refused(tmp_path: Path) -> None:
    authority = trustme.CA()
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_bytes(authority.issue_cert("127.0.0.1").cert_chain_pems[0].bytes())
    key.write_bytes(authority.issue_cert("127.0.0.1").private_key_pem.bytes())
    done = run(*SERVE, "--port", "0", "--tls-cert", str(chain), "--tls-key", str(key))
    assert_refused(done, 1, str(chain), "key")


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--host", "0.0.0.0"), "--allow-open"),
        (("--tls-key", "key.pem"), "--tls-cert"),
        (("--port", "70000"), "--port"),
        (("--concurrency", "0"), "--concurrency"),
        (("--queue", "-1"), "--queue"),
        (("--prot", "1"), "--prot"),
    ],
)
def test_wrong_options_are_usage_errors(options: tuple[str, ...], word: str) -> None:
    assert_refused(run(*SERVE, *options), 2, word)


@pytest.mark.parametrize(("host", "warned"), [("0.0.0.0", True), ("127.0.0.1", False)])
def test_mails_that_would_go_over_a_network_in_clear_are_warned_of(tmp_path: Path, host: str, warned: bool) -> None:
    nowhere = str(tmp_path / "nosuch.gguf")  # so that nothing is served
    done = run(*SERVE, "--host", host, "--allow-open", "--port", "0", "--model", nowhere)
    assert done.returncode == 1
    assert nowhere in done.stderr
    assert ("served in clear" in done.stderr) is warned


def test_an_empty_key_file_is_refused(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.write_text("# none yet\n", encoding="utf-8")
    assert_refused(run(*SERVE, "--api-key-file", str(keys)), 1, "holds no key")


def test_server_py_without_the_package_says_what_to_run(tmp_path: Path) -> None:
    done = run("-S", "-E", str(ROOT / "server.py"), cwd=tmp_path)
    assert done.returncode == 1
    assert "make serve" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.model
def test_the_examples_run_against_a_server_that_ends_in_order(base_gguf: Path, tmp_path: Path) -> None:
    authority = trustme.CA()
    combined, trusted = tmp_path / "server.pem", tmp_path / "ca.pem"
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(combined)
    authority.cert_pem.write_to_path(trusted)
    words = ["./server.py", "--port", "0", "--model", str(base_gguf), "--tls-cert", str(combined)]
    with subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        url = server.stdout.readline().split()[3]
        assert url.startswith("https://127.0.0.1:")
        port = url.rpartition(":")[2]
        done = run("examples/seed_http_client.py", "--port", port, "--ca", str(trusted))
        server.send_signal(signal.SIGTERM)
        _, log = server.communicate(timeout=60)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["generated_text"]) == 6
    assert server.returncode == 0
    assert "status=200" in log
    assert "Traceback" not in log
    assert "backup" not in log


@pytest.mark.model
def test_the_python_example_runs(base_gguf: Path) -> None:
    done = run("examples/write.py", str(base_gguf))
    assert done.returncode == 0, done.stderr
    assert sum(line in ("ready to send", "look it over") for line in done.stdout.splitlines()) == 3
