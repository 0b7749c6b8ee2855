"""A Writer that needs no model: what it writes follows from brief and seed. Run as a script, it is `mailwright`.

As a script: scripted_writer.py SIGNAL:SECONDS WORD... runs the command line and sends its own process that signal
so many seconds after the model was started; with - instead it never does.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from dataclasses import dataclass, field
from typing import Any

from mailwright.brief import Brief
from mailwright.cli import main
from mailwright.draft import Coverage, Draft, Findings, Problem, UnsupportedFact
from mailwright.errors import EngineError, MailwrightError
from mailwright.writer import ModelInfo, Sampling, Usage, Writer


@dataclass
class ScriptedWriter:
    """Writes one sentence a point; points steer it.

    A point "lose ..." is not covered, "invent ..." brings 4711, "fail ..." raises EngineError always, "stumble ..."
    once, "crash ..." raises what no one expects.
    """

    pause: float = 0.0
    version: str = "1"
    started: int = 0
    closed: int = 0
    calls: list[tuple[Brief, Sampling]] = field(default_factory=list)
    in_work: int = 0
    most_in_work: int = 0
    stumbled: set[str] = field(default_factory=set)
    loaded_with: list[tuple[str, str]] = field(default_factory=list)

    @property
    def model(self) -> ModelInfo:
        return ModelInfo("scripted", self.version, "none", ("en",), 4096)

    async def start(self) -> None:
        self.started += 1

    async def close(self) -> None:
        self.closed += 1

    async def awrite(self, brief: Brief, sampling: Sampling) -> tuple[list[Draft], Usage]:
        self.calls.append((brief, sampling))
        self.in_work += 1
        self.most_in_work = max(self.most_in_work, self.in_work)
        try:
            await asyncio.sleep(self.pause)
            self._steer(brief)
        finally:
            self.in_work -= 1
        drafts = [_draft(brief, index, sampling.seed or 0) for index in range(sampling.n)]
        return drafts, Usage(prompt_tokens=10, completion_tokens=7 * sampling.n)

    def _steer(self, brief: Brief) -> None:
        for point in brief.points:
            if point.startswith("crash"):
                raise ZeroDivisionError("a bug")
            if point.startswith("refuse"):
                raise MailwrightError("the model refused\nand said so in two lines")
            if point.startswith("fail") or (point.startswith("stumble") and point not in self.stumbled):
                self.stumbled.add(point)
                raise EngineError("the worker died")


def _draft(brief: Brief, index: int, seed: int) -> Draft:
    body, coverage, unsupported = "Hello,\n", [], []
    for number, point in enumerate(brief.points):
        if point.startswith("lose"):
            coverage.append(Coverage(number, False, None, ("42",)))
            continue
        start = len(body)
        body += point
        coverage.append(Coverage(number, True, (start, len(body))))
        body += "\n"
        if point.startswith("invent"):
            unsupported.append(UnsupportedFact("4711", "number", (len(body), len(body) + 4)))
            body += "4711\n"
    problems = (Problem("closing", "there is no closing"),) if "unclosed" in brief.subject else ()
    findings = Findings(tuple(coverage), tuple(unsupported), problems)
    return Draft(brief.subject or "About it", f"{body}seed {seed}, draft {index}", findings, index, "stop", seed)


def install(writer: ScriptedWriter) -> None:
    """Make Writer.load return ``writer``."""

    def load(model: str = "default", *, engine: str = "auto", **_: Any) -> ScriptedWriter:
        writer.loaded_with.append((model, engine))
        return writer

    setattr(Writer, "load", load)  # noqa: B010 - a plain assignment to a class method is refused by mypy


class _DoomedWriter(ScriptedWriter):
    doom: str = "-"

    async def start(self) -> None:
        await super().start()
        if self.doom != "-":
            name, _, seconds = self.doom.partition(":")
            timer = threading.Timer(float(seconds), os.kill, (os.getpid(), signal.Signals[name]))
            timer.daemon = True
            timer.start()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job is started deaf to it
    doomed = _DoomedWriter(pause=0.008)
    doomed.doom = sys.argv[1]
    install(doomed)
    sys.exit(main(sys.argv[2:]))
