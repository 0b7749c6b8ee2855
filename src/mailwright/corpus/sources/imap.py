"""A folder on an IMAP server, read without leaving a trace: EXAMINE and BODY.PEEK (RFC 9051, 6.3.3 and 6.4.5)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from mailwright.corpus.mail import Mail
from mailwright.corpus.mime.message import MAX_BYTES
from mailwright.corpus.sources.compose import Composer
from mailwright.corpus.sources.password import Password
from mailwright.corpus.sources.reading import SourceError, Unreadable

if TYPE_CHECKING:
    from imapclient import IMAPClient

Security = Literal["tls", "starttls", "none"]

_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_TIMEOUT_S: Final = 60.0
_SIZES_AT_ONCE: Final = 500
_BYTES_AT_ONCE: Final = 4 << 20
_MOST_FOLDERS_NAMED: Final = 20
_UNWANTED_FLAGS: Final = {b"\\Deleted": "is marked as deleted", b"\\Draft": "is marked as a draft"}


@dataclass(frozen=True)
class Imap:
    """Mails of one folder of an IMAP server; the server's certificate is checked, nothing there is changed.

    Attributes:
        host: the server.
        user: the name to log in with.
        password: where the password is from.
        folder: the folder, as the server calls it.
        port: 993, or 143 without TLS from the start, if not given.
        security: TLS from the start, TLS by STARTTLS, or none, which is for a server on this machine only.
        certificates: a file of certificates, in PEM, to trust besides those of the system.
        owner: whose mailbox it is, an address; ``user`` if that is one.
        name: how the manifest calls it; the folder's name if not given.
    """

    host: str
    user: str
    password: Password
    folder: str = "INBOX"
    port: int | None = None
    security: Security = "tls"
    certificates: Path | None = None
    owner: str = ""
    name: str = ""
    timeout_s: float = field(default=_TIMEOUT_S, kw_only=True)

    def __post_init__(self) -> None:
        if self.security == "none" and self.host not in _LOOPBACK:
            raise SourceError(f"the password would travel to {self.host} in the clear: use tls or starttls")
        object.__setattr__(self, "name", self.name or self.folder.rpartition("/")[2].lower())
        object.__setattr__(self, "owner", self.owner or (self.user.lower() if "@" in self.user else ""))

    def read(self) -> Iterator[Mail | Unreadable]:
        """Yield each mail, or why it cannot be read, in the order of their unique numbers."""
        composer = Composer(self.name, self.owner)
        with self._session() as (client, _):
            found = sorted(client.search("ALL"))
            for start in range(0, len(found), _SIZES_AT_ONCE):
                numbers = found[start : start + _SIZES_AT_ONCE]
                known = client.fetch(numbers, ["RFC822.SIZE", "FLAGS"])
                for group in _groups(numbers, known):
                    yield from _read(composer, group, known, client)

    def describe(self) -> dict[str, Any]:
        """Return name, kind, host, folder, and a digest of the numbers that the server gives its mails for ever."""
        with self._session() as (client, state):
            numbers = sorted(client.search("ALL"))
            validity = state.get(b"UIDVALIDITY", 0)
        digest = sha256(f"{validity}:{','.join(map(str, numbers))}".encode()).hexdigest()
        return {
            "name": self.name,
            "kind": "imap",
            "host": self.host,
            "folder": self.folder,
            "mails": len(numbers),
            "digest": digest,
        }

    def total(self) -> int:
        """Return how many mails there are."""
        with self._session() as (_, state):
            return int(state.get(b"EXISTS", 0))

    @contextmanager
    def _session(self) -> Iterator[tuple[IMAPClient, dict[bytes, Any]]]:
        """Open the folder for reading only.

        Raises:
            SourceError: the server cannot be reached, is not trusted, or refuses; or the connection was lost.
        """
        from imapclient.exceptions import IMAPClientError

        try:
            with self._connect() as client:
                self._log_in(client)
                yield client, self._examine(client)
        except (IMAPClientError, OSError) as error:
            said = str(error).replace(self.password.reveal(), "***")
            raise SourceError(f"{self.host}: {said}: check host, port, security, user and password") from error

    def _connect(self) -> IMAPClient:
        import ssl

        from imapclient import IMAPClient

        context = ssl.create_default_context()
        if self.certificates:
            context.load_verify_locations(self.certificates)
        client = IMAPClient(
            self.host, self.port, ssl=self.security == "tls", ssl_context=context, timeout=self.timeout_s
        )
        if self.security == "starttls":
            client.starttls(context)
        return client

    def _log_in(self, client: IMAPClient) -> None:
        secret = self.password.reveal()
        if client.has_capability("AUTH=PLAIN"):
            client.plain_login(self.user, secret)
        elif secret.isascii() and self.user.isascii():
            client.login(self.user, secret)
        else:
            raise SourceError(f"{self.host} takes no user name or password with letters beyond ASCII")

    def _examine(self, client: IMAPClient) -> dict[bytes, Any]:
        from imapclient.exceptions import IMAPClientError

        try:
            state: dict[bytes, Any] = client.select_folder(self.folder, readonly=True)
        except IMAPClientError as error:
            names = [name for _, _, name in client.list_folders()]
            listed = ", ".join(names[:_MOST_FOLDERS_NAMED]) + (" ..." if len(names) > _MOST_FOLDERS_NAMED else "")
            raise SourceError(f"{self.host} has no folder {self.folder!r}: it has {listed}") from error
        return state


def _groups(numbers: list[int], known: dict[int, dict[bytes, Any]]) -> Iterator[list[int]]:
    """Yield the numbers in groups of mails that are a few MiB together."""
    group: list[int] = []
    size = 0
    for number in numbers:
        length = min(MAX_BYTES, known.get(number, {}).get(b"RFC822.SIZE", 0))
        if group and size + length > _BYTES_AT_ONCE:
            yield group
            group, size = [], 0
        group.append(number)
        size += length
    if group:
        yield group


def _read(
    composer: Composer, group: list[int], known: dict[int, dict[bytes, Any]], client: IMAPClient
) -> Iterator[Mail | Unreadable]:
    fetched = client.fetch(group, [f"BODY.PEEK[]<0.{MAX_BYTES}>"])
    for number in group:
        place = f"number {number}"
        flags = known.get(number, {}).get(b"FLAGS", ())
        reason = next((said for flag, said in _UNWANTED_FLAGS.items() if flag in flags), "")
        raw = fetched.get(number, {}).get(b"BODY[]<0>")
        if reason:
            yield Unreadable(place, reason)
        elif raw is None:
            yield Unreadable(place, "was deleted while the folder was read")
        else:
            yield composer.read(place, raw, max(len(raw), known.get(number, {}).get(b"RFC822.SIZE", 0)))
