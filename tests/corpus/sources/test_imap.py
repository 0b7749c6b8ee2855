"""IMAP, against a real Dovecot on the loopback with a certificate of an authority of the test's own."""

from __future__ import annotations

import base64
import contextlib
import grp
import logging
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from imapclient import IMAPClient

from mailwright.corpus.mail import Mail
from mailwright.corpus.sources import Imap, Password, SourceError, Unreadable

USER, SECRET = "ana@example.com", "säkrit-4711"

CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{folder}/mail
mailbox_list_index = no
ssl = required
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.pem
passdb {{
  driver = static
  args = password={{PLAIN}}{secret}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""


@dataclass
class Server:
    source: Imap
    plain_port: int
    mail: Path
    authority: Path


def _free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[tuple[Path, pwd.struct_passwd]]:
    """A folder for Dovecot, and whom it runs as: it refuses mails of root, and root's folders are closed."""
    if os.getuid():
        yield tmp_path, pwd.getpwuid(os.getuid())
        return
    nobody = pwd.getpwnam("nobody")
    folder = Path(tempfile.mkdtemp(prefix="mailwright-dovecot-"))
    yield folder, nobody
    shutil.rmtree(folder)


@pytest.fixture
def dovecot(home: tuple[Path, pwd.struct_passwd]) -> Iterator[Server]:
    folder, person = home
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    authority.issue_cert("localhost", "127.0.0.1").private_key_and_cert_chain_pem.write_to_path(
        folder / "server.pem"
    )
    for name in ("cur", "new", "tmp"):
        (folder / "mail" / name).mkdir(parents=True)
    plain, tls = _free_ports()
    filled = CONFIG.format(
        folder=folder,
        user=person.pw_name,
        group=grp.getgrgid(person.pw_gid).gr_name,
        uid=person.pw_uid,
        gid=person.pw_gid,
        secret=SECRET,
        plain=plain,
        tls=tls,
    )
    (folder / "dovecot.conf").write_text(filled, encoding="utf-8")
    if not os.getuid():
        for path in (folder, *folder.rglob("*")):
            os.chown(path, person.pw_uid, person.pw_gid)
    with _running(["dovecot", "-F", "-c", str(folder / "dovecot.conf")], person):
        password = Password(lambda: SECRET)
        source = Imap("localhost", USER, password, port=tls, certificates=folder / "authority.pem", timeout_s=30)
        yield Server(source, plain, folder / "mail", folder / "authority.pem")


@contextlib.contextmanager
def _running(command: list[str], person: pwd.struct_passwd) -> Iterator[None]:
    """Run Dovecot until the block is left; what it says is shown if the test fails."""
    other = {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []} if not os.getuid() else {}
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8", cwd="/", **other) as process:  # type: ignore[call-overload]
        try:
            for line in process.stderr:
                print(line, end="")
                if "starting up" in line:  # its sockets listen by then
                    break
            else:
                pytest.fail("Dovecot did not start")
            yield
        finally:
            process.terminate()
            print(process.stderr.read())


@contextlib.contextmanager
def owner_of(server: Server) -> Iterator[IMAPClient]:
    import ssl

    context = ssl.create_default_context(cafile=server.authority)
    with IMAPClient("localhost", server.source.port, ssl_context=context, timeout=30) as client:
        client.plain_login(USER, SECRET)
        yield client


def mail(number: int, **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = "Bob Müller <bob@example.com>"
    message["To"] = f"Ana Silva <{USER}>"
    message["Subject"] = f"Würfel {number}"
    message["Message-ID"] = f"<{number}@example.com>"
    message["Date"] = "Mon, 03 Jun 2024 10:12:13 +0200"
    for name, value in headers.items():
        message[name] = value
    message.set_content(f"Hallo Ana,\n\nder Würfel {number} ist da.\n\nGruß\nBob\n")
    return message.as_bytes()


def state_of(server: Server) -> tuple[Any, list[str]]:
    """What the server and its disk say of the folder, asked without selecting it."""
    what = ["MESSAGES", "RECENT", "UNSEEN", "UIDNEXT", "UIDVALIDITY", "HIGHESTMODSEQ"]
    with owner_of(server) as client:
        status = client.folder_status("INBOX", what)
    return status, sorted(
        f"{path.parent.name}/{path.name}" for folder in ("cur", "new") for path in (server.mail / folder).iterdir()
    )


@pytest.mark.system("dovecot")
def test_a_folder_is_read_twice_alike_and_nothing_on_the_server_changes(dovecot: Server) -> None:
    with owner_of(dovecot) as client:
        for number in range(3):
            client.append("INBOX", mail(number))
        client.append("INBOX", mail(3), flags=(b"\\Seen", b"\\Flagged"))
        client.append("INBOX", mail(4), flags=(b"\\Deleted",))
        client.append("INBOX", mail(5), flags=(b"\\Draft",))
        client.append("INBOX", b"Subject: nothing\r\n\r\n")
    for number in (6, 7):  # delivered by a program: recent, and seen by nobody
        (dovecot.mail / "new" / f"170000000{number}.M1P1.host").write_bytes(mail(number))
    before = state_of(dovecot)
    assert before[0][b"RECENT"] >= 2
    first, second = list(dovecot.source.read()), list(dovecot.source.read())
    assert first == second
    assert dovecot.source.describe() == dovecot.source.describe()
    assert dovecot.source.total() == 9
    assert state_of(dovecot) == before

    mails = [item for item in first if isinstance(item, Mail)]
    assert [item.subject for item in mails] == [f"Würfel {number}" for number in (0, 1, 2, 3, 6, 7)]
    assert mails[0].body == "Hallo Ana,\n\nder Würfel 0 ist da.\n\nGruß\nBob"
    assert {(item.source, item.owner) for item in mails} == {("inbox", USER)}
    reasons = sorted(item.reason for item in first if isinstance(item, Unreadable))
    assert reasons == ["has no text", "is marked as a draft", "is marked as deleted"]


@pytest.mark.system("dovecot")
def test_a_long_mail_is_fetched_in_part(dovecot: Server) -> None:
    message = EmailMessage()
    message["Subject"] = "Plans"
    message.set_content("The plans are attached.\n")
    message.add_attachment(bytes(5 << 20), maintype="application", subtype="zip", filename="plans.zip")
    endless = b"Subject: endless\r\n\r\n" + b"word " * (3 << 18)
    with owner_of(dovecot) as client:
        client.append("INBOX", message.as_bytes())
        client.append("INBOX", endless)
    read = list(dovecot.source.read())
    assert isinstance(read[0], Mail)
    assert read[0].body == "The plans are attached."
    assert isinstance(read[1], Unreadable)
    assert "longer than what is read" in read[1].reason


@pytest.mark.system("dovecot")
def test_starttls_reads_the_same(dovecot: Server) -> None:
    with owner_of(dovecot) as client:
        client.append("INBOX", mail(1))
    upgraded = replace(dovecot.source, port=dovecot.plain_port, security="starttls")
    assert list(upgraded.read()) == list(dovecot.source.read())


@pytest.mark.system("dovecot")
def test_the_password_is_in_no_log_and_no_error(dovecot: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert list(dovecot.source.read()) == []
    written = base64.b64encode(f"\0{USER}\0{SECRET}".encode()).decode()
    assert SECRET not in caplog.text
    assert written not in caplog.text
    assert SECRET not in repr(dovecot.source)
    wrong = replace(dovecot.source, password=Password(lambda: "falsch-0815"))
    with pytest.raises(SourceError, match="Authentication failed") as caught:
        list(wrong.read())
    assert "falsch-0815" not in str(caught.value) + caplog.text


@pytest.mark.system("dovecot")
def test_a_certificate_of_nobody_is_refused(dovecot: Server) -> None:
    with pytest.raises(SourceError, match="certificate"):
        list(replace(dovecot.source, certificates=None).read())


@pytest.mark.system("dovecot")
def test_a_folder_that_is_not_there_names_those_that_are(dovecot: Server) -> None:
    with pytest.raises(SourceError, match=r"no folder 'Sent': it has INBOX"):
        list(replace(dovecot.source, folder="Sent").read())


def test_a_server_that_is_not_there_says_what_to_check() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    source = Imap("127.0.0.1", USER, Password(lambda: SECRET), port=port)
    with pytest.raises(SourceError, match="check host, port, security"):
        list(source.read())


def test_a_password_never_travels_in_the_clear_to_another_machine() -> None:
    with pytest.raises(SourceError, match="in the clear"):
        Imap("imap.example.com", USER, Password(lambda: SECRET), security="none")


def test_a_password_is_asked_for_once_and_hides(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    password = Password(lambda: asked.append(1) or SECRET)  # type: ignore[func-returns-value]
    assert (password.reveal(), password.reveal(), len(asked)) == (SECRET, SECRET, 1)
    assert SECRET not in repr(password)
    monkeypatch.setenv("MAIL_PASSWORD", SECRET)
    assert Password.from_environment("MAIL_PASSWORD").reveal() == SECRET
    monkeypatch.delenv("MAIL_PASSWORD")
    with pytest.raises(SourceError, match="MAIL_PASSWORD holds no password"):
        Password.from_environment("MAIL_PASSWORD").reveal()
