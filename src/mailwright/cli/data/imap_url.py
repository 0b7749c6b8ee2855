"""An IMAP folder by its URL (RFC 5092, the part in use)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from mailwright.cli.usage import UsageError
from mailwright.corpus.sources.imap import Imap, Security
from mailwright.corpus.sources.password import Password


def imap_source(url: str, *, owner: str = "", password_env: str = "", certificates: Path | None = None) -> Imap:
    """Return the source that ``imaps://user@host:port/Folder`` names.

    ``imaps`` is TLS from the start, ``imap`` is STARTTLS; ``?security=none`` does without, on this machine only.

    Args:
        url: host, user and folder (INBOX if not given) with ``%`` and two digits for what may not stand in a URL.
        owner: whose mailbox it is, an address; the user if that is one.
        password_env: the environment variable that holds the password; it is asked for if not given.
        certificates: a file of certificates in PEM to trust instead of the system's.

    Raises:
        UsageError: the URL is none, holds a password, or lacks host or user.
        SourceError: the password would travel in the clear.
    """
    parts = urlsplit(url)
    if parts.password is not None:
        raise UsageError("a password on the command line is seen by others: leave it out, or use --password-env")
    try:
        port = parts.port
    except ValueError as error:
        raise UsageError(f"{url} is no address of an IMAP folder: {error}") from error
    if not parts.hostname or not parts.username:
        raise UsageError(f"{url} lacks host or user: write it like imaps://ana@mail.example.com/Sent")
    query = dict(part.partition("=")[::2] for part in parts.query.split("&") if part)
    security: Security = "tls" if parts.scheme.lower() == "imaps" else "starttls"
    if query.pop("security", "") == "none":
        security = "none"
    if query:
        raise UsageError(f"{url} asks for {next(iter(query))!r}, which is not known: leave it out")
    user = unquote(parts.username)
    question = f"Password of {user} at {parts.hostname}: "
    password = Password.from_environment(password_env) if password_env else Password.from_prompt(question)
    return Imap(
        host=parts.hostname,
        user=user,
        password=password,
        folder=unquote(parts.path.strip("/")) or "INBOX",
        port=port,
        security=security,
        certificates=certificates,
        owner=owner,
    )
