"""``mailwright batch``: a file of briefs to a file of drafts, in order, in bounded memory, resumable."""

import asyncio
import sys
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from cyclopts import Parameter

from mailwright.brief import brief_from_dict
from mailwright.cli.entries import Entry, read_entries, seed_of
from mailwright.cli.journal import Journal
from mailwright.cli.progress import Progress, progress_over
from mailwright.cli.runfile import Places
from mailwright.cli.usage import DEFAULT_MODEL, DEFAULT_SAMPLING, ModelOptions, SamplingOptions, UsageError
from mailwright.errors import EngineError, MailwrightError

if TYPE_CHECKING:
    from mailwright.draft import Draft
    from mailwright.writer import ModelInfo, Sampling, Usage, Writer

MAX_CONCURRENCY: Final = 256
Policy = Literal["flag", "strict"]


def batch(
    briefs: Path,
    drafts: Path,
    /,
    *,
    sampling: SamplingOptions = DEFAULT_SAMPLING,
    seed: int = 0,
    model: ModelOptions = DEFAULT_MODEL,
    concurrency: int = 4,
    policy: Policy = "flag",
    force: Annotated[bool, Parameter(negative=(), show_default=False)] = False,
) -> int:
    """Write the e-mails of a file of briefs.

    Args:
        briefs: JSON Lines, one brief a line.
        drafts: JSON Lines, one line for each brief: id, model, drafts, usage.
        seed: base of the seeds, which derive from it and from each line's id.
        concurrency: briefs in work at the same time, 1 to 256; with 1 a resumed run gives the very same texts.
        policy: flag keeps every draft with its findings; strict keeps those that cover every point and hold
            nothing unsupported, and a brief without one fails.
        force: throw away what an earlier run wrote to DRAFTS.
    """
    wanted = sampling.sampling(seed)
    if not 1 <= concurrency <= MAX_CONCURRENCY:
        raise UsageError(f"--concurrency is {concurrency}: use a number from 1 to {MAX_CONCURRENCY}")
    places = _places(briefs, drafts)

    from mailwright.writer import Writer

    writer = Writer.load(model.model, engine=model.engine)
    settings = _settings(writer.model, wanted, policy)
    with Journal.open(places, settings, force=force) as journal:
        again = journal.recover(read_entries(briefs))
        if journal.done:
            print(f"going on after line {journal.done}", file=sys.stderr)
        if again:
            print(f"{again} later lines are written again, for one before them was lost", file=sys.stderr)
        if journal.summary.settled < journal.total:
            with progress_over(journal.total) as progress:
                _Run(writer, journal, wanted, concurrency, policy).carry_out(read_entries(briefs), progress)
    return _conclude(journal)


def _places(briefs: Path, drafts: Path) -> Places:
    places = Places(briefs, drafts)
    if not briefs.is_file():
        raise UsageError(f"{briefs} is not a file" if briefs.exists() else f"{briefs} does not exist")
    for path in (places.out, places.errors, places.run):
        if path.exists() and path.samefile(briefs):
            raise UsageError(f"{path} would be read and written at once: name another file for the drafts")
    if places.out.exists() and not places.out.is_file():
        raise UsageError(f"{places.out} is not a file: name a file for the drafts")
    return places


def _settings(model: "ModelInfo", sampling: "Sampling", policy: Policy) -> dict[str, Any]:
    """Return what the texts depend on: a run goes on only with the same."""
    return {
        "model": f"{model.name} {model.version}".strip(),
        "engine": model.engine,
        **asdict(sampling),
        "policy": policy,
    }


def _conclude(journal: Journal) -> int:
    summary = journal.summary
    for line in summary.lines():
        print(line, file=sys.stderr)
    if summary.failed:
        print(f"what failed, and why: {journal.places.errors}", file=sys.stderr)
    return 1 if summary.failed and not summary.written else 0


class _Run:
    """One process's part of a batch."""

    def __init__(
        self, writer: "Writer", journal: Journal, sampling: "Sampling", concurrency: int, policy: Policy
    ) -> None:
        self._writer = writer
        self._journal = journal
        self._sampling = sampling
        self._policy = policy
        self._slots = asyncio.Semaphore(concurrency)
        self._window = 2 * concurrency  # finished lines may wait for a slow one before them; so many at most

    def carry_out(self, entries: Iterable[Entry], progress: Progress) -> None:
        """Write all lines after those that are settled, and tell the speed."""
        before, start = self._journal.summary.completion_tokens, time.monotonic()
        asyncio.run(self._write_all(entries, progress))
        tokens, seconds = self._journal.summary.completion_tokens - before, time.monotonic() - start
        print(f"{tokens} tokens in {seconds:.1f} s, {tokens / max(seconds, 1e-9):.0f} tokens/s", file=sys.stderr)

    async def _write_all(self, entries: Iterable[Entry], progress: Progress) -> None:
        pending: deque[asyncio.Task[tuple[int, dict[str, Any]]]] = deque()
        first_open = self._journal.done + 1
        try:
            await self._writer.start()
            for entry in entries:
                if entry.line < first_open:
                    continue
                pending.append(asyncio.create_task(self._settle(entry)))
                if len(pending) == self._window:
                    await self._put_first(pending, progress)
            while pending:
                await self._put_first(pending, progress)
        finally:
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)
            await self._writer.close()

    async def _put_first(
        self, pending: "deque[asyncio.Task[tuple[int, dict[str, Any]]]]", progress: Progress
    ) -> None:
        line, record = await pending[0]
        pending.popleft()
        self._journal.put(line, record)
        progress.show(self._journal.summary.settled, self._journal.summary.failed)

    async def _settle(self, entry: Entry) -> tuple[int, dict[str, Any]]:
        """Return the line's number and what is to be written for it."""
        if entry.error:
            return entry.line, _error_record(entry, entry.error)
        async with self._slots:
            try:
                drafts, usage = await self._write(entry)
            except MailwrightError as error:
                return entry.line, _error_record(entry, str(error))
            except Exception as error:  # noqa: BLE001 - a fault of ours: the other lines are written all the same
                return entry.line, _error_record(entry, f"internal error {type(error).__name__}: {error}")
        if self._policy == "strict":
            drafts = [draft for draft in drafts if draft.findings.faithful]
            if not drafts:
                return entry.line, _error_record(entry, "no draft covers every point without an unsupported fact")
        return entry.line, {
            "id": entry.id,
            "model": self._writer.model.name,
            "drafts": [draft.to_dict() for draft in drafts],
            "usage": asdict(usage),
        }

    async def _write(self, entry: Entry) -> "tuple[list[Draft], Usage]":
        brief = brief_from_dict(entry.record)
        sampling = replace(self._sampling, seed=seed_of(entry.id, self._sampling.seed or 0))
        try:
            return await self._writer.awrite(brief, sampling)
        except EngineError:  # its worker is started anew for the next request: this one, once
            return await self._writer.awrite(brief, sampling)


def _error_record(entry: Entry, message: str) -> dict[str, Any]:
    return {"line": entry.line, "id": entry.id, "error": message}
