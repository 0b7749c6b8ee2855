"""Files of one mail each, .eml and .msg, alone or in a tree of folders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mailwright.corpus.mail import Mail
from mailwright.corpus.mime.errors import MessageError
from mailwright.corpus.mime.message import MAX_BYTES
from mailwright.corpus.sources.compose import Composer
from mailwright.corpus.sources.digest import sha256_of_files
from mailwright.corpus.sources.reading import SourceError, Unreadable

ENDINGS: Final = (".eml", ".msg")


@dataclass(frozen=True)
class MailFiles:
    """Mails that are files of their own: ``.eml`` (RFC 5322) and ``.msg`` (Outlook).

    Attributes:
        path: a file, or a folder with such files, in folders of folders too; links to folders are not followed.
        owner: whose mails they are, an address; empty if unknown.
        name: how the manifest calls them; the name of file or folder if not given.
    """

    path: Path
    owner: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name or self.path.stem)

    def read(self) -> Iterator[Mail | Unreadable]:
        """Yield each mail, or why it cannot be read, ordered by the names of folders and files."""
        composer = Composer(self.name, self.owner)
        for place, path in self.files():
            yield _read(composer, place, path)

    def describe(self) -> dict[str, Any]:
        """Return name, kind, number and bytes of the files, and a digest of names and contents."""
        digest, files, size = sha256_of_files(self.files(), forgiving=True)
        return {"name": self.name, "kind": "files", "files": files, "bytes": size, "digest": digest}

    def total(self) -> int:
        """Return how many files there are."""
        return sum(1 for _ in self.files())

    def files(self) -> Iterator[tuple[str, Path]]:
        """Yield names, as seen from the folder, and places of the files, in order; closed folders come last."""
        if self.path.is_file():
            yield self.path.name, self.path
            return
        if not self.path.is_dir():
            raise SourceError(f"{self.path} is not there: name a folder of .eml or .msg files, or one of them")
        closed: list[OSError] = []
        for folder, folders, names in os.walk(self.path, onerror=closed.append):
            folders.sort()
            for name in sorted(names):
                path = Path(folder, name)
                if path.suffix.lower() in ENDINGS and path.is_file():
                    yield self._place(path), path
        for path in sorted(Path(error.filename) for error in closed):
            yield self._place(path), path  # reading it fails, and that is counted

    def _place(self, path: Path) -> str:
        return os.fsencode(path.relative_to(self.path).as_posix()).decode("utf-8", "replace")


def read_beginning(path: Path) -> tuple[bytes, int]:
    """Return the first ``MAX_BYTES`` of a file, and its whole size.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        raw = file.read(MAX_BYTES)
        return raw, max(len(raw), os.fstat(file.fileno()).st_size)


def _read(composer: Composer, place: str, path: Path) -> Mail | Unreadable:
    try:
        if path.suffix.lower() == ".msg":
            from mailwright.corpus.sources.outlook import read_msg

            return composer.compose(place, read_msg(path))
        return composer.read(place, *read_beginning(path))
    except MessageError as error:
        return Unreadable(place, str(error))
    except OSError as error:
        return Unreadable(place, f"cannot be opened ({error.strerror})")
