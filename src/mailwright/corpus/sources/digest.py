"""What tells one input from another: digests that depend on content and names, not on time or place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def sha256_of(path: Path) -> tuple[str, int]:
    """Return the SHA-256 of a file, in hexadecimal digits, and its size in bytes.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return digest, file.tell()


def sha256_of_files(files: Iterable[tuple[str, Path]], *, forgiving: bool = False) -> tuple[str, int, int]:
    """Return one SHA-256 over the names and contents of files, how many there are, and their bytes.

    Args:
        files: names, in an order that stays, with where the files lie.
        forgiving: whether of a file that cannot be read the name alone counts, in place of an error.

    Raises:
        OSError: a file cannot be read.
    """
    whole = hashlib.sha256()
    number = size = 0
    for name, path in files:
        try:
            digest, length = sha256_of(path)
        except OSError:
            if not forgiving:
                raise
            digest, length = "", 0
        whole.update(f"{name}\0{digest}\n".encode("utf-8", "surrogateescape"))
        number, size = number + 1, size + length
    return whole.hexdigest(), number, size
