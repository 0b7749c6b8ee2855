"""Who may call: the Host header (DNS rebinding), the Origin header (foreign web pages), the key."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from mailwright.service.problems import Problem
from mailwright.service.settings import ServiceSettings

OPEN_PATHS: Final = frozenset({"/health/live", "/health/ready", "/docs", "/openapi.json"})


class Access:
    """Decides on a request by its method, path and headers alone."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._names = frozenset(name.lower() for name in settings.allowed_hosts)
        self._origins = frozenset(settings.cors_origins)
        self._digests = tuple(_digest(key.get_secret_value()) for key in settings.api_keys)

    def check(self, method: str, path: str, headers: Mapping[str, str]) -> None:
        """Let the request pass.

        Raises:
            Problem: 421 for a host that is not ours, 403 for a foreign page or a wrong key, 401 for no key.
        """
        host = headers.get("host", "")
        if not self._knows_host(host):
            raise Problem(
                421,
                "unknown-host",
                "this service does not answer to the name in the Host header: see allowed_hosts",
            )
        origin = headers.get("origin", "")
        if origin and not self._allows_origin(origin.lower(), host.lower()):
            raise Problem(403, "foreign-origin", "web pages of this origin may not call: see cors_origins")
        is_open = path in OPEN_PATHS or (path == "/" and method in ("GET", "HEAD")) or method == "OPTIONS"
        if self._digests and not is_open:
            self._check_key(headers)

    def is_listed(self, origin: str) -> bool:
        """Whether web pages of this origin may read answers."""
        return bool(origin) and ("*" in self._origins or origin.lower() in self._origins)

    def _knows_host(self, host: str) -> bool:
        if not host or "*" in self._names:  # HTTP/1.0 clients may send none; browsers always do
            return True
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name == "localhost" or name.endswith(".localhost") or name in self._names:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True  # rebinding needs a name: an address cannot be bound anew

    def _allows_origin(self, origin: str, host: str) -> bool:
        if "*" in self._origins or origin in self._origins:
            return True
        scheme, _, place = origin.partition("://")
        if origin == "null":
            return False
        # Browser and mail-client extensions name themselves here; their own permissions guard them.
        return place == host if scheme in ("http", "https") else scheme.endswith("-extension")

    def _check_key(self, headers: Mapping[str, str]) -> None:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        key = token.strip() if scheme.lower() == "bearer" else headers.get("x-api-key", "")
        if not key:
            wanted = {"WWW-Authenticate": "Bearer"}
            detail = "a key is needed: send it as 'Authorization: Bearer KEY' or 'X-API-Key: KEY'"
            raise Problem(401, "no-key", detail, headers=wanted)
        typed = key.encode("latin-1", "replace")  # as it was sent: servers decode headers as Latin-1
        digests = (_digest(key), hashlib.sha256(typed).digest())
        if not any([hmac.compare_digest(one, known) for one in digests for known in self._digests]):  # noqa: C419
            raise Problem(403, "wrong-key", "this key is not known")


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()
