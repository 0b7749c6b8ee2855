"""The download continues what was cut and never trusts the server with more than it announced."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from mailwright.models.download import Remote, download
from mailwright.models.errors import SourceError
from mailwright.models.progress import SilentProgress


@pytest.fixture
def client() -> Iterator[httpx2.Client]:
    with httpx2.Client() as client:
        yield client


@pytest.fixture
def remote(server: Any, weights: bytes) -> Remote:
    server.files["/file"] = weights
    return Remote(f"{server.url}/file", "file", len(weights))


def test_a_cut_connection_is_continued_where_it_was_cut(
    client: httpx2.Client, server: Any, remote: Remote, tmp_path: Path, weights: bytes
) -> None:
    server.cuts = 3
    download(client, remote, tmp_path / "part", SilentProgress())
    assert (tmp_path / "part").read_bytes() == weights
    first, *others = server.bodies("/file")
    starts = [int(header.removeprefix("bytes=").rstrip("-")) for header in others]
    assert first == ""
    assert starts == sorted(starts)
    assert len(starts) == 3
    assert starts[0] > 0


def test_what_an_earlier_process_left_is_continued(
    client: httpx2.Client, server: Any, remote: Remote, tmp_path: Path, weights: bytes, notes: Any
) -> None:
    (tmp_path / "part").write_bytes(weights[:1000])
    download(client, remote, tmp_path / "part", notes)
    assert server.bodies("/file") == ["bytes=1000-"]
    assert (tmp_path / "part").read_bytes() == weights
    assert notes.done[-1] == (len(weights), len(weights))


def test_a_server_without_ranges_is_asked_for_the_whole(
    client: httpx2.Client, server: Any, remote: Remote, tmp_path: Path, weights: bytes
) -> None:
    server.ranges = False
    (tmp_path / "part").write_bytes(weights[:1000])
    download(client, remote, tmp_path / "part", SilentProgress())
    assert (tmp_path / "part").read_bytes() == weights


def test_a_whole_part_of_unknown_size_is_recognised_as_whole(
    client: httpx2.Client, server: Any, remote: Remote, tmp_path: Path, weights: bytes
) -> None:
    (tmp_path / "part").write_bytes(weights)
    download(client, Remote(remote.url, "file"), tmp_path / "part", SilentProgress())
    assert (tmp_path / "part").read_bytes() == weights
    assert server.bodies("/file") == [f"bytes={len(weights)}-"]


def test_a_part_longer_than_the_file_is_fetched_anew(
    client: httpx2.Client, remote: Remote, tmp_path: Path, weights: bytes
) -> None:
    (tmp_path / "part").write_bytes(weights + b"more")
    download(client, Remote(remote.url, "file"), tmp_path / "part", SilentProgress())
    assert (tmp_path / "part").read_bytes() == weights


def test_a_file_longer_than_announced_is_not_written_without_end(
    client: httpx2.Client, server: Any, remote: Remote, tmp_path: Path
) -> None:
    server.files["/file"] = bytes(5_000_000)
    download(client, Remote(remote.url, "file", 1000), tmp_path / "part", SilentProgress())
    assert 1000 < (tmp_path / "part").stat().st_size < 5_000_000


def test_a_refusal_names_the_status_and_is_not_repeated(client: httpx2.Client, server: Any, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nothing: the server answered 404"):
        download(client, Remote(f"{server.url}/no", "nothing"), tmp_path / "part", SilentProgress())
    assert len(server.bodies("/no")) == 1
    assert not (tmp_path / "part").exists()


def test_a_connection_that_is_always_cut_ends_in_an_error_and_keeps_the_part(
    client: httpx2.Client, server: Any, remote: Remote, tmp_path: Path
) -> None:
    server.cuts = 10**6
    server.ranges = False  # so that no try gets further than the one before
    with pytest.raises(SourceError, match="file was cut off"):
        download(client, remote, tmp_path / "part", SilentProgress())
    assert (tmp_path / "part").stat().st_size > 0


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/file", "http://[", "nonsense://x/y"])
def test_an_address_that_leads_nowhere_is_an_error_of_the_source(
    client: httpx2.Client, tmp_path: Path, url: str
) -> None:
    with pytest.raises(SourceError, match="file"):
        download(client, Remote(url, "file"), tmp_path / "part", SilentProgress())
