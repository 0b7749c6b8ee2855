from __future__ import annotations

from pathlib import Path

import pytest

from mailwright.cli.data.imap_url import imap_source


def test_a_url_names_host_user_port_and_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "x-4711")
    source = imap_source("imaps://ana%40example.com@mail.example.com:9993/Work/Sent%20Items", password_env="SECRET")
    assert (source.host, source.user, source.port) == ("mail.example.com", "ana@example.com", 9993)
    assert (source.folder, source.security, source.name) == ("Work/Sent Items", "tls", "sent items")
    assert source.owner == "ana@example.com"
    assert source.password.reveal() == "x-4711"


def test_the_scheme_says_how_the_connection_is_kept_secret(tmp_path: Path) -> None:
    pem = tmp_path / "authority.pem"
    source = imap_source("imap://ana@mail.example.com", owner="me@example.com", certificates=pem)
    assert (source.security, source.folder, source.owner, source.certificates) == (
        "starttls", "INBOX", "me@example.com", pem,
    )  # fmt: skip
    assert imap_source("imap://ana@localhost/?security=none").security == "none"
