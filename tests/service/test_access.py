"""Only known hosts, own or allowed pages and known keys get in."""

from __future__ import annotations

from typing import Any

import pytest

from mailwright.service import ServiceSettings
from mailwright.service.access import Access
from mailwright.service.problems import Problem

KEY = "correct horse battery"


def access(**settings: Any) -> Access:
    return Access(ServiceSettings.model_validate(settings))


def refusal(guard: Access, headers: dict[str, str], path: str = "/v1/emails", method: str = "POST") -> int:
    try:
        guard.check(method, path, headers)
    except Problem as problem:
        return problem.status
    return 0


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:8008", "app.localhost", "127.0.0.1:8008", "[::1]:8008", "10.0.0.7", "LOCALHOST"],
)
def test_localhost_and_addresses_are_known_hosts(host: str) -> None:
    assert refusal(access(), {"host": host}) == 0


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "[::1", "a b", "notlocalhost"]
)
def test_a_name_that_may_be_rebound_is_refused(host: str) -> None:
    assert refusal(access(), {"host": host}) == 421


def test_a_configured_host_is_known() -> None:
    assert refusal(access(allowed_hosts="mail.example"), {"host": "mail.example:443"}) == 0
    assert refusal(access(allowed_hosts="*"), {"host": "any.example"}) == 0


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9999", "file://", "garbage"])
def test_a_foreign_page_may_not_call(origin: str) -> None:
    assert refusal(access(), {"host": "127.0.0.1:8008", "origin": origin}) == 403


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8008", "https://127.0.0.1:8008", "moz-extension://4f1c"])
def test_the_own_page_and_extensions_may_call(origin: str) -> None:
    assert refusal(access(), {"host": "127.0.0.1:8008", "origin": origin}) == 0


def test_a_configured_origin_may_call() -> None:
    guard = access(cors_origins="https://mail.example")
    assert refusal(guard, {"host": "127.0.0.1:8008", "origin": "https://mail.example"}) == 0
    assert refusal(guard, {"host": "127.0.0.1:8008", "origin": "https://mail.example.evil"}) == 403
    assert guard.is_listed("https://mail.example")
    assert not guard.is_listed("")


@pytest.mark.parametrize("sent", ["schlüssel-1234", "schlüssel-1234".encode().decode("latin-1")])
def test_a_key_beyond_ascii_is_known_however_it_is_sent(sent: str) -> None:
    guard = access(api_keys="schlüssel-1234")
    assert refusal(guard, {"host": "localhost", "x-api-key": sent}) == 0
    assert refusal(guard, {"host": "localhost", "x-api-key": sent[:-1] + "5"}) == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"authorization": "Basic abc"}, 401),
        ({"authorization": "Bearer"}, 401),
        ({"authorization": "Bearer wrong"}, 403),
        ({"x-api-key": "wrong"}, 403),
        ({"x-api-key": "\udcff"}, 403),
        ({"authorization": f"Bearer {KEY}"}, 0),
        ({"authorization": f"bearer {KEY}"}, 0),
        ({"x-api-key": KEY}, 0),
    ],
)
def test_a_key_is_asked_for_and_compared(headers: dict[str, str], status: int) -> None:
    assert refusal(access(api_keys=[KEY, "another key"]), headers) == status


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/docs", "/openapi.json", "/"])
def test_health_and_docs_need_no_key(path: str) -> None:
    assert refusal(access(api_keys=[KEY]), {}, path, "GET") == 0


@pytest.mark.parametrize("path", ["/metrics", "/version"])
def test_figures_need_a_key(path: str) -> None:
    assert refusal(access(api_keys=[KEY]), {}, path, "GET") == 401
