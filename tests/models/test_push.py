"""Pushing with the real client of the hub, to a stand-in of its API on the loopback."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from mailwright.cli import main
from mailwright.models.card import write_card
from mailwright.models.manifest import load_manifest

# The hub's client gives files to its HTTP client in a way that is deprecated there.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")
TOKEN = "hf_stand_in"


@dataclass
class Hub:
    """Repositories by name: whether they are private, their files, and the messages of their commits."""

    private: dict[str, bool] = field(default_factory=dict)
    files: dict[str, dict[str, bytes]] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)
    stored: dict[str, bytes] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    refuse: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, path: str, body: bytes) -> tuple[int, Any]:
        """Answer a POST or GET of the API; the shapes are those of https://huggingface.co/docs/hub/api."""
        if path == "/api/repos/create":
            return self._create(json.loads(body))
        if path == "/api/validate-yaml":
            return 200, {"errors": [], "warnings": []}
        if match := re.fullmatch(r"/api/models/(.+)/preupload/main", path):
            return 200, {"files": [_mode(item) for item in json.loads(body)["files"]]}
        if match := re.fullmatch(r"/(.+)\.git/info/lfs/objects/batch", path):
            return 200, {
                "transfer": "basic",
                "objects": [self._place(item) for item in json.loads(body)["objects"]],
            }
        if match := re.fullmatch(r"/api/models/(.+)/commit/main", path):
            return 200, self._commit(match[1], [json.loads(line) for line in body.splitlines()])
        if match := re.fullmatch(r"/api/models/([^/]+/[^/]+)", path):
            name = match[1]
            return 200, {"id": name, "private": self.private[name], "siblings": [], "tags": [], "downloads": 0}
        return 404, {"error": f"no such path {path}"}

    def _create(self, record: dict[str, Any]) -> tuple[int, Any]:
        name = f"{record.get('organization') or 'me'}/{record['name']}"
        if name in self.private:
            return 409, {"error": "You already created this model repo", "url": f"{self.url}/{name}"}
        self.private[name] = record.get("private") is True or record.get("visibility") == "private"
        return 200, {"url": f"{self.url}/{name}", "name": name}

    def _place(self, item: dict[str, Any]) -> dict[str, Any]:
        return {**item, "actions": {"upload": {"href": f"{self.url}/store/{item['oid']}"}}}

    def _commit(self, name: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
        files = self.files.setdefault(name, {})
        for line in lines:
            value = line["value"]
            if line["key"] == "header":
                self.messages.append(value["summary"])
            elif line["key"] == "file":
                files[value["path"]] = base64.b64decode(value["content"])
            else:
                files[value["path"]] = self.stored[value["oid"]]
        oid = "a" * 40
        return {"success": True, "commitOid": oid, "commitUrl": f"{self.url}/{name}/commit/{oid}"}


def _mode(item: dict[str, Any]) -> dict[str, Any]:
    large = item["path"].endswith((".gguf", ".safetensors"))
    return {"path": item["path"], "uploadMode": "lfs" if large else "regular", "shouldIgnore": False}


def _handler(hub: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def do_PUT(self) -> None:
            body = self._body()
            hub.stored[hashlib.sha256(body).hexdigest()] = body
            self._send(200, {})

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding") != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return body

        def _answer(self) -> None:
            body = self._body()
            hub.requests.append((self.command, self.path.partition("?")[0]))
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                return self._send(401, {"error": "Invalid credentials"})
            if hub.refuse:
                return self._send(hub.refuse, {"error": "not today"})
            return self._send(*hub.answer(self.path.partition("?")[0], body))

        def _send(self, status: int, record: Any) -> None:
            data = json.dumps(record).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            pass

    return Handler


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    hub = Hub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(hub))
    hub.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", hub.url)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_XET", True)  # the stand-in knows Git LFS
    yield hub
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def bundle(tmp_path: Path, make_gguf: Callable[..., Path]) -> Path:
    """A bundle's folder, with a file that does not belong there."""
    folder = tmp_path / "bundle"
    folder.mkdir()
    weights = make_gguf({"general.architecture": "llama"}).read_bytes()
    (folder / "tiny.gguf").write_bytes(weights)
    (folder / "my mails.txt").write_text("Dear Bob")
    (folder / "run.json").write_text('"Dear Bob"')  # of a report that was written into the bundle
    record = {
        "name": "tiny-mail",
        "version": "3",
        "base": {"name": "someone/tiny", "sha256": "a" * 64},
        "prompt_format": {"version": 1, "wrap": "plain"},
        "architecture": "llama",
        "quantisation": "Q8_0",
        "languages": ["en"],
        "licence": "MIT",
        "weights": "tiny.gguf",
        "weights_sha256": hashlib.sha256(weights).hexdigest(),
        "training": {"config_sha256": "b" * 64, "data_sha256": "c" * 64, "data": {"private": False}},
    }
    (folder / "manifest.json").write_text(json.dumps(record))
    write_card(folder, load_manifest(folder))
    return folder


def push(bundle: Path, *words: str) -> int:
    return main(["model", "push", str(bundle), *words])


def test_a_push_makes_a_private_repository_with_the_files_of_the_bundle_and_no_others(
    stand_in: Hub, bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert push(bundle, "someone/mail") == 0
    assert stand_in.private == {"someone/mail": True}
    names = {"README.md", "manifest.json", "tiny.gguf"}
    assert stand_in.files["someone/mail"] == {name: (bundle / name).read_bytes() for name in names}
    assert stand_in.messages == ["tiny-mail 3"]
    captured = capsys.readouterr()
    assert captured.out.strip() == f"{stand_in.url}/someone/mail/commit/{'a' * 40}"
    assert "my mails.txt, run.json" in captured.err


def test_a_second_push_goes_to_the_same_repository(stand_in: Hub, bundle: Path) -> None:
    assert push(bundle, "mail") == 0
    assert push(bundle, "me/mail") == 0
    assert len(stand_in.messages) == 2
    assert list(stand_in.files) == ["me/mail"]


def test_public_must_be_said(stand_in: Hub, bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert push(bundle, "someone/mail", "--public") == 0
    assert stand_in.private == {"someone/mail": False}
    capsys.readouterr()
    assert push(bundle, "someone/mail") == 1
    assert "is public already" in capsys.readouterr().err
    assert len(stand_in.messages) == 1


def test_what_was_trained_on_private_data_is_never_public(
    stand_in: Hub, bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = (bundle / "manifest.json").read_text().replace('"private": false', '"private": true')
    (bundle / "manifest.json").write_text(manifest)
    assert push(bundle, "someone/mail", "--public") == 1
    assert "trained on private data" in capsys.readouterr().err
    assert stand_in.requests == []
    assert push(bundle, "someone/mail") == 0


def test_a_dry_run_lists_what_would_go_and_asks_nobody(
    stand_in: Hub, bundle: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_TOKEN")
    assert push(bundle, "someone/mail", "--dry-run") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in lines] == ["README.md", "manifest.json", "tiny.gguf"]
    assert stand_in.requests == []


def test_without_a_token_it_says_how_to_get_one(
    stand_in: Hub, bundle: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_TOKEN")
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(bundle / "no-token"))
    assert push(bundle, "someone/mail") == 1
    assert "set HF_TOKEN, or log in" in capsys.readouterr().err


@pytest.mark.parametrize("status", [401, 403, 500])
def test_a_refusal_is_one_line_without_the_token(
    stand_in: Hub, bundle: Path, capsys: pytest.CaptureFixture[str], status: int
) -> None:
    stand_in.refuse = status
    assert push(bundle, "someone/mail") == 1
    message = capsys.readouterr().err
    assert message.splitlines()[-1].startswith("mailwright: cannot push to someone/mail: ")
    assert TOKEN not in message


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda folder: (folder / "tiny.gguf").write_bytes(b"GGUF"), "wrong checksum"),
        (lambda folder: (folder / "README.md").unlink(), "has no README.md"),
        (lambda folder: (folder / "manifest.json").unlink(), "cannot read"),
    ],
)
def test_a_folder_that_is_no_whole_bundle_is_not_pushed(
    stand_in: Hub, bundle: Path, capsys: pytest.CaptureFixture[str], spoil: Callable[[Path], Any], message: str
) -> None:
    spoil(bundle)
    assert push(bundle, "someone/mail") == 1
    assert message in capsys.readouterr().err
    assert stand_in.requests == []


def test_a_wrong_name_is_refused(stand_in: Hub, bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert push(bundle, "some one/../mail") == 1
    assert "is no name of a repository" in capsys.readouterr().err
