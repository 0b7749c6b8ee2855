"""Where fetched files lie, and whether one there is still the right one."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mailwright.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mailwright.models.progress import Progress
    from mailwright.models.registry import Entry

BLOCK: Final = 1 << 20


def home() -> Path:
    """Return the folder of everything fetched: MAILWRIGHT_HOME, else the platform's cache folder."""
    chosen = os.environ.get("MAILWRIGHT_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_cache_path

    return user_cache_path("mailwright", appauthor=False)


def model_folder(name: str) -> Path:
    """Return the folder of one bundle, there or not."""
    return home() / "models" / name


def weights_path(entry: Entry) -> Path:
    """Return where the weights of an entry lie once they are fetched."""
    return model_folder(entry.name) / entry.file


def is_present(entry: Entry) -> bool:
    """Return whether the weights of an entry are in the cache, judged by their size alone."""
    try:
        return weights_path(entry).stat().st_size == entry.size
    except OSError:
        return False


def read_blocks(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes in blocks of a mebibyte."""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def sha256_of(path: Path) -> str:
    """Return the digest of a file, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_intact(path: Path, sha256: str, size: int | None = None) -> bool:
    """Return whether a file is there with the right digest.

    A stamp remembers the digest of a file with its size and time of change, so that only the first look at a
    file, or at one that was touched, reads it whole.
    """
    try:
        status = path.stat()
    except OSError:
        return False
    if size is not None and status.st_size != size:
        return False
    seen = {"sha256": sha256, "size": status.st_size, "mtime_ns": status.st_mtime_ns}
    stamp = _stamp_path(path)
    if _read_stamp(stamp) == seen:
        return True
    if sha256_of(path) != sha256:
        return False
    with suppress(OSError):  # a read-only cache is as good, only slower
        stamp.parent.mkdir(parents=True, exist_ok=True)
        replace_text(stamp, json.dumps(seen))
    return True


def store(blocks: Iterable[bytes], target: Path, sha256: str, origin: str) -> None:
    """Write ``blocks`` to ``target``, whole and right or not at all; the caller holds the folder's lock.

    Raises:
        ModelError: the digest is not ``sha256``; what came is kept beside the target and named.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.tmp")
    digest = hashlib.sha256()
    try:
        with temporary.open("wb") as file:
            for block in blocks:
                digest.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        accept(temporary, target, sha256, digest.hexdigest(), origin)
    finally:
        temporary.unlink(missing_ok=True)


def accept(arrived: Path, target: Path, wanted: str, actual: str, origin: str) -> None:
    """Move a complete file to its place if its digest is the wanted one, else aside.

    Raises:
        ModelError: the digest is another one; names both, the origin and where the file was put.
    """
    if wanted == actual:
        arrived.replace(target)
        return
    aside = set_aside(arrived, target)
    raise ModelError(
        f"wrong checksum: {origin} gave a file with sha256 {actual}, but {wanted} was expected; "
        f"it was kept for a look as {aside}"
    )


def set_aside(wrong: Path, target: Path) -> Path:
    """Rename a file that is not what ``target`` is to be to a free name beside it; return that."""
    number = 1
    while (aside := target.with_name(f"{target.name}.rejected-{number}")).exists():
        number += 1
    wrong.replace(aside)
    return aside


def replace_text(path: Path, text: str) -> None:
    """Write a small file in one step, so that no reader sees half of it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


@contextmanager
def lock(folder: Path, progress: Progress, doing: str = "fetching into") -> Iterator[None]:
    """Hold a folder against other processes; waits for them and says what they are doing."""
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    guard = FileLock(folder / ".lock")
    try:
        guard.acquire(timeout=0)
    except Timeout:
        progress.note(f"another process is {doing} {folder}: waiting for it")
        guard.acquire()
    try:
        yield
    finally:
        guard.release()


def _stamp_path(path: Path) -> Path:
    key = hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:32]
    return home() / "stamps" / f"{key}.json"


def _read_stamp(stamp: Path) -> object:
    try:
        return json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
