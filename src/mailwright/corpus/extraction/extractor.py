"""Mails to examples over several processes, in order, with a bounded number of mails in memory."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

from mailwright.corpus.example import Example
from mailwright.corpus.extraction.rejection import Rejection
from mailwright.corpus.mail import Mail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mailwright.corpus.extraction.config import ExtractionConfig
    from mailwright.corpus.extraction.reader import MailReader

Outcome = Example | Rejection
_MAILS_A_BATCH: Final = 32
_BATCHES_AHEAD: Final = 3

_reader: MailReader | None = None  # of this worker process, made once by _begin


class Extractor:
    """Turns cleaned mails into examples.

    A mail's outcome is a function of the mail and the configuration: neither the number of processes nor the
    company of other mails changes it.
    """

    def __init__(self, config: ExtractionConfig | None = None) -> None:
        from mailwright.corpus.extraction.config import ExtractionConfig

        self.config = config or ExtractionConfig()

    def extract(self, mails: Iterable[Mail], processes: int = 1) -> Iterator[tuple[Mail, Outcome]]:
        """Yield each mail with its example or the reason why it makes none, in the order of ``mails``.

        Args:
            mails: read as they are needed; about a hundred a process are held at a time.
            processes: 1 works in this process; more start that many, each of about 500 MB.

        Raises:
            ExtractionError: the parser or its model is not installed.
        """
        if processes <= 1:
            yield from self._here(mails)
        else:
            yield from self._apart(iter(mails), processes)

    def _here(self, mails: Iterable[Mail]) -> Iterator[tuple[Mail, Outcome]]:
        from mailwright.corpus.extraction.reader import MailReader

        reader = MailReader(self.config)
        for mail in mails:
            yield mail, reader.read(mail)

    def _apart(self, mails: Iterator[Mail], processes: int) -> Iterator[tuple[Mail, Outcome]]:
        waiting: deque[tuple[list[Mail], Future[list[Outcome]]]] = deque()
        with ProcessPoolExecutor(
            processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(self.config,)
        ) as pool:
            while True:
                while len(waiting) < processes * _BATCHES_AHEAD:
                    batch = list(islice(mails, _MAILS_A_BATCH))
                    if not batch:
                        break
                    waiting.append((batch, pool.submit(_read, batch)))
                if not waiting:
                    return
                batch, outcomes = waiting.popleft()
                yield from zip(batch, outcomes.result(), strict=True)


def _begin(config: ExtractionConfig) -> None:
    """Load parser and names in a worker process, which uses one thread: the others have the other cores."""
    import os
    import sys

    # thinc, below spaCy, imports torch if it can be had; nothing here needs it, and it takes 150 MB and seconds.
    sys.modules.setdefault("torch", None)  # type: ignore[arg-type]
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    from mailwright.corpus.extraction.reader import MailReader

    global _reader
    _reader = MailReader(config)


def _read(mails: list[Mail]) -> list[Outcome]:
    assert _reader is not None  # the pool has called _begin
    return [_reader.read(mail) for mail in mails]
