"""How the service is set up: from arguments first, then from ``MAILWRIGHT_*`` environment variables."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})

Names = Annotated[tuple[str, ...], NoDecode]


class ServiceSettings(BaseSettings):
    """All settings of the service; a list in an environment variable is written with commas.

    Attributes:
        host: address to listen on.
        port: TCP port, 0 to 65535; 0 lets the system choose.
        api_keys: a client must send one of these, as ``Authorization: Bearer KEY`` or ``X-API-Key``; with none
            the service asks for no key.
        allow_open: listen on other than loopback addresses without a key.
        allowed_hosts: names that a ``Host`` header may carry besides ``localhost`` and plain IP addresses, which
            DNS rebinding cannot forge; ``*`` allows any.
        cors_origins: origins of web pages that may call the API, such as ``https://mail.example.com``.
        concurrency: requests that generate at the same time.
        queue_size: requests that wait for their turn; further ones are answered 429.
        body_limit: bytes of a request's body, at most.
        body_seconds: seconds in which a request's body must arrive.
        drain_seconds: seconds that running requests have to finish once the service is told to stop.
        log_format: ``text`` or ``json``, one line an event on stderr.
    """

    model_config = SettingsConfigDict(env_prefix="MAILWRIGHT_", extra="forbid", frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(8008, ge=0, le=65535)
    api_keys: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    allow_open: bool = False
    allowed_hosts: Names = ()
    cors_origins: Names = ()
    concurrency: int = Field(8, ge=1, le=256)
    queue_size: int = Field(32, ge=0, le=10_000)
    body_limit: int = Field(256 * 1024, ge=1024)
    body_seconds: float = Field(30.0, gt=0)
    drain_seconds: int = Field(30, ge=0)
    log_format: Literal["text", "json"] = "text"

    @field_validator("api_keys", "allowed_hosts", "cors_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(item.strip() for item in value.split(",") if item.strip())
        return value

    @field_validator("cors_origins")
    @classmethod
    def _as_browsers_write(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(origin.lower().rstrip("/") for origin in origins)

    @field_validator("api_keys")
    @classmethod
    def _strong(cls, keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if any(len(key.get_secret_value()) < 8 for key in keys):
            raise ValueError("an API key must have at least 8 characters")
        return keys

    @model_validator(mode="after")
    def _guarded(self) -> Self:
        if self.host not in LOOPBACK_HOSTS and not self.api_keys and not self.allow_open:
            raise ValueError(
                f"listening on {self.host} lets others in without a key: give an API key "
                "(--api-key-file or MAILWRIGHT_API_KEYS) or say --allow-open"
            )
        return self
