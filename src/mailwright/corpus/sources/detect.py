"""Which source a path is."""

from __future__ import annotations

from pathlib import Path

from mailwright.corpus.sources.files import ENDINGS, MailFiles
from mailwright.corpus.sources.maildir import Maildir
from mailwright.corpus.sources.mbox import Mbox
from mailwright.corpus.sources.reading import Source, SourceError


def open_mailbox(path: Path, *, owner: str = "", name: str = "") -> Source:
    """Return the source that lies at a path: a Maildir, a folder of mails, a mail, or an mbox file.

    Args:
        path: a folder or file.
        owner: whose mailbox it is, an address; empty if unknown.
        name: how the manifest is to call it; the name of folder or file if not given.

    Raises:
        SourceError: nothing is there, or no mail.
    """
    if path.is_dir():
        if (path / "cur").is_dir() and (path / "new").is_dir():
            return Maildir(path, owner=owner, name=name)
        files = MailFiles(path, owner=owner, name=name)
        if next(files.files(), None) is None:
            raise SourceError(
                f"{path} holds no .eml or .msg file and is no Maildir: name a folder or file with mail"
            )
        return files
    if not path.is_file():
        raise SourceError(f"{path} is not there: name an mbox file, a Maildir, or .eml or .msg files")
    if path.suffix.lower() in ENDINGS:
        return MailFiles(path, owner=owner, name=name)
    with path.open("rb") as file:
        if not file.read(5).startswith(b"From "):
            raise SourceError(f"{path} is no mbox file: its first line does not begin with From")
    return Mbox(path, owner=owner, name=name)
