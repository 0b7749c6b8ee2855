"""One file over HTTP into a ``.part`` file: goes on where an earlier try, or an earlier process, was cut."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import httpx2

from mailwright.models.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mailwright.models.progress import Progress

TIMEOUT: Final = httpx2.Timeout(30.0, connect=10.0)
TRIES: Final = 5  # after bytes came; a server that never answered is tried twice
TRIES_BEFORE_ANY_BYTE: Final = 2
FIRST_PAUSE_S: Final = 0.5


@dataclass(frozen=True)
class Remote:
    """What to fetch: ``size`` in bytes, 0 if unknown; ``label`` is its name in messages."""

    url: str
    label: str
    size: int = 0
    headers: Mapping[str, str] | None = None


def download(client: httpx2.Client, remote: Remote, part: Path, progress: Progress) -> None:
    """Fetch a file into ``part``, keeping and continuing what is there already.

    The bytes there are not checked here: the caller compares the digest of the whole.

    Raises:
        SourceError: the server refused, or the connection was cut five times without a byte in between
            (twice if none came at all); ``part`` keeps what came.
    """
    tries, allowed = 0, TRIES_BEFORE_ANY_BYTE
    while True:
        before = _length(part)
        try:
            _continue(client, remote, part, progress)
        except httpx2.TransportError as error:
            if _length(part) > before:
                tries, allowed = 0, TRIES
            tries += 1
            if tries >= allowed:
                raise SourceError(f"{remote.label} was cut off: {error or type(error).__name__}") from error
            time.sleep(FIRST_PAUSE_S * 2 ** (tries - 1))
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise SourceError(f"{remote.label} cannot be fetched: {error}") from error
        else:
            return


def _continue(client: httpx2.Client, remote: Remote, part: Path, progress: Progress) -> None:
    start = _length(part)
    if remote.size and start >= remote.size:
        return
    headers = {**(remote.headers or {}), "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    with client.stream("GET", remote.url, headers=headers, timeout=TIMEOUT, follow_redirects=True) as response:
        if response.status_code == httpx2.codes.RANGE_NOT_SATISFIABLE:
            if _length_in_range_header(response) == start:
                return
            part.unlink()
            raise httpx2.ReadError("the part here is longer than the file there")
        if not response.is_success:
            raise SourceError(f"{remote.label}: the server answered {response.status_code}")
        if response.status_code != httpx2.codes.PARTIAL_CONTENT or _first_byte(response) != start:
            start = 0
        _write(response, part, start, remote, progress)


def _write(response: httpx2.Response, part: Path, start: int, remote: Remote, progress: Progress) -> None:
    rest = response.headers.get("Content-Length", "")
    total = remote.size or (start + int(rest) if rest.isdigit() else 0)
    done = start
    with part.open("ab" if start else "wb") as file:
        for block in response.iter_raw():
            file.write(block)
            done += len(block)
            progress.advance(remote.label, done, total)
            if remote.size and done > remote.size:
                break  # not the file that was announced: its digest will tell
    if total and done < total:
        raise httpx2.ReadError(f"{done:,} of {total:,} bytes came")


def _length(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _first_byte(response: httpx2.Response) -> int:
    """The first byte of a 206 answer, by ``Content-Range: bytes 5-9/10`` (RFC 9110, 14.4); -1 if unsaid."""
    first = response.headers.get("Content-Range", "").removeprefix("bytes ").split("-")[0]
    return int(first) if first.isdigit() else -1


def _length_in_range_header(response: httpx2.Response) -> int:
    """The whole length in a 416 answer, ``Content-Range: bytes */10``; -1 if unsaid."""
    length = response.headers.get("Content-Range", "").rpartition("/")[2]
    return int(length) if length.isdigit() else -1
