"""The hub as a source: the real client against a server on the loopback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mailwright.errors import ModelError
from mailwright.models.errors import SourceError
from mailwright.models.hub import fetch_from_hub
from mailwright.models.progress import SilentProgress
from mailwright.models.registry import Entry


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "place"
    folder.mkdir()
    return folder / "tiny.gguf"


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_the_file_of_the_pinned_commit_is_fetched(hub: Any, entry: Entry, target: Path, weights: bytes) -> None:
    fetch_from_hub(entry, target, SilentProgress())
    assert target.read_bytes() == weights
    assert [path.name for path in target.parent.iterdir()] == ["tiny.gguf"]


def test_a_cut_download_is_resumed(hub: Any, entry: Entry, target: Path, weights: bytes) -> None:
    hub.cuts = 1
    fetch_from_hub(entry, target, SilentProgress())
    assert target.read_bytes() == weights
    assert len(hub.bodies("tiny.gguf")) == 2
    assert hub.bodies("tiny.gguf")[1].startswith("bytes=")


def test_a_spoilt_part_is_fetched_anew(hub: Any, entry: Entry, target: Path, weights: bytes) -> None:
    part = target.with_name(f".tiny.gguf.{entry.sha256[:12]}.part")
    part.write_bytes(b"spoilt" * 100)
    fetch_from_hub(entry, target, SilentProgress())
    assert target.read_bytes() == weights
    assert hub.bodies("tiny.gguf") == ["bytes=600-", ""]


def test_a_wrong_file_is_named_with_both_digests_and_kept_aside(
    hub: Any, entry: Entry, target: Path, weights: bytes
) -> None:
    wanted = "0" * 64
    with pytest.raises(ModelError, match="wrong checksum") as caught:
        fetch_from_hub(replace(entry, sha256=wanted), target, SilentProgress())
    aside = target.with_name("tiny.gguf.rejected-1")
    assert not isinstance(caught.value, SourceError)
    assert all(part in str(caught.value) for part in (wanted, entry.sha256, str(aside), hub.url))
    assert aside.read_bytes() == weights
    assert not target.exists()


def test_a_file_of_another_size_is_not_even_begun(hub: Any, entry: Entry, target: Path) -> None:
    with pytest.raises(SourceError, match="has 640,000 bytes, but 7 were expected"):
        fetch_from_hub(replace(entry, size=7), target, SilentProgress())
    assert hub.bodies("tiny.gguf") == []


def test_a_hub_without_the_file_is_an_error_of_the_source(hub: Any, entry: Entry, target: Path) -> None:
    hub.files.clear()
    with pytest.raises(SourceError, match="404"):
        fetch_from_hub(entry, target, SilentProgress())


def test_a_server_that_is_no_hub_is_refused(hub: Any, entry: Entry, target: Path) -> None:
    del hub.headers["X-Repo-Commit"]
    with pytest.raises(SourceError, match="is not answered by a hub with the commit"):
        fetch_from_hub(entry, target, SilentProgress())


def test_a_hub_that_never_answers_is_left(
    silent_port: int, entry: Entry, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{silent_port}")
    monkeypatch.setattr("mailwright.models.hub.PATIENCE_S", 0.3)
    with pytest.raises(SourceError):
        fetch_from_hub(entry, target, SilentProgress())


def test_a_name_service_that_never_answers_is_left(
    entry: Entry, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hang = threading.Event()

    def never(*_: object, **__: object) -> None:
        hang.wait(60)
        raise socket.gaierror("the test is over")

    monkeypatch.setattr(socket, "getaddrinfo", never)
    monkeypatch.setattr("mailwright.models.hub.PATIENCE_S", 0.3)
    try:
        with pytest.raises(SourceError, match="did not answer in time"):
            fetch_from_hub(entry, target, SilentProgress())
    finally:
        monkeypatch.undo()
        hang.set()


def test_offline_mode_asks_nobody(hub: Any, entry: Entry, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(SourceError, match="HF_HUB_OFFLINE is set"):
        fetch_from_hub(entry, target, SilentProgress())
    assert hub.requests == []


def test_what_the_hub_client_has_cached_is_taken_offline(
    entry: Entry, target: Path, tmp_path: Path, weights: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert entry.hub is not None
    snapshot = tmp_path / "hf" / "hub" / "models--someone--tiny" / "snapshots" / entry.hub.revision
    snapshot.mkdir(parents=True)
    (snapshot / "tiny.gguf").write_bytes(weights)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    fetch_from_hub(entry, target, SilentProgress())
    assert target.read_bytes() == weights
    assert (snapshot / "tiny.gguf").exists()


def test_an_entry_without_a_commit_says_so(without_hub: Entry, target: Path) -> None:
    with pytest.raises(SourceError, match=r"no commit on the hub is known that holds tiny\.gguf"):
        fetch_from_hub(without_hub, target, SilentProgress())


def test_an_endpoint_that_is_no_address_is_an_error_of_the_source(
    entry: Entry, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://[")
    with pytest.raises(SourceError):
        fetch_from_hub(entry, target, SilentProgress())
