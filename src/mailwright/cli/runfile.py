"""What a batch was started with, kept beside its output: only the same settings and input may go on with it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from mailwright.cli.entries import Fingerprint, fingerprint
from mailwright.errors import MailwrightError

FORMAT: Final = 1
ADVICE: Final = "name another file, or start anew with --force"


class ResumeError(MailwrightError):
    """A run that cannot go on with the files it finds."""


@dataclass(frozen=True)
class Places:
    """Where a batch reads and writes."""

    source: Path
    out: Path

    @property
    def errors(self) -> Path:
        """One line for each input line that failed."""
        name = f"{self.out.stem}.errors.jsonl" if self.out.suffix == ".jsonl" else f"{self.out.name}.errors"
        return self.out.with_name(name)

    @property
    def run(self) -> Path:
        """What the run was started with."""
        return self.out.with_name(f"{self.out.name}.run.json")


def check_run(places: Places, settings: dict[str, Any]) -> None:
    """Compare the run file with this run.

    The input may have grown since, but what it held must be there unchanged.

    Raises:
        ResumeError: there is no run file that can be read, or it names other settings or another input.
    """
    if not places.run.exists():
        raise ResumeError(f"{places.out} exists and no run file tells what wrote it: {ADVICE}")
    before, source = _read_run(places.run)
    for name in sorted(before.keys() | settings.keys()):
        if before.get(name) != settings.get(name):
            raise ResumeError(
                f"{places.out} was begun with {name} {before.get(name)}, not {settings.get(name)}: "
                f"use the same options, {ADVICE}"
            )
    if fingerprint(places.source, source["bytes"]).sha256 != source["sha256"]:
        raise ResumeError(f"{places.out} was begun with another content of {places.source}: {ADVICE}")


def write_run(places: Places, settings: dict[str, Any], source: Fingerprint) -> None:
    """Write the run file, whole or not at all."""
    run = {"format": FORMAT, "settings": settings, "input": asdict(source)}
    fresh = places.run.with_name(places.run.name + ".new")
    fresh.write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")
    fresh.replace(places.run)


def _read_run(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
        settings, source = run["settings"], run["input"]
        known = run["format"] == FORMAT and isinstance(source["bytes"], int) and isinstance(source["sha256"], str)
    except (ValueError, KeyError, TypeError) as error:
        raise ResumeError(f"{path} cannot be read: {ADVICE}") from error
    if not known or not isinstance(settings, dict):
        raise ResumeError(f"{path} is of another version of mailwright: {ADVICE}")
    return settings, source
