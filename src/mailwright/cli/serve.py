"""``mailwright serve``: answer over HTTP."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter
from pydantic import ValidationError

from mailwright.cli.usage import UsageError
from mailwright.errors import MailwrightError

TRY_IT = {"prompt": "tell ana the demo moves to monday 3 pm, friendly"}

Several = Annotated[tuple[str, ...], Parameter(negative=(), consume_multiple=False)]


def serve(
    *,
    host: str | None = None,
    port: int | None = None,
    model: str = "default",
    engine: str = "auto",
    tls_cert: Path | None = None,
    tls_key: Path | None = None,
    threads: int | None = None,
    slots: int | None = None,
    device: str | None = None,
    precision: Literal["auto", "fp32", "bf16", "fp16"] | None = None,
    concurrency: int | None = None,
    queue: int | None = None,
    api_key_file: Path | None = None,
    allow_open: bool | None = None,
    allowed_host: Several = (),
    cors_origin: Several = (),
    log_format: Literal["text", "json"] | None = None,
) -> None:
    """Answer over HTTP.

    Each option that is not given is read from the environment (MAILWRIGHT_HOST, MAILWRIGHT_API_KEYS, ...).

    Args:
        host: Address to listen on, default 127.0.0.1; others can reach the service on any but a loopback address.
        port: Port to listen on, default 8008; 0 takes a free one.
        model: A model's name, a bundle's folder or a GGUF file.
        engine: openvino, llamacpp, transformers, or auto to let mailwright choose.
        tls_cert: Serve HTTPS with this PEM certificate chain.
        tls_key: Its PEM key, if it is not in the same file.
        threads: Threads that compute; default, the physical cores up to 16.
        slots: Sequences decoded at the same time, default 16.
        device: Where the engine transformers computes: cpu, cuda, or auto to take a GPU if there is one.
        precision: Of its weights; default auto, which takes what the device computes well without overflow.
        concurrency: Requests that generate at the same time, default 8.
        queue: Requests that wait for their turn, default 32; further ones are answered 429.
        api_key_file: File with one API key a line; clients must send one of them.
        allow_open: Listen on other than a loopback address without an API key.
        allowed_host: A name that clients may call the service by, besides localhost and IP addresses; repeatable.
        cors_origin: Origin of a web page that may call the API, such as https://mail.example.com; repeatable.
        log_format: Log lines on stderr as text or as json, default text.
    """
    given = {
        "host": host,
        "port": port,
        "concurrency": concurrency,
        "queue_size": queue,
        "allow_open": allow_open,
        "log_format": log_format,
        "api_keys": _read_keys(api_key_file) if api_key_file else None,
        "allowed_hosts": allowed_host or None,
        "cors_origins": cors_origin or None,
    }
    if tls_key and not tls_cert:
        raise UsageError("--tls-key needs --tls-cert: give the certificate that belongs to the key")
    machine = {"threads": threads, "slots": slots, "device": device, "precision": precision}
    _run(_given(given), model, engine, _given(machine), tls_cert, tls_key)


def _run(
    options: dict[str, Any],
    model: str,
    engine: str,
    machine: dict[str, Any],
    tls_cert: Path | None,
    tls_key: Path | None,
) -> None:
    from mailwright.engines.base import EngineSettings
    from mailwright.service.log import configure_logging
    from mailwright.service.server import bind, run_server, tls_context
    from mailwright.service.settings import LOOPBACK_HOSTS, ServiceSettings
    from mailwright.writer import Writer

    try:
        settings = ServiceSettings(**options)
    except ValidationError as error:
        raise UsageError(_usage(error)) from None
    tls = tls_context(tls_cert, tls_key) if tls_cert else None
    if tls is None and settings.host not in LOOPBACK_HOSTS:
        print(
            f"mailwright: {settings.host} is served in clear: mails and keys can be read on the way; "
            "give --tls-cert, or put a proxy with TLS before it",
            file=sys.stderr,
        )
    configure_logging(settings.log_format)
    with bind(settings.host, settings.port) as listener:
        writer = Writer.load(model, engine=engine, settings=EngineSettings(**machine))
        run_server(settings, writer, listener, tls=tls, announce=_announce)


def _announce(url: str) -> None:
    insecure = " -k" if url.startswith("https:") else ""
    print(f"mailwright answers on {url} - try: curl{insecure} {url}/ -d '{json.dumps(TRY_IT)}'", flush=True)


def _given(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _read_keys(path: Path) -> tuple[str, ...]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise MailwrightError(f"--api-key-file: {path} cannot be read: give a text file, one key a line") from None
    keys = tuple(line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))
    if not keys:
        raise MailwrightError(f"--api-key-file: {path} holds no key: write one a line")
    return keys


def _usage(error: ValidationError) -> str:
    item = error.errors(include_url=False, include_input=False)[0]
    reason = str(item["msg"]).removeprefix("Value error, ")
    place = ".".join(str(part) for part in item["loc"]).replace("queue_size", "queue")
    return f"--{place.replace('_', '-')}: {reason}" if place else reason
