"""Wheels as pip finds them: the user's index, find-links, proxy and certificates hold."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import httpx2

from mailwright.models.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

# Settings of a user that would make pip install for real, or refuse to work outside an environment.
NEUTRAL: Final = {"PIP_REQUIRE_VIRTUALENV": "0", "PIP_USER": "0", "PIP_NO_INPUT": "1"}
WHEELS_ONLY: Final = ("--no-deps", "--only-binary=:all:", "--disable-pip-version-check")


@dataclass(frozen=True)
class Wheel:
    """A wheel that pip would take; ``sha256`` is empty if the index does not state it."""

    requirement: str
    url: str
    sha256: str

    @property
    def name(self) -> str:
        """The wheel's file name."""
        return self.url.split("#")[0].rpartition("/")[2]


def find_wheels(requirements: Sequence[str]) -> list[Wheel]:
    """Return the wheels of the requirements in their order, without installing or fetching them whole.

    Raises:
        SourceError: pip cannot be run or finds no such wheel; says what pip said last.
    """
    with tempfile.TemporaryDirectory(prefix="mailwright-") as folder:
        report = Path(folder) / "report.json"
        # fast-deps reads the metadata out of a wheel by ranges where an index does not serve it apart.
        options = ("--dry-run", "--ignore-installed", "--use-feature=fast-deps", *WHEELS_ONLY)
        run_pip(["install", "--quiet", *options, "--report", str(report), *requirements])
        record = json.loads(report.read_text(encoding="utf-8"))
    found = {_plain(item["metadata"]["name"]): item["download_info"] for item in record["install"]}
    return [_wheel(requirement, found) for requirement in requirements]


def fetch_wheel(requirement: str, folder: Path) -> Path:
    """Let pip itself fetch one wheel into an empty folder: for indexes that only pip can speak to.

    Raises:
        SourceError: pip cannot.
    """
    run_pip(["download", "--quiet", *WHEELS_ONLY, "--dest", str(folder), requirement])
    for path in folder.glob("*.whl"):
        return path
    raise SourceError(f"pip fetched no wheel for {requirement}")


def make_client() -> httpx2.Client:
    """Return an HTTP client with pip's proxy and certificates."""
    settings = _configuration()
    verify: bool | ssl.SSLContext = True
    certificates = settings.get("cert", "")
    if certificates and Path(certificates).exists():
        is_folder = Path(certificates).is_dir()
        verify = ssl.create_default_context(
            cafile=None if is_folder else certificates, capath=certificates if is_folder else None
        )
    if settings.get("client-cert"):
        verify = verify if isinstance(verify, ssl.SSLContext) else ssl.create_default_context()
        verify.load_cert_chain(settings["client-cert"])
    return httpx2.Client(verify=verify, proxy=settings.get("proxy") or None)


def run_pip(arguments: Sequence[str]) -> str:
    """Run this interpreter's pip and return what it printed.

    Raises:
        SourceError: it failed; the message is its last error line.
    """
    command = [sys.executable, "-m", "pip", *arguments]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **NEUTRAL},
        stdin=subprocess.DEVNULL,
    )
    if done.returncode == 0:
        return done.stdout
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")] or lines or ["it failed without a word"]
    raise SourceError(f"pip: {errors[-1].removeprefix('ERROR:').strip()}")


def _wheel(requirement: str, found: dict[str, Any]) -> Wheel:
    info = found.get(_plain(requirement.split("==")[0]))
    if info is None:
        raise SourceError(f"pip: no wheel for {requirement}")
    sha256 = info.get("archive_info", {}).get("hashes", {}).get("sha256", "")
    return Wheel(requirement, info["url"], sha256)


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _configuration() -> dict[str, str]:
    """Read ``pip config list``: lines such as ``global.cert='/etc/ssl/ca.pem'``, the environment's last."""
    wanted: dict[str, dict[str, str]] = {}
    for line in run_pip(["config", "list"]).splitlines():
        key, separator, value = line.partition("=")
        section, dot, name = key.rpartition(".")
        if separator and dot:
            wanted.setdefault(section, {})[name] = value.strip("'\"")
    sections = ("global", "install", ":env:")
    return {name: value for section in sections for name, value in wanted.get(section, {}).items()}
